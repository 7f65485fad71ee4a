//! The universal form of the prefecture: what is printed on it is nobody's words. Texts are those of searches, without accents and signs.

use super::requests::MENTIONS;

/// Printed on its pages, whatever was not read of them.
const PRINTED: [&str; 3] =
    ["formulaire universel", "cochez tout ce qui est vrai", "ce que je demande plusieurs reponses"];
/// What stands before what a person writes on it, and what stands behind.
const WRITTEN: [(&str, &str); 2] =
    [("ce que je demande", "ma famille concernee"), ("pourquoi c est urgent", "les pieces que je joins")];

/// Whether a page is one of it.
pub(super) fn is_form(text: &str) -> bool {
    PRINTED.iter().any(|printed| text.contains(printed))
}

/// What a person wrote on a page of it, in their own words.
pub(super) fn written(text: &str) -> String {
    let between = |(from, to): &(&str, &str)| {
        let (_, behind) = text.split_once(from)?;
        Some(behind.split(to).next().unwrap_or(behind))
    };
    WRITTEN.iter().filter_map(between).collect::<Vec<_>>().join(" ")
}

/// The row of the catalogue that a person asks for in their own words.
pub(super) fn asked_title(text: &str) -> Option<&'static str> {
    let (_, asked) = text.split_once(WRITTEN[0].0)?;
    MENTIONS.iter().find(|(words, _)| asked.contains(words)).map(|(_, code)| *code)
}
