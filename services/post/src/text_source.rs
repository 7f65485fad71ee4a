//! Where the text of a page comes from, as it is kept with the page (`page.text_source`).

use reading::{LayerDoubt, PageRead, TextSource};
use web::t;

/// The code of what was read. A number is never used for another thing.
pub(crate) fn code(page: &PageRead) -> i16 {
    match (page.layer, page.source) {
        (Some(LayerDoubt::Hidden), _) => 3,
        (Some(LayerDoubt::Unknown), _) => 4,
        (Some(LayerDoubt::Differs), _) => 5,
        (Some(LayerDoubt::NotShown), _) => 6,
        (Some(LayerDoubt::Partial), _) => 7,
        (None, TextSource::None) => 0,
        (None, TextSource::Embedded) => 1,
        (None, TextSource::Ocr) => 2,
    }
}

/// What the clerk is told when the file carries a text that was not taken.
pub(crate) fn note(code: i16) -> Option<String> {
    match code {
        3 => Some(t("post-layer-hidden")),
        4 => Some(t("post-layer-unknown")),
        5 => Some(t("post-layer-differs")),
        6 => Some(t("post-layer-not-shown")),
        7 => Some(t("post-layer-partial")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_not_taken_is_told_and_others_are_not() {
        let read = |layer, source| PageRead { layer, source, ..PageRead::unreadable(1, String::new()) };
        let doubts =
            [LayerDoubt::Hidden, LayerDoubt::Unknown, LayerDoubt::Differs, LayerDoubt::NotShown, LayerDoubt::Partial];
        let codes = doubts.map(|doubt| code(&read(Some(doubt), TextSource::Ocr)));
        assert_eq!(codes, [3, 4, 5, 6, 7]);
        assert!(codes.iter().all(|code| note(*code).is_some()));
        let sources = [TextSource::None, TextSource::Embedded, TextSource::Ocr];
        assert!(sources.into_iter().all(|source| note(code(&read(None, source))).is_none()));
    }
}
