use std::fmt;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    handler::Handler,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{self, MethodRouter},
};
use domain::{ChannelKind, Permission};

use crate::{Frame, Problem};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody (sign-in page, health).
    Public,
    /// Anybody signed in.
    SignedIn,
    /// Those whose role holds the permission.
    Needs(Permission),
}

impl From<Permission> for Access {
    fn from(permission: Permission) -> Self {
        Self::Needs(permission)
    }
}

/// A route as the inventory lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
}

/// A desk in the head of every page. Only desks that exist are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The key after `g` (`m` for courrier, `d` for dossiers).
    pub key: char,
    /// Its page.
    pub path: &'static str,
    /// The Fluent key of its word.
    pub label: &'static str,
    /// The mark of the door; none for a desk that is no door (dossiers).
    pub mark: Option<ChannelKind>,
    /// Who sees it.
    pub permission: Permission,
}

/// The pages and actions of a service, each with who may call it.
pub struct Routes<S = ()> {
    router: Router<S>,
    entries: Vec<RouteEntry>,
    doors: Vec<Door>,
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("entries", &self.entries).field("doors", &self.doors).finish_non_exhaustive()
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No route.
    #[must_use]
    pub fn new() -> Self {
        Self { router: Router::new(), entries: Vec::new(), doors: Vec::new() }
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("GET", path, access.into(), routing::get(handler))
    }

    /// An action. Its form carries the token of the session (`{{ page.csrf_field() }}`).
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("POST", path, access.into(), routing::post(handler))
    }

    /// An action that takes files, of at most `limit` bytes together. Its form is `multipart/form-data` and carries the
    /// token of the session in its address (`?csrf={{ page.csrf_token() }}`).
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, access: impl Into<Access>, limit: usize, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let route = routing::post(handler).layer(DefaultBodyLimit::max(limit));
        self.add("POST", path, access.into(), route)
    }

    fn add(mut self, method: &'static str, path: &'static str, access: Access, route: MethodRouter<S>) -> Self {
        let guarded = route.route_layer(from_fn_with_state(access, guard));
        self.router = self.router.route(path, guarded);
        self.entries.push(RouteEntry { method, path, access });
        self
    }

    /// Desks for the head of every page.
    #[must_use]
    pub fn doors(mut self, doors: &[Door]) -> Self {
        self.doors.extend_from_slice(doors);
        self
    }

    /// Adds the routes and desks of another.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.entries.extend(other.entries);
        self.doors.extend(other.doors);
        self
    }

    /// Gives the handlers what they share.
    #[must_use]
    pub fn with_state(self, state: S) -> Routes {
        Routes { router: self.router.with_state(state), entries: self.entries, doors: self.doors }
    }

    /// Every route, for the inventory test.
    #[must_use]
    pub fn entries(&self) -> &[RouteEntry] {
        &self.entries
    }

    pub(crate) fn into_parts(self) -> (Router<S>, Vec<RouteEntry>, Vec<Door>) {
        (self.router, self.entries, self.doors)
    }
}

async fn guard(State(access): State<Access>, request: Request, next: Next) -> Response {
    let staff = request.extensions().get::<Frame>().and_then(|frame| frame.staff.as_ref());
    let refusal = match (access, staff) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => None,
        (_, None) => Some(Problem::SignIn),
        (Access::Needs(permission), Some(staff)) => staff.require(permission).err(),
    };
    match refusal {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}
