//! Who writes, as they say it themselves: in the boxes of a form, in a sentence ("je soussignée …, née le …"), under a letter. Each with how
//! surely it was read; a person confirms.

use chrono::{DateTime, Utc};
use domain::BirthDate;
use reading::{PageRead, Word};
use serde_json::json;
use store::{persons::search_form, suggestions::NewSuggestion};

use super::suggestion;

mod boxes;
mod dates;
mod labels;
mod sentences;

pub(super) use dates::birth_in;

/// A person as one place of a paper names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Written {
    family_name: String,
    given_names: String,
    birth: Option<BirthDate>,
    foreigner_number: String,
    /// The lines of the address, down to the town.
    address: Vec<String>,
    /// Mean confidence of the words, 0 to 100.
    confidence: f32,
}

impl Written {
    /// Whether it says enough to be a person: a name, and not a single letter.
    fn is_somebody(&self) -> bool {
        search_form(&format!("{} {}", self.family_name, self.given_names)).len() >= 3
    }
}

/// The persons that the pages name, each place by itself: whoever shows them puts together what belongs together.
pub(super) fn of(pages: &[&PageRead], now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| !page.blank && page.error.is_none()) {
        let places = [
            ("form", boxes::persons(page)),
            ("sentence", sentences::persons(page)),
            ("signature", sentences::signature(page).into_iter().collect()),
        ];
        for (origin, persons) in places {
            for person in persons.into_iter().filter(Written::is_somebody).take(MOST) {
                found.extend(suggestions(&person, origin, page.number, now));
            }
        }
    }
    found
}

/// Persons taken from one place of a page at most.
const MOST: usize = 4;
/// A reading by the eye of the machine is never as sure as a zone with check digits.
const SUREST: f32 = 92.0;

fn suggestions(person: &Written, origin: &str, page: u32, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut value = json!({ "family_name": person.family_name, "given_names": person.given_names });
    match person.birth {
        Some(BirthDate::Day { date }) => value["birth"] = json!(date.to_string()),
        Some(birth) => value["birth"] = json!(birth),
        None => {}
    }
    if !person.foreigner_number.is_empty() {
        value["foreigner_number"] = json!(person.foreigner_number);
    }
    let confidence = person.confidence.min(SUREST);
    let mut found = vec![suggestion(now, "person", value, origin, confidence, page)];
    if !person.address.is_empty() {
        let name = format!("{} {}", person.given_names, person.family_name.to_uppercase()).trim().to_owned();
        let lines: Vec<&str> =
            std::iter::once(name.as_str()).chain(person.address.iter().map(String::as_str)).collect();
        found.push(suggestion(now, "address", json!(lines.join("\n")), origin, confidence, page));
    }
    found
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
