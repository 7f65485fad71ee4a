//! Who writes, as they say it themselves: in the boxes of a form, in a sentence ("je soussignée …, née le …"), under a letter, at its head.
//! Each with how surely it was read. Nothing here decides: whoever shows it asks a person.

use domain::BirthDate;
use formats::fold::search_form;

use crate::{PageRead, Word};

mod boxes;
mod dates;
mod labels;
mod sender;
mod sentences;

use dates::birth_in;
pub use sender::{names_a_service, names_of_zone, sender};

/// A person as one place of a paper names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// The family name, as it was written; perhaps empty.
    pub family_name: String,
    /// The given names; perhaps empty.
    pub given_names: String,
    /// The day or year of birth.
    pub birth: Option<BirthDate>,
    /// Ten digits, or nothing.
    pub foreigner_number: String,
    /// The lines of the address, down to the town.
    pub address: Vec<String>,
    /// Mean confidence of the words, 0 to 100.
    pub confidence: f32,
}

impl Written {
    /// Whether it says enough to be a person: a name, and not a single letter.
    fn is_somebody(&self) -> bool {
        search_form(&format!("{} {}", self.family_name, self.given_names)).len() >= 3
    }
}

/// Persons taken from one place of a page at most.
const MOST: usize = 4;

/// The persons that a page names, each place by itself, with a stable word for the place: `form`, `sentence`, `signature`.
#[must_use]
pub fn persons(page: &PageRead) -> Vec<(&'static str, Written)> {
    let places = [
        ("form", boxes::persons(page)),
        ("sentence", sentences::persons(page)),
        ("signature", sentences::signature(page).into_iter().collect()),
    ];
    let told = |(place, persons): (&'static str, Vec<Written>)| {
        persons.into_iter().filter(Written::is_somebody).take(MOST).map(move |person| (place, person))
    };
    places.into_iter().flat_map(told).collect()
}

/// Mean confidence of some words.
fn mean(words: &[&Word]) -> f32 {
    let count = f32::from(u16::try_from(words.len()).unwrap_or(u16::MAX));
    if words.is_empty() { 0.0 } else { words.iter().map(|word| word.confidence).sum::<f32>() / count }
}

/// Marks around a word that are none of its letters.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a word can be one of a name: letters, hyphens, apostrophes.
fn is_name_word(text: &str) -> bool {
    let word = bare(text);
    word.chars().count() >= 2 && word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c))
}

fn is_capitals(text: &str) -> bool {
    let word = bare(text);
    word.chars().count() >= 2 && word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

fn begins_with_capital(text: &str) -> bool {
    bare(text).chars().next().is_some_and(char::is_uppercase)
}

/// A name whose parts are not told apart: what stands in capitals is the family name; without capitals, or with nothing else, the last word.
fn apart(words: &[&str]) -> (String, String) {
    let join = |words: Vec<&str>| words.into_iter().map(bare).collect::<Vec<_>>().join(" ");
    let (family, given): (Vec<&str>, Vec<&str>) = words.iter().copied().partition(|word| is_capitals(word));
    match (family.is_empty(), given.is_empty()) {
        (false, false) => (join(family), join(given)),
        // All in capitals, as on forms: the family name comes first.
        (false, true) => (join(family[..1].to_vec()), join(family[1..].to_vec())),
        (true, _) => match given.split_last() {
            Some((last, others)) => (bare(last).to_owned(), join(others.to_vec())),
            None => (String::new(), String::new()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_name_are_told_apart_by_capitals_or_by_their_place() {
        let parts = |text: &str| {
            let (family, given) = apart(&text.split(' ').collect::<Vec<_>>());
            format!("{family}/{given}")
        };
        assert_eq!(parts("Aminata DIALLO"), "DIALLO/Aminata");
        assert_eq!(parts("EL FASSI Ghita"), "EL FASSI/Ghita");
        assert_eq!(parts("DIALLO AMINATA ROSE"), "DIALLO/AMINATA ROSE");
        assert_eq!(parts("Aminata Diallo,"), "Diallo/Aminata");
        assert_eq!(parts("RAHMATULLAH"), "RAHMATULLAH/");
    }
}
