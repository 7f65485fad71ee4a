//! Programs hand in requests with a key.

mod document;
mod hostile;
mod merged;
mod once;
mod online;
mod pages;
mod protected;
mod rights;
mod slow;
mod stuck;
mod wire;
mod world;

use api::{Limits, RouteEntry};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use domain::{ApiKey, ApiKeyId, ChannelKind, Scope};
use runtime::Config;
use serde_json::Value;
use store::api_keys;
use tower::ServiceExt;

use crate::office::Office;

/// An office whose programs are served.
struct Served {
    office: Office,
    router: Router,
    routes: Vec<RouteEntry>,
}

/// What a program read.
#[derive(Debug)]
struct Answer {
    status: u16,
    kind: String,
    location: Option<String>,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    /// The last part of the type of a problem.
    fn problem(&self) -> &str {
        assert_eq!(self.kind, "application/problem+json", "{self:?}");
        assert_eq!(self.body["status"], self.status, "{self:?}");
        for field in ["title", "detail"] {
            assert!(self.body[field].as_str().is_some_and(|text| !text.is_empty() && !text.contains('⟦')), "{self:?}");
        }
        self.body["type"].as_str().unwrap().strip_prefix("urn:passerelle:problem:").unwrap()
    }

    /// A header, empty when it is not there.
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_else(|| panic!("no {field} in {self:?}"))
    }
}

const LIMIT: usize = 2 << 20;

/// Those of an installation, but for smaller bodies.
fn limits() -> Limits {
    Limits { body_bytes: LIMIT, ..Limits::of(&Config::from_toml("").unwrap().api) }
}

impl Served {
    async fn open() -> Self {
        Self::with(limits()).await
    }

    async fn with(limits: Limits) -> Self {
        let office = Office::open().await;
        office.db.allow_leftover_jobs();
        let assembled = api::assemble(&office.casework, limits);
        Self { office, router: assembled.router, routes: assembled.routes }
    }

    fn key(&self, channel: ChannelKind, account: &str, scopes: &[Scope]) -> ApiKey {
        ApiKey {
            id: ApiKeyId::new(self.office.now()),
            name: account.to_owned(),
            channel,
            account: format!("api:{account}"),
            scopes: scopes.to_vec(),
            states_dates: false,
            expires_at: None,
            revoked_at: None,
        }
    }

    /// Keeps a key; returns its token.
    async fn keep(&self, key: &ApiKey) -> String {
        let (token, digest) = api::mint(&mut rand::rng());
        api_keys::create(self.office.db.pool(), key, digest, self.office.now()).await.unwrap();
        token.0
    }

    /// A structure that may do everything a structure may.
    async fn structure(&self, account: &str) -> String {
        self.keep(&self.key(ChannelKind::Structure, account, Scope::ALL)).await
    }

    async fn counter(&self) -> String {
        self.keep(&self.key(ChannelKind::Counter, "guichet", Scope::ALL)).await
    }

    async fn call(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        let (kind, location) = (text(header::CONTENT_TYPE).unwrap_or_default(), text(header::LOCATION));
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        Answer { status, kind, location, headers, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
    }

    async fn get(&self, token: &str, path: &str) -> Answer {
        self.call(authorised(Request::get(path), token).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, token: &str, path: &str, key: &str, body: impl Into<Body>) -> Answer {
        let request = authorised(Request::post(path), token)
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "application/json");
        self.call(request.body(body.into()).unwrap()).await
    }

    async fn receive(&self, token: &str, key: &str, body: &str) -> Answer {
        self.post(token, "/api/v1/receptions", key, body.to_owned()).await
    }
}

fn authorised(request: axum::http::request::Builder, token: &str) -> axum::http::request::Builder {
    request.header(header::AUTHORIZATION, format!("Bearer {token}"))
}

#[tokio::test]
async fn nothing_is_mandatory_and_the_answer_names_the_case() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let answer = served.receive(&token, "1", "{}").await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.location.as_deref(), Some(format!("/api/v1/receptions/{}", answer.text("id")).as_str()));
    assert!(answer.text("case").parse::<domain::CaseReference>().is_ok());
    assert_eq!((answer.text("received_on"), answer.text("evidence_on")), ("2026-11-16", "2026-11-16"));
    assert_eq!(answer.body["again"], false);
    let followed = served.get(&token, answer.location.as_deref().unwrap()).await;
    assert_eq!((followed.status, followed.text("state")), (200, "to_index"), "{followed:?}");
    assert_eq!(followed.text("case"), answer.text("case"));
}

#[tokio::test]
async fn everything_said_is_proposed_and_nothing_is_registered() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let body = r#"{"person":{"family_name":"DIALLO","given_names":"Aminata","birth":"1990-02-14"},
        "request":{"kind":"title_renewal","title":"T06","ground":"parent"},"address":"12 rue des Lilas\n67000 Strasbourg",
        "contact":{"email":"a@example.org","phone":"0639980000"},"message":"Bonjour","unknown":{"a":1},
        "files":[{"name":"a.pdf","content":"JVBERi0xLjQK"},{"content":""}]}"#;
    let answer = served.receive(&token, "1", body).await;
    assert_eq!((answer.status, answer.body["ignored"][0].as_str()), (201, Some("/unknown")), "{answer:?}");
    let followed = served.get(&token, answer.location.as_deref().unwrap()).await;
    assert_eq!((followed.body["files"].as_u64(), followed.body["unreadable"].as_u64()), (Some(2), Some(1)));
    let mut db = served.office.db.superuser().await;
    let fields: Vec<String> =
        sqlx::query_scalar("SELECT field FROM suggestion ORDER BY field").fetch_all(&mut db).await.unwrap();
    assert_eq!(fields, ["address", "email", "ground", "kind", "person", "phone", "title"]);
    let said: String = sqlx::query_scalar("SELECT body FROM message").fetch_one(&mut db).await.unwrap();
    assert_eq!(said, "Bonjour");
    assert_eq!(
        served.office.number("SELECT count(*) FROM residence_case WHERE state = 1 AND person_id IS NULL").await,
        1
    );
    let kept: Vec<u8> =
        sqlx::query_scalar("SELECT b.content FROM blob b JOIN communication c ON c.content_sha256 = b.sha256")
            .fetch_one(&mut db)
            .await
            .unwrap();
    assert_eq!(kept, body.as_bytes(), "kept byte for byte");
}

#[tokio::test]
async fn the_day_of_the_hand_over_counts_when_an_agreement_says_so() {
    let served = Served::open().await;
    let agreed = ApiKey { states_dates: true, ..served.key(ChannelKind::Structure, "ccas", Scope::ALL) };
    let (agreed, other) = (served.keep(&agreed).await, served.structure("autre").await);
    let body = r#"{"received_at":"2026-11-12T10:00:00+01:00"}"#;
    let answer = served.receive(&agreed, "1", body).await;
    assert_eq!((answer.text("received_on"), answer.text("evidence_on")), ("2026-11-16", "2026-11-12"));
    assert_eq!(served.office.number("SELECT count(*) FROM evidence WHERE kind = 12").await, 1);
    let answer = served.receive(&other, "1", body).await;
    assert_eq!((answer.status, answer.text("evidence_on")), (201, "2026-11-16"), "{answer:?}");
    assert!(answer.body["notes"][0].as_str().unwrap().contains("convention"));
    for wrong in ["2026-11-17", "2026-11-16T23:00:00Z", "hier", "1926-11-12"] {
        let answer = served.receive(&agreed, wrong, &format!(r#"{{"received_at":"{wrong}"}}"#)).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid"));
        assert_eq!(answer.body["errors"][0]["pointer"], "#/received_at");
    }
}
