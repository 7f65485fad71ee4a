//! Problems as pages.

use askama::Template;
use axum::{
    extract::Request,
    http::{
        HeaderValue, Method, StatusCode, Uri,
        header::{ACCEPT, CONTENT_TYPE, LOCATION},
    },
    response::{Html, IntoResponse, Response},
};

use crate::{Frame, Page, Problem, text::t, text::tw};

/// What the answer to a problem depends on.
pub(crate) struct Asked {
    /// True for a part of a page fetched by htmx.
    pub(crate) partial: bool,
    /// The page that asks for a part of itself.
    page: Option<String>,
    reads_only: bool,
    json: bool,
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let accepts = header(ACCEPT.as_str()).unwrap_or("");
        let page = header("hx-current-url").and_then(path_of);
        Self {
            partial: request.headers().contains_key("hx-request"),
            page,
            reads_only: request.method() == Method::GET || request.method() == Method::HEAD,
            json: accepts.contains("json") && !accepts.contains("html"),
        }
    }
}

/// The path and the question of an address. Whose address it is does not matter: one is led to paths of this site only.
fn path_of(address: &str) -> Option<String> {
    address.parse::<Uri>().ok()?.path_and_query().map(ToString::to_string)
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
    // After a part of a page, one comes back to the page.
    let here = asked.page.as_ref().filter(|_| asked.partial).unwrap_or(&frame.here);
    let back: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
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

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn a_part_of_a_page_says_which_page_asks_for_it() {
        let asked = |address: &str| {
            let request =
                Request::get("/courrier/compteurs").header("hx-request", "true").header("hx-current-url", address);
            Asked::of(&request.body(Body::empty()).expect("a request"))
        };
        let page = asked("https://passerelle.example/courrier/indexation?langue=ara");
        assert_eq!((page.partial, page.page.as_deref()), (true, Some("/courrier/indexation?langue=ara")));
        assert_eq!(asked("nowhere at all").page, None);
    }
}
