//! The program of a support structure hands in requests over HTTP, and insists under the same `Idempotency-Key`.

use std::{collections::BTreeSet, net::SocketAddr, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::Casework;
use domain::{ApiKey, ApiKeyId, ChannelKind, CommunicationId, Scope};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use store::api_keys;
use tokio_util::sync::CancellationToken;

use super::{
    mailer::page,
    stream::{insist, pause},
};

pub(super) async fn hand_in(
    casework: Casework,
    pages: SocketAddr,
    seed: u64,
    stop: CancellationToken,
) -> BTreeSet<CommunicationId> {
    let (mut rng, mut handed) = (StdRng::seed_from_u64(seed), BTreeSet::new());
    let token = key(&casework).await;
    let http = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    for number in 0_u64.. {
        let files = if number % 4 == 0 {
            json!([{ "name": "page.tif", "content": STANDARD.encode(page(seed * 1000 + number).await) }])
        } else {
            json!([])
        };
        let body = json!({ "message": format!("Demande {number}"), "files": files }).to_string();
        let id = insist(|| async {
            let request = http.post(format!("http://{pages}/api/v1/receptions")).bearer_auth(&token);
            let request = request.header("Idempotency-Key", format!("remise-{number}"));
            let answer = request.header("Content-Type", "application/json").body(body.clone()).send().await?;
            let status = answer.status();
            assert!(status.is_success() || status.is_server_error(), "{status}: {}", answer.text().await?);
            answer.error_for_status()?.json::<Value>().await
        })
        .await;
        let fresh = handed.insert(id["id"].as_str().unwrap().parse().unwrap());
        assert!(fresh, "remise-{number} was answered with the reception of another: {id}");
        if !pause(rng.random_range(800..3000), &stop).await {
            break;
        }
    }
    handed
}

/// A key of the structure, once the database is there.
async fn key(casework: &Casework) -> String {
    let now = casework.clock.now();
    let key = ApiKey {
        id: ApiKeyId::new(now),
        account: "api:association".to_owned(),
        name: "Association".to_owned(),
        channel: ChannelKind::Structure,
        scopes: vec![Scope::Receive],
        states_dates: false,
        expires_at: None,
        revoked_at: None,
    };
    let (token, digest) = api::mint(&mut rand::rng());
    insist(|| async {
        match api_keys::create(casework.database.pool(), &key, digest, now).await {
            // Committed without an answer.
            Err(error) if error.is_duplicate() => Ok(()),
            done => done,
        }
    })
    .await;
    token.0
}
