use std::sync::Arc;

use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing,
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, trace::TraceLayer};

use crate::{
    Access, Frame, Problem, RouteEntry, Routes, Web, assets, csrf, headers, keys, routes, session,
    session::SessionLayer, sign_in,
};

/// The pages of all services under one roof.
#[derive(Debug)]
pub struct Assembled {
    /// What the HTTP server serves.
    pub router: Router,
    /// Every route with who may call it.
    pub routes: Vec<RouteEntry>,
}

/// Puts the pages of the services together with sign-in, help and assets, and the layers around them. From the
/// outside in: trace (no personal data), headers, compression, session and problem pages, panics, form tokens,
/// permissions.
#[must_use]
pub fn assemble(web: &Web, services: impl IntoIterator<Item = Routes>) -> Assembled {
    let all = services.into_iter().fold(own(web), Routes::merge);
    let (declared, entries, doors) = all.into_parts();
    let layer = SessionLayer { web: web.clone(), doors: Arc::from(doors) };
    let pages = declared
        .fallback(|| async { Problem::NotFound })
        .layer(from_fn(csrf::layer))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(layer, session::layer));
    let files = Router::new().route("/static/{digest}/{*name}", routing::get(assets::serve)).with_state(web.clone());
    let router = pages
        .merge(files)
        .layer(CompressionLayer::new())
        .layer(from_fn(headers::layer))
        .layer(TraceLayer::new_for_http().make_span_with(span));
    Assembled { router, routes: entries }
}

fn own(web: &Web) -> Routes {
    Routes::new()
        .get("/", Access::SignedIn, first_desk)
        .get("/connexion", Access::Public, sign_in::form)
        .post("/connexion", Access::Public, sign_in::sign_in)
        .post("/deconnexion", Access::SignedIn, sign_in::sign_out)
        .get("/aide/touches", Access::SignedIn, keys::show)
        .with_state(web.clone())
}

/// The desk of the person: no dashboard to cross before work starts.
async fn first_desk(frame: Frame) -> Response {
    let Some(staff) = &frame.staff else { return Problem::SignIn.into_response() };
    match frame.doors.iter().find(|door: &&routes::Door| staff.may(door.permission)) {
        Some(door) => Redirect::to(door.path).into_response(),
        None => Problem::Forbidden.into_response(),
    }
}

/// A request in the log: method and declared path only, never identifiers or searches.
fn span(request: &Request) -> tracing::Span {
    let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    tracing::info_span!("http", method = %request.method(), path)
}
