use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use store::StoreError;

/// Why a page cannot be shown or an action was not done. Becomes a page in plain French that says what was kept
/// and what to do (or `application/problem+json` for a program that asks for it).
#[derive(Clone, Debug, thiserror::Error)]
pub enum Problem {
    /// Nobody is signed in, or the session ended.
    #[error("not signed in")]
    SignIn,
    /// The person signed in may not do this.
    #[error("not allowed")]
    Forbidden,
    /// There is nothing here, or the person may not know of it.
    #[error("not found")]
    NotFound,
    /// The form is not one of ours or is too old (token of another session).
    #[error("the form has no valid token")]
    StaleForm,
    /// What was asked cannot be read.
    #[error("the request cannot be understood")]
    BadRequest,
    /// The state of things does not allow it (somebody else was faster): the text says what and what to do.
    #[error("refused in the present state")]
    Conflict(String),
    /// The database or a needed part does not answer: nothing was changed.
    #[error("a part does not answer")]
    Unavailable,
    /// A defect. The cause goes to the log, never to the page.
    #[error("internal: {0}")]
    Internal(Arc<dyn std::error::Error + Send + Sync>),
}

impl Problem {
    /// A defect with its cause.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(cause))
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The problem of a bare status made by a layer (unknown path, unreadable query, panic).
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Self::NotFound,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => Self::Unavailable,
            other if other.is_client_error() => Self::BadRequest,
            _ => Self::Internal(Arc::new(UnexplainedFailure)),
        }
    }

    /// The last part of the keys of its texts (`problem-title-...`, `problem-kept-...`, `problem-do-...`).
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::StaleForm => "stale-form",
            Self::BadRequest => "bad-request",
            Self::Conflict(_) => "conflict",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// Every word of [`Problem::word`], for the inventory test.
    pub const WORDS: [&'static str; 8] =
        ["sign-in", "forbidden", "not-found", "stale-form", "bad-request", "conflict", "unavailable", "internal"];
}

#[derive(Debug, thiserror::Error)]
#[error("a layer answered with a failure")]
struct UnexplainedFailure;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            error if error.is_transient() => {
                tracing::warn!(%error, "a page could not reach the store");
                Self::Unavailable
            }
            error => Self::internal(error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
