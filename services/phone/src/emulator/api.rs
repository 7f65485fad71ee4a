//! The operator's interface: accounts, calls, recordings, as its `OpenAPI` document describes them.

use std::sync::Arc;

use axum::{
    Form, Json, Router,
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::json;

use super::{Shared, lists};

/// The routes, each behind the account's token.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/2010-04-01/Accounts/{account}", get(account))
        .route("/2010-04-01/Accounts/{account}/Calls.json", post(create_call).get(lists::calls))
        .route("/2010-04-01/Accounts/{account}/Calls/{call}", get(call))
        .route("/2010-04-01/Accounts/{account}/Recordings.json", get(lists::recordings))
        .route("/2010-04-01/Accounts/{account}/Recordings/{recording}", get(recording).delete(delete_recording))
        .layer(from_fn_with_state(shared.clone(), authenticated))
        .with_state(shared)
}

fn problem(status: StatusCode, code: u32, message: &str) -> Response {
    (status, Json(json!({ "code": code, "message": message, "status": status.as_u16() }))).into_response()
}

async fn authenticated(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let config = &shared.config;
    let right = format!("Basic {}", STANDARD.encode(format!("{}:{}", config.account_sid, config.auth_token)));
    if of(request.headers()) == Some(right.as_str()) {
        next.run(request).await
    } else {
        problem(StatusCode::UNAUTHORIZED, 20003, "Authenticate")
    }
}

fn of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}

async fn account(State(shared): State<Arc<Shared>>) -> Response {
    Json(json!({ "sid": shared.config.account_sid, "status": "active", "type": "Full" })).into_response()
}

/// What is asked for to place a call.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NewCall {
    to: String,
    from: String,
    #[serde(default)]
    url: String,
}

async fn create_call(State(shared): State<Arc<Shared>>, Form(wanted): Form<NewCall>) -> Response {
    if !wanted.to.starts_with('+') {
        return problem(StatusCode::BAD_REQUEST, 21211, "The 'To' number is not a valid phone number.");
    }
    if wanted.url.is_empty() {
        return problem(StatusCode::BAD_REQUEST, 21205, "Url parameter is required.");
    }
    let sid = shared.state().new_call(&wanted.from, &wanted.to, false, shared.config.clock.now());
    (StatusCode::CREATED, shown(&shared, &sid)).into_response()
}

async fn call(State(shared): State<Arc<Shared>>, Path((_, call)): Path<(String, String)>) -> Response {
    shown(&shared, call.trim_end_matches(".json"))
}

fn shown(shared: &Shared, sid: &str) -> Response {
    match shared.state().calls.get(sid) {
        Some(call) => Json(lists::call(&shared.config.account_sid, sid, call)).into_response(),
        None => problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found"),
    }
}

async fn recording(State(shared): State<Arc<Shared>>, Path((_, name)): Path<(String, String)>) -> Response {
    let mut state = shared.state();
    if state.recording_failures > 0 {
        state.recording_failures -= 1;
        return problem(StatusCode::SERVICE_UNAVAILABLE, 20500, "Service unavailable");
    }
    let sid = name.split('.').next().unwrap_or_default();
    match state.recordings.get(sid) {
        Some(recording) => ([(header::CONTENT_TYPE, "audio/x-wav")], recording.sound.clone()).into_response(),
        None => problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found"),
    }
}

async fn delete_recording(State(shared): State<Arc<Shared>>, Path((_, name)): Path<(String, String)>) -> Response {
    let sid = name.split('.').next().unwrap_or_default();
    match shared.state().recordings.remove(sid) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found"),
    }
}
