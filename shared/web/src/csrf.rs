//! No other site can act in the name of the staff: every action comes from our own pages and carries the token
//! of its session.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{Frame, Problem};

/// The field of forms that carries the token; scripts may send it in the header instead.
pub(crate) const FIELD: &str = "csrf";
const HEADER: &str = "x-csrf-token";
const MAX_FORM: usize = 2 * 1024 * 1024;

/// Lets an action through when it comes from our pages with the right token.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if !same_origin(request.headers()) {
        return Problem::StaleForm.into_response();
    }
    // Nobody signed in: there is no session to abuse (the guard of the route decides).
    let Some(expected) = request.extensions().get::<Frame>().and_then(|f| f.staff.as_ref()).map(|s| s.csrf.clone())
    else {
        return next.run(request).await;
    };
    match checked(request, &expected).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn checked(request: Request, expected: &str) -> Result<Request, Problem> {
    if let Some(sent) = request.headers().get(HEADER) {
        return if same(sent.as_bytes(), expected) { Ok(request) } else { Err(Problem::StaleForm) };
    }
    let form = request.headers().get(header::CONTENT_TYPE);
    // A form of files carries the token in its address: its body is read by the page itself, as a stream.
    if form.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) {
        let query = request.uri().query().unwrap_or_default();
        let sent = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == FIELD);
        return match sent {
            Some((_, token)) if same(token.as_bytes(), expected) => Ok(request),
            _ => Err(Problem::StaleForm),
        };
    }
    if form.is_none_or(|kind| !kind.as_bytes().starts_with(b"application/x-www-form-urlencoded")) {
        return Err(Problem::StaleForm);
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_FORM).await.map_err(|_| Problem::BadRequest)?;
    let sent = form_urlencoded::parse(&bytes).find(|(name, _)| name == FIELD);
    match sent {
        Some((_, token)) if same(token.as_bytes(), expected) => Ok(Request::from_parts(parts, Body::from(bytes))),
        _ => Err(Problem::StaleForm),
    }
}

/// Compares without telling by its time where the difference is.
fn same(sent: &[u8], expected: &str) -> bool {
    let expected = expected.as_bytes();
    sent.len() == expected.len() && sent.iter().zip(expected).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0
}

/// What the browser says of where the request comes from (Fetch Metadata, else Origin; absent in old programs).
fn same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    match (headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()), host) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("name"), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn another_site_cannot_send_a_form() {
        assert!(!same_origin(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!same_origin(&headers(&[("origin", "https://evil.example"), ("host", "passerelle.example")])));
        assert!(!same_origin(&headers(&[("origin", "null"), ("host", "passerelle.example")])));
    }

    #[test]
    fn our_own_pages_can() {
        assert!(same_origin(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(same_origin(&headers(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")])));
    }

    #[test]
    fn a_token_is_compared_whole() {
        assert!(same(b"abc", "abc"));
        assert!(!same(b"ab", "abc"));
        assert!(!same(b"abd", "abc"));
    }
}
