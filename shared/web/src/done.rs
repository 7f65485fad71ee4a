use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

/// How a message looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlashKind {
    /// Something was done.
    Done,
    /// Something needs care.
    Warning,
}

/// The form that takes an action back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Where the form goes.
    pub action: String,
    /// Its hidden fields.
    pub fields: Vec<(String, String)>,
}

/// What was just done, shown once at the foot of the next page, with its undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// How it looks.
    pub kind: FlashKind,
    /// What was done.
    pub text: String,
    /// How to take it back.
    pub undo: Option<Undo>,
}

impl Flash {
    /// Whether it calls for care.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.kind == FlashKind::Warning
    }
}

/// The answer to an action: go to a page (303), which says what was done.
#[derive(Clone, Debug)]
pub struct Done {
    to: String,
    flash: Option<Flash>,
}

impl Done {
    /// Goes to `path`.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), flash: None }
    }

    /// Says what was done.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.flash = Some(Flash { kind: FlashKind::Done, text: text.into(), undo: None });
        self
    }

    /// Says what needs care.
    #[must_use]
    pub fn warning(mut self, text: impl Into<String>) -> Self {
        self.flash = Some(Flash { kind: FlashKind::Warning, text: text.into(), undo: None });
        self
    }

    /// Offers to take it back, by a form sent to `action`. Only after [`Done::saying`] or [`Done::warning`].
    #[must_use]
    pub fn undo(mut self, action: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        if let Some(flash) = &mut self.flash {
            flash.undo = Some(Undo { action: action.into(), fields });
        }
        self
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let mut response = Redirect::to(&self.to).into_response();
        if let Some(flash) = self.flash {
            response.extensions_mut().insert(flash);
        }
        response
    }
}
