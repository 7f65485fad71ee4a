//! Why a program was not served, as `application/problem+json` (RFC 9457): a stable type, French words, where to look.
//! Never personal data, never the cause of a defect.

use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONNECTION, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
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
    /// The sender was silent or too slow.
    Stalled,
    /// The key asked more often than it may: seconds until it may again.
    TooMany(u64),
    /// The body is no JSON: the line and the column where it stops being it.
    NotJson(usize, usize),
    /// The form of files cannot be read.
    NotMultipart,
    /// What the request says cannot be right.
    Invalid(Vec<Fault>),
    /// The database or the store of files does not answer: nothing was changed.
    Unavailable,
    /// Too many large requests at once: the body was not read.
    Busy,
    /// The stores did not say in time whether the arrival is kept: the same `Idempotency-Key` tells.
    Undecided,
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
            Self::Stalled => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) | Self::IdempotencyConflict => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable | Self::Busy | Self::Undecided => StatusCode::SERVICE_UNAVAILABLE,
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
            Self::Stalled => "stalled",
            Self::TooMany(_) => "too-many",
            Self::NotJson(..) => "not-json",
            Self::NotMultipart => "not-multipart",
            Self::Invalid(_) => "invalid",
            Self::Unavailable => "unavailable",
            Self::Busy => "busy",
            Self::Undecided => "undecided",
            Self::Internal => "internal",
        }
    }

    /// What every operation that asks for a key may answer.
    const USUAL: [Self; 8] = [
        Self::KeyMissing,
        Self::KeyUnknown,
        Self::KeyRevoked,
        Self::KeyExpired,
        Self::Scope(Scope::Receive),
        Self::TooMany(12),
        Self::Unavailable,
        Self::Internal,
    ];

    /// What an operation that is handed something may answer besides.
    const OF_ARRIVALS: [Self; 10] = [
        Self::IdempotencyKey,
        Self::IdempotencyConflict,
        Self::TooLarge(60),
        Self::MediaType,
        Self::Incomplete,
        Self::Stalled,
        Self::NotJson(1, 12),
        Self::Invalid(Vec::new()),
        Self::Busy,
        Self::Undecided,
    ];

    /// What an operation of the document may answer instead of serving.
    pub(crate) fn of_operation(id: &str) -> Vec<Self> {
        let own: &[Self] = match id {
            "receive" => &Self::OF_ARRIVALS,
            "add-pieces" => &[&Self::OF_ARRIVALS[..], &[Self::NotFound, Self::NotMultipart]].concat(),
            "list-cases" => &[Self::parameter("limit", t1("api-fault-limit", "count", 200))],
            _ => &[Self::NotFound],
        };
        Self::USUAL.iter().chain(own).cloned().collect()
    }

    /// Every word with its status, for the document of the interface.
    pub(crate) const ALL: [Self; 21] = [
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
        Self::Stalled,
        Self::TooMany(0),
        Self::NotJson(0, 0),
        Self::NotMultipart,
        Self::Invalid(Vec::new()),
        Self::Unavailable,
        Self::Busy,
        Self::Undecided,
        Self::Internal,
    ];

    /// What it is called, in French.
    pub(crate) fn title(&self) -> String {
        tw("api-problem", self.word())
    }

    fn detail(&self) -> String {
        match self {
            Self::Scope(scope) => t1("api-detail-scope-of", "scope", scope.word()),
            Self::TooMany(seconds) => t1("api-detail-too-many-for", "seconds", *seconds),
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
            | Self::Stalled
            | Self::NotMultipart
            | Self::Invalid(_)
            | Self::Unavailable
            | Self::Busy
            | Self::Undecided
            | Self::Internal => tw("api-detail", self.word()),
        }
    }

    /// Seconds after which the same request may succeed.
    pub(crate) const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) => Some(*seconds),
            Self::Unavailable | Self::Busy | Self::Undecided => Some(5),
            _ => None,
        }
    }

    /// How a program shows a key that opens (RFC 6750, section 3).
    pub(crate) fn challenge(&self) -> Option<HeaderValue> {
        match self {
            Self::KeyMissing => Some(HeaderValue::from_static("Bearer")),
            Self::KeyUnknown | Self::KeyRevoked | Self::KeyExpired => {
                Some(HeaderValue::from_static(r#"Bearer error="invalid_token""#))
            }
            Self::Scope(scope) => {
                let challenge = format!(r#"Bearer error="insufficient_scope", scope="{}""#, scope.word());
                HeaderValue::from_str(&challenge).ok()
            }
            _ => None,
        }
    }

    /// The document that says it.
    pub(crate) fn body(&self) -> Value {
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
            casework::ReceiveError::Queue(error) => {
                tracing::warn!(%error, cause = %error.source, "a program could not be served");
                Self::Unavailable
            }
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
        let usual = [
            (CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
            (CONTENT_LANGUAGE, HeaderValue::from_static("fr")),
        ];
        let mut response = (self.status(), usual, self.body().to_string()).into_response();
        let headers = response.headers_mut();
        if let Some(challenge) = self.challenge() {
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if matches!(self, Self::Stalled) {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
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
