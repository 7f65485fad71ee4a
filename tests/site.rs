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
    pub(crate) office: Office,
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
    let office = Office::open().await;
    let config = Config::from_toml("").unwrap();
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

/// A value as forms send it.
fn encoded(value: &str) -> String {
    let byte =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(byte).collect()
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
        let request = Request::get(path).header(header::COOKIE, &session.cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(page.to_vec()).unwrap())
    }

    /// Sends a form, whose action must be done or refused in words: where it leads.
    pub(crate) async fn send(&self, path: &str, session: &Session, fields: &[(&str, &str)]) -> String {
        let body: String = fields.iter().map(|(name, value)| format!("{name}={}&", encoded(value))).collect();
        let request = Request::post(path).header(header::COOKIE, &session.cookie).header("x-csrf-token", &session.csrf);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path} {fields:?}");
        answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// Makes an account of a role and signs in with it.
    pub(crate) async fn sign_in(&self, role: Role) -> Session {
        let (login, now) = (role.word(), self.office.now());
        let password = Personal(PASSWORD.to_owned());
        create_account(&self.office.db.database(), login, login, &[role], password, now).await.unwrap();
        self.enter(role).await
    }

    /// Signs in with the account of a role, whose session may have ended.
    pub(crate) async fn enter(&self, role: Role) -> Session {
        let login = role.word();
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
