use std::{fmt::Write as _, sync::Arc, time::Instant};

use api::Limits;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::Casework;
use domain::{ApiKey, ApiKeyId, ChannelKind, Clock, Scope, SystemClock};
use reqwest::Client;
use store::{BlobStore, api_keys};
use tempfile::TempDir;
use tests::TestDb;
use tokio::{net::TcpListener, task::JoinSet};

use crate::figures::{commit_settings, processor_time, rate, times};

/// Measures requests handed in over HTTP with keep-alive, each client waiting for its answer before the next request.
/// Clients, program and PostgreSQL share the processors.
pub(crate) async fn measure() {
    let db = TestDb::new().await;
    db.allow_open_books();
    db.allow_leftover_jobs();
    commit_settings(db.pool()).await;
    let folder = TempDir::new().expect("a folder for the blobs");
    let blobs = BlobStore::folder(folder.path()).expect("blobs");
    let catalogue = law::Catalogue::from_toml(law::embedded_parts()).expect("the catalogue");
    let casework = Casework::new(db.database(), blobs, Arc::new(SystemClock), Arc::new(catalogue), "demo-67");
    let casework = casework.expect("a site");
    let token = key(&casework).await;
    let address = serve(&casework).await;
    for (clients, kilobytes, requests) in
        [(1, 4, 600), (8, 4, 4_000), (32, 4, 12_000), (1, 40, 400), (8, 40, 2_000), (32, 40, 4_000)]
    {
        hand_in(&address, &token, Kind::Words, (clients, kilobytes, requests)).await;
    }
    hand_in(&address, &token, Kind::File, (8, 40, 1_000)).await;
}

async fn key(casework: &Casework) -> String {
    let (token, digest) = api::mint(&mut rand::rng());
    let key = ApiKey {
        id: ApiKeyId::new(SystemClock.now()),
        name: "CCAS".to_owned(),
        channel: ChannelKind::Structure,
        account: "api:ccas".to_owned(),
        scopes: vec![Scope::Receive],
        states_dates: true,
        expires_at: None,
        revoked_at: None,
    };
    api_keys::create(casework.database.pool(), &key, digest, SystemClock.now()).await.expect("a key");
    token.0
}

async fn serve(casework: &Casework) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let limits = Limits { per_minute: 0, ..Limits::of(&runtime::Config::from_toml("").expect("the defaults").api) };
    let router = api::assemble(casework, limits).router;
    tokio::spawn(web::serve(listener, router, web::Patience::default(), std::future::pending()));
    format!("http://{address}/api/v1/receptions")
}

/// What a request holds beside the fields.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Words,
    File,
}

async fn hand_in(address: &str, token: &str, kind: Kind, (clients, kilobytes, requests): (u32, usize, u32)) {
    runtime::choose_encryption();
    let (start, own) = (Instant::now(), processor_time());
    let mut working = JoinSet::new();
    for client in 0..clients {
        let (address, token) = (address.to_owned(), token.to_owned());
        working.spawn(async move {
            let http = Client::builder().build().expect("a client");
            let mut answers = Vec::new();
            for n in 0..requests / clients {
                let name = format!("{kind:?}-{clients}-{kilobytes}-{client}-{n}");
                let body = body(kind, kilobytes * 1024, &name);
                let sent = Instant::now();
                let answer = http
                    .post(&address)
                    .bearer_auth(&token)
                    .header("idempotency-key", &name)
                    .header("content-type", "application/json")
                    .body(body)
                    .send()
                    .await
                    .expect("an answer");
                assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap_or_default());
                let _read = answer.bytes().await.expect("a whole answer");
                answers.push(sent.elapsed());
            }
            answers
        });
    }
    let mut answers = Vec::new();
    while let Some(ended) = working.join_next().await {
        answers.extend(ended.expect("a client"));
    }
    let done = requests / clients * clients;
    let what = format!("{clients} clients, {kilobytes} KB of {}", kind.word());
    rate(&what, done, start);
    times("  time of an answer", answers);
    let milliseconds = processor_time().saturating_sub(own).as_secs_f64() * 1000.0 / f64::from(done);
    println!("{:<60} {milliseconds:>9.2} ms of processor a request, clients included", "");
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::File => "a file",
        }
    }
}

/// A body of about this size that no other request has, and that does not compress.
fn body(kind: Kind, size: usize, name: &str) -> String {
    let filling = filling(size * 3 / 4, name);
    let filling = STANDARD.encode(filling);
    let mut body = format!(
        r#"{{"received_at":"{}","person":{{"family_name":"DIALLO","given_names":"{name}","birth":"1990-02-14"}},"request":{{"kind":"title_renewal"}}"#,
        SystemClock.now().to_rfc3339()
    );
    let _ = match kind {
        Kind::Words => write!(body, r#","message":"{filling}"}}"#),
        Kind::File => write!(body, r#","files":[{{"name":"passeport.pdf","content":"{filling}"}}]}}"#),
    };
    body
}

fn filling(size: usize, name: &str) -> Vec<u8> {
    let mut state =
        name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let mut bytes = Vec::with_capacity(size);
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&(state ^ (state >> 29)).to_le_bytes());
    }
    bytes
}
