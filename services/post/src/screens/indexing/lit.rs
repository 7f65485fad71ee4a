//! The words of a page that a proposal was read from, lit on its image.

use serde::Deserialize;
use serde_json::Value;
use store::{persons::search_form, reads::pages::PageView};
use web::parts::Highlight;

/// A word as the reader wrote it.
#[derive(Deserialize)]
struct Word {
    text: String,
    #[serde(rename = "box")]
    bounds: [f32; 4],
}

/// A code as the reader wrote it.
#[derive(Deserialize)]
struct Code {
    format: String,
    corners: [[f32; 2]; 4],
}

/// Words to light, and what they are proposed for.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    words: Vec<String>,
    label: String,
}

impl Needle {
    /// Lights every word of `text` that has at least `shortest` letters: shorter ones mean nothing by themselves.
    pub(crate) fn new(text: &str, shortest: usize, label: String) -> Self {
        let telling = |word: &&str| word.chars().count() >= shortest;
        Self { words: search_form(text).split(' ').filter(telling).map(str::to_owned).collect(), label }
    }
}

/// What is lit on a page: words of proposals, and codes.
pub(crate) fn highlights(page: &PageView, needles: &[Needle]) -> Vec<Highlight> {
    let words = list::<Word>(&page.words).into_iter().filter_map(|word| {
        let forms = search_form(&word.text);
        let needle = needles
            .iter()
            .find(|needle| forms.split(' ').any(|form| needle.words.iter().any(|wanted| wanted == form)))?;
        let [left, top, right, bottom] = word.bounds;
        let label = format!("{} : {}", word.text, needle.label);
        Some(Highlight { x: left - 4.0, y: top - 4.0, width: right - left + 8.0, height: bottom - top + 8.0, label })
    });
    let codes = list::<Code>(&page.codes).into_iter().map(|code| {
        let edge = |axis: usize, pick: fn(f32, f32) -> f32| {
            code.corners.iter().map(|corner| corner[axis]).reduce(pick).unwrap_or(0.0)
        };
        let (left, top) = (edge(0, f32::min), edge(1, f32::min));
        Highlight {
            x: left,
            y: top,
            width: edge(0, f32::max) - left,
            height: edge(1, f32::max) - top,
            label: code.format.clone(),
        }
    });
    codes.chain(words).collect()
}

/// The entries of a stored list that can be understood.
fn list<T: for<'a> Deserialize<'a>>(value: &Value) -> Vec<T> {
    value.as_array().into_iter().flatten().filter_map(|entry| T::deserialize(entry).ok()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_words_of_a_proposal_are_lit_whatever_their_capitals_and_accents() {
        let page = PageView {
            width: 100,
            height: 100,
            text: String::new(),
            text_source: 2,
            words: json!([
                { "text": "Béatrice,", "confidence": 90.0, "box": [10, 20, 30, 40] },
                { "text": "de", "confidence": 90.0, "box": [0, 0, 5, 5] },
                { "broken": true },
            ]),
            codes: json!([{ "format": "QRCode", "text": "x", "corners": [[5, 5], [15, 6], [14, 16], [4, 15]] }]),
        };
        let lit = highlights(&page, &[Needle::new("BEATRICE de Sá", 3, "nom".to_owned())]);
        let boxes: Vec<_> = lit.iter().map(|h| (h.x, h.y, h.width, h.height)).collect();
        assert_eq!(boxes, [(4.0, 5.0, 11.0, 11.0), (6.0, 16.0, 28.0, 28.0)]);
        assert_eq!(lit[1].label, "Béatrice, : nom");
    }
}
