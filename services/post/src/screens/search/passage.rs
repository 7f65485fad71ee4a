//! A passage with the words found, ready to be printed.

use store::reads::search::{MARK_END, MARK_START};

/// A part of a passage, and whether it was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) text: String,
    pub(crate) found: bool,
}

/// The parts of a passage, on one line.
pub(crate) fn parts(passage: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut push = |text: &str, found: bool| {
        if !text.is_empty() {
            parts.push(Part { text: text.split_inclusive(char::is_whitespace).map(one_space).collect(), found });
        }
    };
    for (index, rest) in passage.split(MARK_START).enumerate() {
        match rest.split_once(MARK_END) {
            Some((found, after)) if index > 0 => {
                push(found, true);
                push(after, false);
            }
            _ => push(rest, false),
        }
    }
    parts
}

/// A word with one space after it, when something separated it from the next.
fn one_space(word: &str) -> String {
    let bare = word.trim_end();
    if bare.len() == word.len() { bare.to_owned() } else { format!("{bare} ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_found_are_told_apart_and_lines_are_joined() {
        let passage = format!("demande de {MARK_START}récépissé{MARK_END}\npour {MARK_START}Diallo{MARK_END} <b>");
        let read: Vec<(String, bool)> = parts(&passage).into_iter().map(|p| (p.text, p.found)).collect();
        let wanted =
            [("demande de ", false), ("récépissé", true), (" pour ", false), ("Diallo", true), (" <b>", false)];
        assert_eq!(read, wanted.map(|(text, found)| (text.to_owned(), found)));
        assert_eq!(parts(""), Vec::new());
        assert!(parts("rien").iter().all(|p| !p.found));
    }
}
