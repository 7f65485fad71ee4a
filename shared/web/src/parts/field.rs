use askama::{Template, filters::HtmlSafe};

/// A labelled field with its hint and its error.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    name: String,
    label: String,
    kind: &'static str,
    value: String,
    hint: Option<String>,
    error: Option<String>,
    autocomplete: Option<&'static str>,
    search: bool,
    first: bool,
    key: Option<char>,
}

impl HtmlSafe for Field {}

impl Field {
    fn new(kind: &'static str, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            value: String::new(),
            hint: None,
            error: None,
            autocomplete: None,
            search: false,
            first: false,
            key: None,
        }
    }

    /// One line of text. The name is also the identifier on the page.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("text", name, label)
    }

    /// A date, typed or chosen.
    #[must_use]
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("date", name, label)
    }

    /// Several lines of text.
    #[must_use]
    pub fn long_text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("textarea", name, label)
    }

    /// The search of a list: `/` goes there.
    #[must_use]
    pub fn search(name: impl Into<String>, label: impl Into<String>) -> Self {
        let mut field = Self::new("search", name, label);
        field.search = true;
        field
    }

    /// A password: never filled in again.
    #[must_use]
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        let mut field = Self::new("password", name, label);
        field.autocomplete = Some("current-password");
        field
    }

    /// What was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Help under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do, if anything.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// What the browser may fill in (a token of the HTML standard).
    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// The cursor stands here when the page opens.
    #[must_use]
    pub const fn first(mut self) -> Self {
        self.first = true;
        self
    }

    /// A key of the page that goes here, shown beside the label.
    #[must_use]
    pub const fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-aide", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-erreur", self.name));
        let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// One error of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The identifier of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub text: String,
}

/// All errors of a form at its top, each a link to its field. Prints nothing when there is none.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/error_summary.html")]
pub struct ErrorSummary {
    errors: Vec<FieldError>,
}

impl HtmlSafe for ErrorSummary {}

impl ErrorSummary {
    /// The errors of these fields.
    #[must_use]
    pub fn of(fields: &[&Field]) -> Self {
        let errors = fields
            .iter()
            .filter_map(|field| field.error.clone().map(|text| FieldError { field: field.name.clone(), text }));
        Self { errors: errors.collect() }
    }

    /// Adds an error.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, text: impl Into<String>) -> Self {
        self.errors.push(FieldError { field: field.into(), text: text.into() });
        self
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}
