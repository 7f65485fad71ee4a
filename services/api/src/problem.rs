//! Why a program was not served, as `application/problem+json` (RFC 9457): a stable type, French words, where to look.
//! Never personal data, never the cause of a defect.

use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use domain::Scope;
use serde_json::{Value, json};
use store::StoreError;
use web::text::{t, t1, tw};

/// Where in the request something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A field of the body (RFC 6901).
    Pointer(String),
    /// A parameter of the query.
    Parameter(String),
}

/// One thing wrong in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What, and what is expected, in French.
    pub detail: String,
}

/// Why a program was not served.
#[derive(Clone, Debug)]
pub enum Problem {
    /// No key was given.
    KeyMissing,
    /// No such key.
    KeyUnknown,
    /// The key was revoked.
    KeyRevoked,
    /// The key has ended.
    KeyExpired,
    /// The key does not hold this scope.
    Scope(Scope),
    /// There is nothing here, or the program may not know of it.
    NotFound,
    /// The path exists, the method does not.
    Method,
    /// `Idempotency-Key` is missing or is not 1 to 200 visible ASCII characters.
    IdempotencyKey,
    /// The same `Idempotency-Key` came before with another content.
    IdempotencyConflict,
    /// The body is over the limit, in megabytes.
    TooLarge(usize),
    /// The body is of no kind that this operation reads.
    MediaType,
    /// The body ended before it was whole.
    Incomplete,
    /// The body is no JSON: the line and the column where it stops being it.
    NotJson(usize, usize),
    /// The form of files cannot be read.
    NotMultipart,
    /// What the request says cannot be right.
    Invalid(Vec<Fault>),
    /// The database or the store of files does not answer: nothing was changed.
    Unavailable,
    /// A defect. The cause is in the log.
    Internal,
}

impl Problem {
    /// One wrong field of the body.
    pub(crate) fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault { place: Place::Pointer(pointer.into()), detail: detail.into() }])
    }

    /// One wrong parameter of the query.
    pub(crate) fn parameter(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault { place: Place::Parameter(name.into()), detail: detail.into() }])
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::KeyMissing | Self::KeyUnknown | Self::KeyRevoked | Self::KeyExpired => StatusCode::UNAUTHORIZED,
            Self::Scope(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::IdempotencyKey | Self::Incomplete | Self::NotJson(..) | Self::NotMultipart => StatusCode::BAD_REQUEST,
            Self::IdempotencyConflict => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The last part of its type, and of the keys of its texts. Never changes.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::KeyMissing => "key-missing",
            Self::KeyUnknown => "key-unknown",
            Self::KeyRevoked => "key-revoked",
            Self::KeyExpired => "key-expired",
            Self::Scope(_) => "scope",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::IdempotencyKey => "idempotency-key",
            Self::IdempotencyConflict => "idempotency-conflict",
            Self::TooLarge(_) => "too-large",
            Self::MediaType => "media-type",
            Self::Incomplete => "incomplete",
            Self::NotJson(..) => "not-json",
            Self::NotMultipart => "not-multipart",
            Self::Invalid(_) => "invalid",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// Every word with its status, for the document of the interface.
    pub(crate) const ALL: [Self; 17] = [
        Self::KeyMissing,
        Self::KeyUnknown,
        Self::KeyRevoked,
        Self::KeyExpired,
        Self::Scope(Scope::Receive),
        Self::NotFound,
        Self::Method,
        Self::IdempotencyKey,
        Self::IdempotencyConflict,
        Self::TooLarge(0),
        Self::MediaType,
        Self::Incomplete,
        Self::NotJson(0, 0),
        Self::NotMultipart,
        Self::Invalid(Vec::new()),
        Self::Unavailable,
        Self::Internal,
    ];

    /// What it is called, in French.
    pub(crate) fn title(&self) -> String {
        tw("api-problem", self.word())
    }

    fn detail(&self) -> String {
        match self {
            Self::Scope(scope) => t1("api-detail-scope-of", "scope", scope.word()),
            Self::TooLarge(megabytes) => t1("api-detail-too-large-of", "megabytes", *megabytes),
            Self::NotJson(line, column) => web::t2("api-detail-not-json-at", "line", *line, "column", *column),
            Self::KeyMissing
            | Self::KeyUnknown
            | Self::KeyRevoked
            | Self::KeyExpired
            | Self::NotFound
            | Self::Method
            | Self::IdempotencyKey
            | Self::IdempotencyConflict
            | Self::MediaType
            | Self::Incomplete
            | Self::NotMultipart
            | Self::Invalid(_)
            | Self::Unavailable
            | Self::Internal => tw("api-detail", self.word()),
        }
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "type": format!("urn:passerelle:problem:{}", self.word()),
            "title": self.title(),
            "status": self.status().as_u16(),
            "detail": self.detail(),
        });
        if let Self::Invalid(faults) = self {
            body["errors"] = faults.iter().map(Fault::body).collect();
        }
        body
    }
}

impl Fault {
    fn body(&self) -> Value {
        match &self.place {
            Place::Pointer(pointer) => json!({ "pointer": format!("#{pointer}"), "detail": self.detail }),
            Place::Parameter(name) => json!({ "parameter": name, "detail": self.detail }),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            error if error.is_transient() => {
                tracing::warn!(%error, "a program could not be served");
                Self::Unavailable
            }
            error => Self::defect(&error),
        }
    }
}

impl From<casework::ReceiveError> for Problem {
    fn from(error: casework::ReceiveError) -> Self {
        match error {
            casework::ReceiveError::Store(StoreError::NotFound(what)) => Self::defect(&StoreError::NotFound(what)),
            casework::ReceiveError::Store(error) => error.into(),
            casework::ReceiveError::Queue(error) => Self::defect(&error),
        }
    }
}

impl Problem {
    /// A defect: its cause goes to the log, never to the program.
    pub(crate) fn defect(cause: &dyn std::error::Error) -> Self {
        tracing::error!(%cause, "a program could not be served");
        Self::Internal
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
        let mut response = (self.status(), kind, self.body().to_string()).into_response();
        let headers = response.headers_mut();
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// The answer when a handler broke.
pub(crate) fn broken(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler of the interface for programs broke");
    Problem::Internal.into_response()
}

/// The word for something that a text must be.
pub(crate) fn expected(key: &str) -> String {
    t(key)
}
