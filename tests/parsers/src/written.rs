//! What is understood of the text of a page, whoever wrote it: persons, addresses, languages, postmarks.

use formats::{fold, postmark};
use reading::{PageRead, TextSource, Word, written, written_language};

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[
    ("written", persons, seeds::pages),
    ("written_text", text_alone, seeds::pages),
    ("written_language", language, seeds::pages),
];

/// A page whose words stand where they stand in the text; a control character in a word moves it, as far as numbers go.
fn page(bytes: &[u8]) -> PageRead {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut words = Vec::new();
    for (line, row) in text.lines().zip(0_i32..) {
        let mut column = 0_i32;
        for word in line.split(' ') {
            let length = i32::try_from(word.chars().count()).unwrap_or(i32::MAX);
            let (mut left, mut top) = (column.saturating_mul(10), row.saturating_mul(30));
            let (mut right, mut bottom) = (left.saturating_add(length.saturating_mul(10)), top.saturating_add(20));
            for moved in word.chars().filter(|c| c.is_control()) {
                match moved {
                    '\u{1}' => left = i32::MIN,
                    '\u{2}' => right = i32::MAX,
                    '\u{3}' => top = i32::MIN,
                    '\u{4}' => bottom = i32::MAX,
                    '\u{5}' => (left, right) = (right, left),
                    '\u{6}' => (top, bottom) = (bottom, top),
                    other => top = top.saturating_sub(i32::try_from(u32::from(other)).unwrap_or(0)),
                }
            }
            let said: String = word.chars().filter(|c| !c.is_control()).collect();
            words.push(Word { text: said, confidence: 90.0, bounds: [left, top, right, bottom] });
            column = column.saturating_add(length).saturating_add(1);
        }
    }
    let said = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let read = PageRead::unreadable(1, String::new());
    PageRead { text: said, words, width_px: 1000, height_px: 1400, source: TextSource::Ocr, error: None, ..read }
}

fn persons(bytes: &[u8]) {
    for (place, person) in written::persons(&page(bytes)) {
        assert!(["form", "sentence", "signature"].contains(&place), "{place}");
        let name = format!("{}{}", person.family_name, person.given_names);
        assert!(name.chars().any(char::is_alphabetic), "a person without a letter");
        let number = &person.foreigner_number;
        assert!(number.is_empty() || (number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit())), "{number}");
        assert!((0.0..=100.0).contains(&person.confidence), "{}", person.confidence);
        let town = person.address.last().is_none_or(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        assert!(town, "an address without a town");
    }
}

/// What needs no places.
fn text_alone(bytes: &[u8]) {
    let page = page(bytes);
    if let Some(lines) = written::sender(&page.text) {
        assert!(lines.len() >= 3 && !lines.iter().any(|line| written::names_a_service(line)), "{lines:?}");
    }
    if let Some((family, _)) = written::names_of_zone(&page.text) {
        assert!(!family.is_empty() && !family.contains('<'), "{family}");
    }
    if let Some(day) = postmark::stamped(&page.text) {
        let again = postmark::stamped(&day.format("%d-%m-%Y").to_string());
        assert_eq!(again, Some(day), "what is written of it is another day");
    }
    let form = fold::search_form(&page.text);
    assert_eq!(fold::search_form(&form), form, "what searches compare is not what they compare");
}

fn language(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = written_language::of(&text, 90.0);
    assert!(found.is_none_or(|code| (3..=8).contains(&code.len())), "no name of language data");
    assert_eq!(written_language::of(&text, 10.0), None, "nobody can read it");
}
