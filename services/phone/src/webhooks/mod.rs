//! What the operator asks when somebody calls. Each answer leaves after the commit of what it acknowledges; with the database
//! away the operator gets 503 and goes to `/telephone/secours`, which says a human sentence.
//!
//! Nothing said here tells whether a case exists.

mod signed;
mod steps;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, routing::post};
use casework::Casework;
use runtime::config::{Phone, Secret};

/// The longest request of the operator, in bytes.
const BODY: usize = 64 * 1024;

/// Our end of the line, as the configuration says.
#[derive(Clone, Debug)]
pub struct Line {
    /// The token that signs.
    pub token: Secret,
    /// The address under which the operator reaches us, without a final slash.
    pub public_url: String,
    /// The line of the agents.
    pub agents: Option<String>,
}

impl Line {
    /// The line of a configuration, when there is an operator.
    #[must_use]
    pub fn of(phone: &Phone) -> Option<Self> {
        phone.account_sid.as_ref()?;
        let public_url = phone.public_url.as_ref()?.trim_end_matches('/').to_owned();
        Some(Self { token: phone.auth_token.clone()?, public_url, agents: phone.agents.clone() })
    }
}

/// What the webhooks share.
#[derive(Clone)]
struct Webhooks {
    casework: Casework,
    line: Arc<Line>,
}

impl Webhooks {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.line.public_url)
    }
}

/// The webhooks: a router of their own, without any page of the staff.
pub fn router(casework: Casework, line: Line) -> Router {
    Router::new()
        .route("/telephone/appel", post(steps::ring))
        .route("/telephone/choix", post(steps::choice))
        .route("/telephone/reference", post(steps::reference))
        .route("/telephone/sans-reponse", post(steps::no_answer))
        .route("/telephone/message", post(steps::voicemail))
        .route("/telephone/enregistrement", post(steps::recording))
        .route("/telephone/etat", post(steps::status))
        .route("/telephone/secours", post(steps::fallback))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(Webhooks { casework, line: Arc::new(line) })
}
