use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::{self, MethodRouter},
};
use domain::Scope;
use tower_http::{catch_panic::CatchPanicLayer, trace::TraceLayer};

use crate::{Assembled, Problem, auth, body, cases, document, pieces, problem, receptions, state::Api};

/// A route as the inventory lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The scope it asks for; none when it is open to everybody.
    pub scope: Option<Scope>,
}

struct Declared {
    api: Api,
    router: Router<Api>,
    routes: Vec<RouteEntry>,
}

impl Declared {
    fn get<H: Handler<T, Api>, T: 'static>(self, path: &'static str, scope: Option<Scope>, handler: H) -> Self {
        self.add("GET", path, scope, routing::get(handler))
    }

    fn post<H: Handler<T, Api>, T: 'static>(self, path: &'static str, scope: Option<Scope>, handler: H) -> Self {
        self.add("POST", path, scope, routing::post(handler))
    }

    fn add(mut self, method: &'static str, path: &'static str, scope: Option<Scope>, route: MethodRouter<Api>) -> Self {
        let route = match scope {
            Some(scope) => route.route_layer(from_fn_with_state((self.api.clone(), scope), auth::guard)),
            None => route,
        };
        self.router = self.router.route(path, route.fallback(wrong_method));
        self.routes.push(RouteEntry { method, path, scope });
        self
    }
}

pub(crate) fn assemble(api: Api) -> Assembled {
    let declared = Declared { api: api.clone(), router: Router::new(), routes: Vec::new() }
        .get("/api/v1", None, document::page)
        .get("/api/v1/openapi.json", None, document::json)
        .post("/api/v1/receptions", Some(Scope::Receive), receptions::receive)
        .get("/api/v1/receptions/{id}", Some(Scope::Receive), receptions::follow)
        .get("/api/v1/cases", Some(Scope::CasesRead), cases::list)
        .get("/api/v1/cases/{reference}", Some(Scope::CasesRead), cases::read)
        .post("/api/v1/cases/{reference}/pieces", Some(Scope::Receive), pieces::add);
    let router = declared
        .router
        .route("/api", routing::get(|| async { Redirect::permanent("/api/v1") }))
        .route("/api/{*rest}", routing::any(nothing_here))
        .with_state(api)
        .layer(CatchPanicLayer::custom(problem::broken))
        .layer(from_fn(headers))
        .layer(TraceLayer::new_for_http().make_span_with(span));
    Assembled { router, routes: declared.routes }
}

async fn nothing_here(request: Request) -> Problem {
    body::leave_unread(request.into_body());
    Problem::NotFound
}

async fn wrong_method(request: Request) -> Problem {
    body::leave_unread(request.into_body());
    Problem::Method
}

/// Answers hold personal data: nothing keeps them, nothing guesses what they are; what a layer refused is told like the rest.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if !response.status().is_success() && is_bare(&response) {
        response = bare(&response).into_response();
    }
    let headers = response.headers_mut();
    let usual: [(HeaderName, &str); 3] =
        [(CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer")];
    for (name, value) in usual {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    }
    response
}

fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(axum::http::header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// An extractor refused: an address or a query that cannot be read.
fn bare(response: &Response) -> Problem {
    if response.status().is_client_error() { Problem::NotFound } else { Problem::Internal }
}

/// A request in the log: method and declared path only.
fn span(request: &Request) -> tracing::Span {
    let path = request.extensions().get::<axum::extract::MatchedPath>().map_or("-", |path| path.as_str());
    tracing::info_span!("http", method = %request.method(), path)
}
