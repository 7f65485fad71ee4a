//! Every route names who may call it, and refuses everybody else.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use domain::{Permission, Personal, Role};
use runtime::Config;
use tower::ServiceExt;
use web::{Access, RouteEntry, Settings, Web, assemble, create_account};

use crate::office::Office;

const PASSWORD: &str = "un mot de passe long";

struct Site {
    office: Office,
    router: Router,
    routes: Vec<RouteEntry>,
}

/// Somebody signed in: the cookie and the token of their forms.
struct Session {
    cookie: String,
    csrf: String,
}

async fn site() -> Site {
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

impl Site {
    async fn call(&self, route: &RouteEntry, session: Option<&Session>) -> Response {
        let mut request = Request::builder().method(route.method).uri(filled(route.path));
        if let Some(session) = session {
            request = request.header(header::COOKIE, &session.cookie).header("x-csrf-token", &session.csrf);
        }
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn sign_in(&self, role: Role) -> Session {
        let (login, now) = (role.word(), self.office.now());
        let password = Personal(PASSWORD.to_owned());
        create_account(&self.office.db.database(), login, login, &[role], password, now).await.unwrap();
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

fn lacks(role: Role, access: Access) -> bool {
    matches!(access, Access::Needs(permission) if !role.may(permission))
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_the_door() {
    let site = site().await;
    assert!(site.routes.len() > 30, "{}", site.routes.len());
    for route in site.routes.iter().filter(|route| route.access != Access::Public) {
        let answer = site.call(route, None).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{route:?}");
        let to = answer.headers()[header::LOCATION].to_str().unwrap();
        assert!(to.starts_with("/connexion"), "{route:?} leads to {to}");
    }
}

#[tokio::test]
async fn every_route_refuses_each_role_that_lacks_its_permission() {
    let site = site().await;
    let mut refused = Vec::new();
    for role in Role::ALL {
        let session = site.sign_in(*role).await;
        for route in site.routes.iter().filter(|route| lacks(*role, route.access)) {
            let answer = site.call(route, Some(&session)).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{role:?} {route:?}");
            refused.push((route.method, route.path));
        }
    }
    for route in &site.routes {
        let tried = refused.contains(&(route.method, route.path));
        assert!(tried || !matches!(route.access, Access::Needs(_)), "nobody was refused {route:?}");
    }
}

#[tokio::test]
async fn whoever_holds_the_permission_is_let_in() {
    let site = site().await;
    for role in Role::ALL {
        let session = site.sign_in(*role).await;
        let pages =
            site.routes.iter().filter(|r| r.method == "GET" && !r.path.contains('{') && r.access != Access::Public);
        for route in pages.filter(|route| !lacks(*role, route.access)) {
            let status = site.call(route, Some(&session)).await.status();
            assert!(status.is_success() || status.is_redirection(), "{role:?} {route:?}: {status}");
        }
    }
}

#[tokio::test]
async fn only_signing_in_is_open_to_everybody() {
    let site = site().await;
    let open: Vec<_> = site.routes.iter().filter(|r| r.access == Access::Public).map(|r| r.path).collect();
    assert_eq!(open, ["/connexion", "/connexion"]);
    let seen: Vec<_> = site.routes.iter().filter(|r| matches!(r.access, Access::SignedIn)).map(|r| r.path).collect();
    assert_eq!(seen, ["/", "/deconnexion", "/aide/touches"], "no work behind a mere sign-in");
    assert!(Permission::ALL.iter().all(|p| Role::ALL.iter().any(|role| role.may(*p))));
}
