//! Who may ask what.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, header},
};
use casework::{NewPerson, PersonChoice, Registration};
use chrono::TimeDelta;
use domain::{ApiKey, ChannelKind, CommunicationId, Scope};
use store::api_keys;

use super::{Served, authorised};
use crate::office::student;

fn filled(path: &str) -> String {
    path.replace("{id}", "x").replace("{reference}", "x")
}

#[tokio::test]
async fn every_route_names_its_scope_and_is_refused_without_it() {
    let served = Served::open().await;
    let mut open = Vec::new();
    for route in &served.routes {
        let Some(scope) = route.scope else {
            open.push(route.path);
            continue;
        };
        let others: Vec<Scope> = Scope::ALL.iter().copied().filter(|other| *other != scope).collect();
        let token = served.keep(&served.key(ChannelKind::Counter, "autre", &others)).await;
        let request = Request::builder().method(route.method).uri(filled(route.path));
        let refused = served.call(request.body(Body::empty()).unwrap()).await;
        assert_eq!((refused.status, refused.problem()), (401, "key-missing"), "{route:?}");
        let request = authorised(Request::builder().method(route.method).uri(filled(route.path)), &token);
        let refused = served.call(request.body(Body::empty()).unwrap()).await;
        assert_eq!((refused.status, refused.problem()), (403, "scope"), "{route:?}");
        assert!(refused.text("detail").contains(scope.word()));
    }
    assert_eq!(open, ["/api/v1", "/api/v1/openapi.json"], "open to everybody");
}

#[tokio::test]
async fn a_key_that_is_unknown_expired_or_revoked_opens_nothing() {
    let served = Served::open().await;
    for (token, word) in [("psr_inconnu", "key-unknown"), ("", "key-missing")] {
        let answer = served.receive(token, "1", "{}").await;
        assert_eq!((answer.status, answer.problem()), (401, word));
    }
    let basic = Request::post("/api/v1/receptions").header(header::AUTHORIZATION, "Basic YTpi");
    assert_eq!(served.call(basic.body(Body::empty()).unwrap()).await.problem(), "key-missing");
    let end = served.office.now() + TimeDelta::hours(1);
    let key = ApiKey { expires_at: Some(end), ..served.key(ChannelKind::Structure, "ccas", Scope::ALL) };
    let token = served.keep(&key).await;
    assert_eq!(served.receive(&token, "1", "{}").await.status, 201);
    served.office.clock.advance(TimeDelta::hours(2));
    assert_eq!(served.receive(&token, "2", "{}").await.problem(), "key-expired", "at its hour, remembered or not");
}

#[tokio::test]
async fn a_revoked_key_is_soon_refused_where_it_was_just_used() {
    let served = Served::open().await;
    let key = served.key(ChannelKind::Structure, "ccas", Scope::ALL);
    let token = served.keep(&key).await;
    assert_eq!(served.receive(&token, "0", "{}").await.status, 201);
    api_keys::revoke(served.office.db.pool(), key.id, served.office.now()).await.unwrap();
    for _ in 0..100 {
        let answer = served.receive(&token, "0", "{}").await;
        if answer.status == 401 {
            assert_eq!(answer.problem(), "key-revoked");
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("still let in");
}

#[tokio::test]
async fn a_structure_sees_what_it_filed_and_nothing_else() {
    let served = Served::open().await;
    let (own, other, counter) =
        (served.structure("ccas").await, served.structure("autre").await, served.counter().await);
    let filed = served.receive(&own, "1", "{}").await;
    let at_the_counter = served.receive(&counter, "1", "{}").await;
    let case = format!("/api/v1/cases/{}", filed.text("case"));
    assert_eq!(served.get(&own, &case).await.status, 200);
    assert_eq!(served.get(&counter, &case).await.status, 200);
    assert_eq!(served.get(&other, &case).await.problem(), "not-found");
    assert_eq!(
        served.get(&own, &format!("/api/v1/cases/{}", at_the_counter.text("case"))).await.problem(),
        "not-found"
    );
    assert_eq!(served.get(&other, filed.location.as_deref().unwrap()).await.problem(), "not-found");
    let pieces = format!("{case}/pieces");
    let proposed = served.post(&other, &pieces, "p", "{}").await;
    assert_eq!(proposed.status, 201, "kept, and proposed to a clerk");
    assert_ne!(proposed.text("case"), filed.text("case"));
    assert_eq!(served.post(&counter, &pieces, "p", "{}").await.status, 201);
    for (token, seen, named) in [(&own, 1, 1), (&other, 1, 0), (&counter, 3, 1)] {
        let list = served.get(token, "/api/v1/cases").await;
        assert_eq!(list.body["cases"].as_array().unwrap().len(), seen, "{list:?}");
        let found = served.get(token, &format!("/api/v1/cases?text={}", filed.text("case"))).await;
        assert_eq!(found.body["cases"].as_array().unwrap().len(), named, "{found:?}");
    }
}

#[tokio::test]
async fn a_structure_that_names_the_case_of_another_proposes_and_learns_nothing() {
    let served = Served::open().await;
    let (structure, counter) = (served.structure("ccas").await, served.counter().await);
    let case = served.receive(&counter, "1", "{}").await;
    let body = format!(r#"{{"reference":"{}"}}"#, case.text("case"));
    let proposed = served.receive(&structure, "1", &body).await;
    assert_eq!(proposed.status, 201);
    assert_ne!(proposed.text("case"), case.text("case"));
    assert_eq!(served.office.number("SELECT count(*) FROM suggestion WHERE field = 'case'").await, 1);
    let joined = served.receive(&counter, "2", &body).await;
    assert_eq!((joined.status, joined.text("case")), (201, case.text("case")));
}

#[tokio::test]
async fn a_protected_person_is_invisible_to_every_key() {
    let served = Served::open().await;
    let (structure, counter) = (served.structure("ccas").await, served.counter().await);
    let filed = served.receive(&structure, "1", "{}").await;
    let communication: CommunicationId = filed.text("id").parse().unwrap();
    let person = NewPerson { family_name: Some("Traoré".to_owned()), protected: true, ..NewPerson::default() };
    served.office.register(&Registration { person: PersonChoice::New(person), ..student(communication) }).await;
    for token in [&structure, &counter] {
        let case = served.get(token, &format!("/api/v1/cases/{}", filed.text("case"))).await;
        assert_eq!(case.problem(), "not-found");
        assert_eq!(served.get(token, "/api/v1/cases").await.body["cases"].as_array().unwrap().len(), 0);
        assert_eq!(served.get(token, "/api/v1/cases?text=traore").await.body["cases"].as_array().unwrap().len(), 0);
    }
    let again = served.receive(&structure, "1", "{}").await;
    assert_eq!((again.status, again.body["case"].is_null()), (200, true), "{again:?}");
    served.office.prepare_letters().await;
}
