//! A page as the store gives it, for the tests of what is understood of its text.

use store::reads::pages::PageLine;

pub(crate) fn page_line(number: u32, text: &str) -> PageLine {
    PageLine {
        number,
        blank: text.is_empty(),
        separator: false,
        error: None,
        confidence: Some(90.0),
        text: text.to_owned(),
        pictured: true,
        moved: None,
    }
}
