//! What was typed to search: words, and numbers however they are grouped.

use chrono::NaiveDate;
use formats::{TrackingKind, TrackingNumber, spelling};
use store::{
    StoreError, Transaction,
    persons::search_form,
    reads::search::{self, Term},
};

use crate::screens::days::day;

/// More words than anybody needs.
const MOST_TERMS: usize = 8;
/// Digits of a number that may be written in groups.
const DIGITS_OF_NUMBER: usize = 5;
/// Tokens of the longest grouped number (`RB 12 345 678 5 GB`, `06 39 98 03 51`).
const MOST_GROUPS: usize = 7;

/// What announces the day on which something was posted.
const POSTED: [&str; 8] = ["poste", "postee", "postes", "postees", "envoye", "envoyee", "expedie", "expediee"];
/// Words of the longest day said (`le jeudi 19 novembre 2026`).
const MOST_SAID: usize = 5;

/// What a caller says, `Diallo posté mardi`: the words looked for, and the day on which they say they posted it.
pub(crate) fn posted(typed: &str, today: NaiveDate) -> (String, Option<NaiveDate>) {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let announced = words.iter().position(|word| POSTED.contains(&search_form(word).as_str()));
    let said = announced.and_then(|at| {
        let most = MOST_SAID.min(words.len() - at - 1);
        (1..=most).rev().find_map(|count| day(&words[at + 1..=at + count].join(" "), today).map(|day| (at, count, day)))
    });
    match said {
        Some((at, count, day)) => ([&words[..at], &words[at + count + 1..]].concat().join(" "), Some(day)),
        None => (typed.to_owned(), None),
    }
}

/// The terms of what was typed.
pub(crate) fn terms(typed: &str) -> Vec<Term> {
    let tokens: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || "«»\"“”,;:!?()".contains(c))
        .map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|token| !token.is_empty())
        .collect();
    let (mut terms, mut at) = (Vec::new(), 0);
    while let (Some(token), true) = (tokens.get(at), terms.len() < MOST_TERMS) {
        let (spelling, taken) = number_at(&tokens[at..]).unwrap_or_else(|| (token.to_lowercase(), 1));
        terms.push(Term(vec![spelling]));
        at += taken;
    }
    terms
}

/// A number that starts with the first token, joined, and how many tokens it takes.
fn number_at(tokens: &[&str]) -> Option<(String, usize)> {
    let joined = |count: usize| tokens[..count].concat();
    let longest = tokens.len().min(MOST_GROUPS);
    let registered =
        (1..=longest).rev().find(|count| TrackingNumber::parse(&joined(*count)).kind != TrackingKind::Other);
    let figures = |token: &&&str| token.chars().all(|c| c.is_ascii_digit() || "-./".contains(c));
    let run = tokens.iter().take(longest).take_while(figures).count();
    let count = registered.or_else(|| (run > 0).then_some(run))?;
    let plain: String =
        joined(count).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    (plain.chars().filter(char::is_ascii_digit).count() >= DIGITS_OF_NUMBER).then_some((plain, count))
}

/// The terms with the words read that may be the same ones misspelt; the same terms when there are none.
pub(crate) async fn widened(tx: &mut Transaction, terms: &[Term]) -> Result<Vec<Term>, StoreError> {
    let mut wide = Vec::with_capacity(terms.len());
    for Term(spellings) in terms {
        let mut spellings = spellings.clone();
        let word = spellings.first().map(|typed| search_form(typed)).unwrap_or_default();
        if word.chars().count() > 3 && word.chars().all(char::is_alphabetic) {
            let candidates = search::alike(tx, &word).await?;
            spellings.extend(candidates.into_iter().filter(|read| *read != word && spelling::may_be(&word, read)));
        }
        wide.push(Term(spellings));
    }
    Ok(wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_that_a_caller_says_is_no_word_to_find() {
        let date = |text: &str| text.parse::<NaiveDate>().ok();
        let said = |typed: &str| posted(typed, date("2026-11-30").expect("date"));
        assert_eq!(said("Diallo posté mardi"), ("Diallo".to_owned(), date("2026-11-24")));
        assert_eq!(said("envoyée le 19 novembre par Diallo"), ("par Diallo".to_owned(), date("2026-11-19")));
        assert_eq!(said("posté hier"), (String::new(), date("2026-11-29")));
        assert_eq!(said("Diallo mardi"), ("Diallo mardi".to_owned(), None), "a name may be a day");
        assert_eq!(said("posté bientôt"), ("posté bientôt".to_owned(), None));
        assert_eq!(said("posté"), ("posté".to_owned(), None));
    }

    fn read(typed: &str) -> Vec<String> {
        terms(typed).into_iter().map(|term| term.0.join("|")).collect()
    }

    #[test]
    fn words_are_kept_and_numbers_are_joined() {
        assert_eq!(read("  Récépissé, « Diallo » "), ["récépissé", "diallo"]);
        assert_eq!(read("pli 1A 123 456 7890 1 de Diallo"), ["pli", "1a12345678901", "de", "diallo"]);
        assert_eq!(read("RB 12 345 678 5 GB"), ["rb123456785gb"]);
        assert_eq!(read("06 39 98 03 51"), ["0639980351"]);
        assert_eq!(read("26-067-0000012-34"), ["26067000001234"]);
        assert_eq!(read("mardi 12 novembre 2026"), ["mardi", "12", "novembre", "2026"]);
        assert_eq!(read("… !"), Vec::<String>::new());
    }

    #[test]
    fn nobody_needs_more_words_than_that() {
        assert_eq!(terms(&"mot ".repeat(100)).len(), MOST_TERMS);
    }
}
