//! What a hand scanner types, or a clerk: which letter is meant.

use formats::{TrackingKind, TrackingNumber};
use store::reads::returns::Wanted;

/// The letter meant by what was scanned: its square code, its bars, its registered number, or the number at its foot
/// (`0FA5-C5D1`). `None` when it is none of these.
pub(crate) fn wanted(text: &str) -> Option<Wanted> {
    let text = text.trim();
    if let Some((_, letter)) = letters::read_letter_payload(text) {
        return Some(Wanted::Letter(letter));
    }
    if let Ok(letter) = text.parse() {
        return Some(Wanted::Letter(letter));
    }
    if let Ok(reference) = text.parse() {
        return Some(Wanted::Case(reference));
    }
    let number = TrackingNumber::parse(text);
    if matches!(number.kind, TrackingKind::S10 | TrackingKind::FrenchRegistered) {
        return Some(Wanted::Number(number.normalised.0));
    }
    let short: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_lowercase();
    (short.len() == 8 && short.bytes().all(|b| b.is_ascii_hexdigit())).then_some(Wanted::Short(short))
}

/// The name of who it was for, when nothing scanned can be read: at least one word of three letters.
pub(crate) fn named(text: &str) -> Option<Wanted> {
    let form = store::persons::search_form(text);
    let words: Vec<String> = form.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.iter().any(|word| word.chars().count() >= 3).then_some(Wanted::Name(words))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::{CaseReference, LetterId};

    use super::*;

    #[test]
    fn each_thing_that_stands_on_a_letter_or_its_envelope_finds_it() {
        let reference = CaseReference::new(2026, "67".parse().expect("département"), 123).expect("reference");
        let letter = LetterId::new(DateTime::UNIX_EPOCH);
        assert_eq!(wanted(&letters::letter_payload(reference, letter)), Some(Wanted::Letter(letter)));
        assert_eq!(wanted(&letter.to_string()), Some(Wanted::Letter(letter)));
        assert_eq!(wanted(&reference.digits()), Some(Wanted::Case(reference)));
        assert_eq!(wanted(&format!(" {reference} ")), Some(Wanted::Case(reference)));
        assert_eq!(wanted("1A 123 456 7890 1"), Some(Wanted::Number("1A12345678901".to_owned())));
        assert_eq!(wanted("0FA5-C5D1"), Some(Wanted::Short("0fa5c5d1".to_owned())));
        assert_eq!((wanted(""), wanted("bonjour")), (None, None));
        assert_eq!(named("DIALLO Aïssata"), Some(Wanted::Name(vec!["diallo".to_owned(), "aissata".to_owned()])));
        assert_eq!((named(" "), named("de 2")), (None, None));
    }
}
