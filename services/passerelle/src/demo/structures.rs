//! What support structures hand in through the interface for programs, each with its own key.

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};
use domain::{ApiKey, ApiKeyId, ChannelKind, CommunicationId, Medium, Scope};
use serde_json::Value;
use store::api_keys;
use world::HandoverItem;

use super::{Stage, confirm, say};

/// Hands the requests in over HTTP, as the software of a structure does, and registers them.
pub async fn day(stage: &Stage, items: &[HandoverItem], base_url: &str) -> Result<()> {
    say::title("Les structures d'accompagnement, par l'interface des logiciels");
    let mut tokens: HashMap<&str, String> = HashMap::new();
    let mut received = Vec::new();
    for item in items {
        let structure = item.truth.structure.as_str();
        if !tokens.contains_key(structure) {
            tokens.insert(structure, key(stage, structure).await?);
        }
        received.push((hand_in(item, base_url, &tokens[structure]).await?, item));
    }
    for (id, item) in received {
        let pages = confirm::until_read(stage, &item.truth.arrival.situation, id).await?;
        confirm::arrival(stage, id, &item.truth.arrival, pages, Medium::Post).await?;
    }
    Ok(())
}

async fn hand_in(item: &HandoverItem, base_url: &str, token: &str) -> Result<CommunicationId> {
    let structure = &item.truth.structure;
    let answer = reqwest::Client::new()
        .post(format!("{base_url}/api/v1/receptions"))
        .bearer_auth(token)
        .header("Idempotency-Key", &item.key)
        .header("Content-Type", "application/json")
        .body(item.body.clone())
        .send()
        .await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "{structure} : {status} {text}");
    let answer: Value = serde_json::from_str(&text)?;
    // Asked again, the interface does not name the case of somebody protected.
    let case = answer["case"].as_str().map_or_else(String::new, |case| format!(" → dossier {case}"));
    say::line(&format!("{structure} remet une demande{case}"));
    Ok(answer["id"].as_str().context("id")?.parse()?)
}

/// A key of the structure; the account is the same from one run to the next.
async fn key(stage: &Stage, structure: &str) -> Result<String> {
    let now = stage.casework.clock.now();
    let key = ApiKey {
        id: ApiKeyId::new(now),
        account: format!("api:{structure}"),
        name: structure.to_owned(),
        channel: ChannelKind::Structure,
        scopes: vec![Scope::Receive, Scope::CasesRead],
        states_dates: true,
        expires_at: None,
        revoked_at: None,
    };
    let (token, digest) = api::mint(&mut rand::rng());
    api_keys::create(stage.casework.database.pool(), &key, digest, now).await?;
    Ok(token.0)
}
