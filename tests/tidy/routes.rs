//! Every route names who may call it, and refuses everybody else.

use axum::http::{StatusCode, header};
use domain::{Permission, Role};
use web::Access;

use crate::site::site;

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
