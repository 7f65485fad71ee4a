use askama::{Template, filters::HtmlSafe};

/// An empty list: what will appear here, where it comes from, and a way on.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    what: String,
    whence: String,
    link: Option<(String, String)>,
}

impl HtmlSafe for Empty {}

impl Empty {
    /// `what` is not there; `whence` says what will appear and where it comes from.
    #[must_use]
    pub fn new(what: impl Into<String>, whence: impl Into<String>) -> Self {
        Self { what: what.into(), whence: whence.into(), link: None }
    }

    /// A way on.
    #[must_use]
    pub fn link(mut self, path: impl Into<String>, label: impl Into<String>) -> Self {
        self.link = Some((path.into(), label.into()));
        self
    }
}
