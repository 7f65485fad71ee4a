//! The words found, lit on the image of the page.

use serde::Deserialize;
use serde_json::Value;
use store::reads::search::Term;
use web::parts::Highlight;

/// Space around a word, in pixels.
const MARGIN: f32 = 4.0;

/// A word as the reader wrote it.
#[derive(Deserialize)]
struct Word {
    text: String,
    #[serde(rename = "box")]
    bounds: [f32; 4],
}

/// What is lit: the words at these places, and the groups of figures that make a number looked for.
pub(crate) fn highlights(words: &Value, places: &[usize], terms: &[Term]) -> Vec<Highlight> {
    let words: Vec<Option<Word>> =
        words.as_array().into_iter().flatten().map(|entry| Word::deserialize(entry).ok()).collect();
    let grouped = terms.iter().flat_map(|term| &term.0).flat_map(|number| groups(&words, number));
    let mut lit: Vec<usize> = places.iter().copied().chain(grouped).collect();
    lit.sort_unstable();
    lit.dedup();
    lit.into_iter().filter_map(|place| words.get(place)?.as_ref()).map(around).collect()
}

fn around(word: &Word) -> Highlight {
    let [left, top, right, bottom] = word.bounds;
    Highlight {
        x: left - MARGIN,
        y: top - MARGIN,
        width: right - left + 2.0 * MARGIN,
        height: bottom - top + 2.0 * MARGIN,
        label: word.text.clone(),
    }
}

/// The places of the words that make a number together: `1A`, `123`, `456`, `7890`, `1` for `1a12345678901`.
fn groups(words: &[Option<Word>], number: &str) -> Vec<usize> {
    if number.chars().filter(char::is_ascii_digit).count() < 4 {
        return Vec::new();
    }
    let plain: Vec<String> =
        words.iter().map(|word| word.as_ref().map(|w| plain(&w.text)).unwrap_or_default()).collect();
    let starts = (0..plain.len()).filter(|start| plain.get(*start).is_some_and(|word| !word.is_empty()));
    starts.filter_map(|start| run(&plain, start, number)).flatten().collect()
}

/// The words from `start` on that spell the number, each of them whole but the last.
fn run(plain: &[String], start: usize, number: &str) -> Option<std::ops::Range<usize>> {
    let mut rest = number;
    for (place, word) in plain.iter().enumerate().skip(start) {
        if word.starts_with(rest) {
            return Some(start..place + 1);
        }
        rest = rest.strip_prefix(word.as_str()).filter(|_| !word.is_empty())?;
    }
    None
}

fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lit(places: &[usize], number: &str) -> Vec<String> {
        let word = |text: &str, at: u32| json!({ "text": text, "confidence": 90.0, "box": [at, 10, at + 8, 20] });
        let words = json!([word("Recommandé", 0), { "broken": 1 }, word("1A", 10), word("123", 20), word("456", 30), word("7890", 40),
                           word("1.", 50), word("Diallo", 60)]);
        highlights(&words, places, &[Term(vec![number.to_owned()])]).into_iter().map(|h| h.label).collect()
    }

    #[test]
    fn a_number_is_lit_in_all_its_groups_and_a_word_in_its_place() {
        assert_eq!(lit(&[7], "1a12345678901"), ["1A", "123", "456", "7890", "1.", "Diallo"]);
        assert_eq!(lit(&[], "1a12345"), ["1A", "123", "456"]);
        assert_eq!(lit(&[0], "45699"), ["Recommandé"]);
        assert_eq!(lit(&[1, 99], "rien"), Vec::<String>::new());
    }
}
