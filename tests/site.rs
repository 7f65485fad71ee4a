//! The pages of every desk over an office, and who signs in there.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use domain::{Personal, Role};
use runtime::Config;
use tower::ServiceExt;
use web::{RouteEntry, Settings, Web, assemble, create_account};

use crate::office::Office;

const PASSWORD: &str = "un mot de passe long";

/// The pages of the desks, without a listening address.
pub(crate) struct Site {
    pub(crate) office: Arc<Office>,
    router: Router,
    pub(crate) routes: Vec<RouteEntry>,
}

/// Somebody signed in: the cookie and the token of their forms.
pub(crate) struct Session {
    cookie: String,
    csrf: String,
}

/// The pages over a new office.
pub(crate) async fn site() -> Site {
    site_of(Config::from_toml("").unwrap()).await
}

/// The pages of a site with these settings over a new office.
pub(crate) async fn site_of(config: Config) -> Site {
    site_over(Arc::new(Office::open().await), config)
}

/// The pages of a site with these settings over an office that has other doors too.
pub(crate) fn site_over(office: Arc<Office>, config: Config) -> Site {
    let settings = Settings::new("Préfecture de démonstration".to_owned(), config.site.zone);
    let web = Web::new(office.db.database(), office.casework.clock.clone(), settings).unwrap();
    let context = office.context_of(Arc::new(config));
    let pages =
        assemble(&web, [post::routes(&web, &context), phone::routes(&web, &context), cases::routes(&web, &context)]);
    Site { office, router: pages.router, routes: pages.routes }
}

/// The path with something in the place of its parameters.
fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "x".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The text of a page with the spaces that a keyboard has.
fn as_typed(page: Vec<u8>) -> String {
    String::from_utf8(page).unwrap().replace('\u{a0}', " ")
}

impl Site {
    pub(crate) async fn call(&self, route: &RouteEntry, session: Option<&Session>) -> Response {
        let mut request = Request::builder().method(route.method).uri(filled(route.path));
        if let Some(session) = session {
            request = request.header(header::COOKIE, &session.cookie).header("x-csrf-token", &session.csrf);
        }
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    /// Opens a page: its status and its text.
    pub(crate) async fn read(&self, path: &str, session: &Session) -> (StatusCode, String) {
        let (status, page) = self.read_bytes(path, session).await;
        (status, as_typed(page))
    }

    /// Opens a file: its status and its bytes.
    pub(crate) async fn read_bytes(&self, path: &str, session: &Session) -> (StatusCode, Vec<u8>) {
        let request = Request::get(path).header(header::COOKIE, &session.cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, page.to_vec())
    }

    /// Sends a form, whose action must be done or refused in words: where it leads.
    pub(crate) async fn done(&self, path: &str, session: &Session, fields: &[(&str, &str)]) -> String {
        let (status, to, page) = self.send(path, session, fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path} {fields:?}: {page}");
        to
    }

    /// Sends a form: the status of the answer, where it leads, and its text.
    pub(crate) async fn send(
        &self,
        path: &str,
        session: &Session,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields.iter().chain([&("csrf", session.csrf.as_str())]))
            .finish();
        let request = Request::post(path)
            .header(header::COOKIE, &session.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, to) = (answer.status(), answer.headers().get(header::LOCATION).cloned());
        let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let to = to.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        (status, to, as_typed(page.to_vec()))
    }

    /// Makes an account of a role and signs in with it.
    pub(crate) async fn sign_in(&self, role: Role) -> Session {
        self.sign_in_as(role.word(), role).await
    }

    /// The same, under a name: two persons may have the same role.
    pub(crate) async fn sign_in_as(&self, login: &str, role: Role) -> Session {
        let now = self.office.now();
        let password = Personal(PASSWORD.to_owned());
        create_account(&self.office.db.database(), login, login, &[role], password, now).await.unwrap();
        self.enter_as(login).await
    }

    /// Signs in with the account of a role, whose session may have ended.
    pub(crate) async fn enter(&self, role: Role) -> Session {
        self.enter_as(role.word()).await
    }

    async fn enter_as(&self, login: &str) -> Session {
        let form = format!("identifiant={login}&mot_de_passe={}", PASSWORD.replace(' ', "+"));
        let request = Request::post("/connexion").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let page = Request::get("/aide/touches").header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
        let page = self.router.clone().oneshot(page).await.unwrap();
        let page = to_bytes(page.into_body(), usize::MAX).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        let field = &page[page.find("name=\"csrf\"").expect("the token of the forms")..];
        let csrf = field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Session { cookie, csrf }
    }
}
