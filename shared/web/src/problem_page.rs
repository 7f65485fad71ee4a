//! Problems as pages.

use askama::Template;
use axum::{
    extract::Request,
    http::{
        HeaderValue, Method, StatusCode,
        header::{ACCEPT, CONTENT_TYPE, LOCATION},
    },
    response::{Html, IntoResponse, Response},
};

use crate::{Frame, Page, Problem, text::t, text::tw};

/// What the answer to a problem depends on.
pub(crate) struct Asked {
    /// True for a part of a page fetched by htmx.
    pub(crate) partial: bool,
    reads_only: bool,
    json: bool,
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        Self {
            partial: request.headers().contains_key("hx-request"),
            reads_only: request.method() == Method::GET || request.method() == Method::HEAD,
            json: accepts.contains("json") && !accepts.contains("html"),
        }
    }
}

/// Turns the problem of a response, or its bare failure, into a page.
pub(crate) fn around(frame: &Frame, asked: &Asked, response: Response) -> Response {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return answer(frame, asked, problem);
    }
    let status = response.status();
    if (status.is_client_error() || status.is_server_error()) && is_bare(&response) {
        return answer(frame, asked, &Problem::of_status(status));
    }
    response
}

/// Layers answer failures in plain text; a page or a document that we made is left alone.
fn is_bare(response: &Response) -> bool {
    response.headers().get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// The answer to a problem: the sign-in page, a page in plain French, or problem+json.
pub(crate) fn answer(frame: &Frame, asked: &Asked, problem: &Problem) -> Response {
    if let Problem::Internal(cause) = problem {
        tracing::error!(%cause, "a page failed");
    }
    if asked.json {
        return json(problem);
    }
    match problem {
        Problem::SignIn => to_sign_in(frame, asked),
        other => page(frame, other),
    }
}

fn to_sign_in(frame: &Frame, asked: &Asked) -> Response {
    let back: String = form_urlencoded::byte_serialize(frame.here.as_bytes()).collect();
    // A form that was sent is not replayed: after signing in one starts from the desk.
    let path = if asked.reads_only { format!("/connexion?retour={back}") } else { "/connexion?fin=1".to_owned() };
    let Ok(value) = HeaderValue::try_from(path) else { return StatusCode::UNAUTHORIZED.into_response() };
    if asked.partial {
        return (StatusCode::UNAUTHORIZED, [("hx-redirect", value)]).into_response();
    }
    (StatusCode::SEE_OTHER, [(LOCATION, value)]).into_response()
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    what: String,
    kept: String,
    to_do: String,
}

fn page(frame: &Frame, problem: &Problem) -> Response {
    let word = problem.word();
    let what = match problem {
        Problem::Conflict(what) => what.clone(),
        _ => tw("problem-what", word),
    };
    let page = ProblemPage {
        page: Page::new(frame, tw("problem-title", word)),
        what,
        kept: tw("problem-kept", word),
        to_do: tw("problem-do", word),
    };
    match page.render() {
        Ok(html) => (problem.status(), Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of a problem failed");
            (problem.status(), t("problem-plain")).into_response()
        }
    }
}

fn json(problem: &Problem) -> Response {
    let status = problem.status();
    let body = serde_json::json!({
        "type": format!("urn:passerelle:problem:{}", problem.word()),
        "title": tw("problem-title", problem.word()),
        "status": status.as_u16(),
    });
    (status, [(CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}
