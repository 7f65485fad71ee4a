use askama::{Template, filters::HtmlSafe};

/// The ways to the neighbouring pages of a list cut by key (no page numbers: they would count all rows).
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    first: Option<String>,
    next: Option<String>,
}

impl HtmlSafe for Pager {}

impl Pager {
    /// `first` leads back to the top when this is not the first page, `next` to the rows after.
    #[must_use]
    pub const fn new(first: Option<String>, next: Option<String>) -> Self {
        Self { first, next }
    }
}
