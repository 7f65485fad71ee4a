use askama::{Template, filters::HtmlSafe};

use crate::text::t2;

/// How far a counted work is, in figures and as a bar.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/progress.html")]
pub struct Progress {
    label: String,
    done: u32,
    total: u32,
}

impl HtmlSafe for Progress {}

impl Progress {
    /// `done` of `total`.
    #[must_use]
    pub fn new(label: impl Into<String>, done: u32, total: u32) -> Self {
        Self { label: label.into(), done, total }
    }

    fn figures(&self) -> String {
        t2("progress-figures", "done", self.done, "total", self.total)
    }
}
