use askama::{Template, filters::HtmlSafe};

/// "Pourquoi ?": the facts, the text and the version of the rule behind a date.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/why.html")]
pub struct Why {
    /// The facts, one sentence each.
    pub because: Vec<String>,
    /// The text of law or service rule.
    pub source: String,
    /// The identifier of the rule.
    pub rule: String,
    /// The page of the rule, for whoever may read it.
    pub rule_page: Option<String>,
    /// Its version.
    pub version: String,
}

impl HtmlSafe for Why {}
