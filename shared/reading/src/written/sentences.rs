//! Persons in running text, and the name under a letter.

use formats::fold::search_form;

use super::{Written, apart, bare, begins_with_capital, birth_in, is_name_word, mean};
use crate::{PageRead, Word};

/// Words before a name that are none of it.
const TITLES: &[&str] =
    &["madame", "monsieur", "mademoiselle", "mme", "mlle", "mr", "soussigne", "soussignee", "e", "que"];
/// What closes a letter.
const CLOSINGS: &[&str] =
    &["salutations", "cordialement", "consideration", "respectueusement", "remerciements", "sentiments", "merci"];
/// Words of a name in a sentence at most.
const WORDS: usize = 6;
/// Text is surer than a name found by its place in it.
const BY_PLACE: f32 = 0.95;

/// « Aminata DIALLO, née le 14/02/1990 »: a name with the day of birth behind it.
pub(super) fn persons(page: &PageRead) -> Vec<Written> {
    let words: Vec<&Word> = page.words.iter().collect();
    let born = (0..words.len().saturating_sub(1)).filter(|at| {
        let form = search_form(&words[*at].text);
        ["ne", "nee", "ne e"].contains(&form.as_str())
            && ["le", "en"].contains(&search_form(&words[at + 1].text).as_str())
    });
    let person = |at: usize| -> Option<Written> {
        let behind: Vec<&str> = words[at + 2..].iter().take(4).map(|word| word.text.as_str()).collect();
        let birth = birth_in(&behind)?;
        let mut from = at;
        while from > 0 && at - from < WORDS {
            let word = words[from - 1].text.as_str();
            let ends = from != at && word.ends_with([',', '.', ':', ';']);
            let form = search_form(word);
            if ends || !is_name_word(word) || !begins_with_capital(word) || TITLES.contains(&form.as_str()) {
                break;
            }
            from -= 1;
        }
        let name = &words[from..at];
        let (family_name, given_names) = apart(&name.iter().map(|word| word.text.as_str()).collect::<Vec<_>>());
        let read =
            Written { family_name, given_names, birth: Some(birth), confidence: mean(name), ..Written::default() };
        (!name.is_empty()).then_some(Written { confidence: read.confidence * BY_PLACE, ..read })
    };
    born.filter_map(person).collect()
}

/// The name under a letter: the first line behind the closing words that is nothing but a name.
pub(super) fn signature(page: &PageRead) -> Option<Written> {
    let lines: Vec<&str> = page.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let closes = |line: &&str| {
        let form = search_form(line);
        form.split(' ').any(|word| CLOSINGS.contains(&word))
    };
    let last = lines.iter().rposition(closes)?;
    let line = lines[last + 1..].iter().take(4).find(|line| is_signed(line))?;
    let words: Vec<&str> =
        line.split_whitespace().filter(|word| !TITLES.contains(&search_form(word).as_str())).collect();
    let (family_name, given_names) = apart(&words);
    let read: Vec<&Word> = page.words.iter().filter(|word| words.iter().any(|one| *one == word.text)).collect();
    (!family_name.is_empty() && !given_names.is_empty()).then(|| Written {
        family_name,
        given_names,
        confidence: mean(&read) * BY_PLACE,
        ..Written::default()
    })
}

/// Two to five words of a name, each with a capital, and nothing else.
fn is_signed(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let named = |word: &&str| is_name_word(word) && begins_with_capital(word);
    (2..=5).contains(&words.len()) && words.iter().all(named) && !line.ends_with(',') && !bare(line).is_empty()
}

#[cfg(test)]
mod tests {
    use domain::BirthDate;

    use super::*;

    fn page(text: &str) -> PageRead {
        let word = |text: &str| Word { text: text.to_owned(), confidence: 90.0, bounds: [0, 0, 10, 10] };
        PageRead {
            words: text.split_whitespace().map(word).collect(),
            text: text.to_owned(),
            ..PageRead::unreadable(1, String::new())
        }
    }

    fn names(found: &[Written]) -> Vec<(String, Option<BirthDate>)> {
        found.iter().map(|p| (format!("{}/{}", p.family_name, p.given_names), p.birth)).collect()
    }

    #[test]
    fn a_name_with_a_day_of_birth_behind_it_is_a_person() {
        let text = "Je soussignée Madame Aminata DIALLO, née le 14 février 1990 à Dakar, demande le renouvellement.";
        assert_eq!(names(&persons(&page(text))), [("DIALLO/Aminata".to_owned(), BirthDate::parse("14/02/1990"))]);
        let text = "Il est certifié que RAHMATULLAH, né le 01/01/1990, de nationalité afghane, est reconnu réfugié.";
        assert_eq!(names(&persons(&page(text))), [("RAHMATULLAH/".to_owned(), BirthDate::parse("01/01/1990"))]);
        let text = "mon fils est né le 03/05/2018. Il va à l'école.";
        assert!(persons(&page(text)).is_empty());
    }

    #[test]
    fn the_name_under_a_letter_is_that_of_who_wrote_it() {
        let letter = "Madame, Monsieur,\nJe demande un titre.\nVeuillez agréer mes salutations.\n\nAminata DIALLO\n";
        let found = signature(&page(letter)).expect("signed");
        assert_eq!((found.family_name.as_str(), found.given_names.as_str()), ("DIALLO", "Aminata"));
        assert_eq!(signature(&page("Facture d'électricité\nMerci\n12 rue Haute\n67000 STRASBOURG")), None);
        assert_eq!(signature(&page("Aminata DIALLO\n12 rue Haute")), None, "no closing words");
    }
}
