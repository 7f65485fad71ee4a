//! What support structures hand in through the interface for programs, each with its own key.

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};
use domain::{ApiKey, ApiKeyId, ChannelKind, CommunicationId, Medium, Scope};
use serde_json::Value;
use store::api_keys;

use super::{SEED, Stage, confirm, say, until};

/// Hands the requests in over HTTP, as the software of a structure does, and registers them.
pub async fn day(stage: &Stage, base_url: &str) -> Result<()> {
    say::title("Les structures d'accompagnement, par l'interface des logiciels");
    let date = stage.casework.today();
    let items = tokio::task::spawn_blocking(move || world::handovers(SEED, date)).await??;
    let http = reqwest::Client::new();
    let mut tokens: HashMap<String, String> = HashMap::new();
    for item in items {
        let token = match tokens.get(&item.truth.structure) {
            Some(token) => token.clone(),
            None => key(stage, &item.truth.structure).await?,
        };
        tokens.insert(item.truth.structure.clone(), token.clone());
        let answer = http
            .post(format!("{base_url}/api/v1/receptions"))
            .bearer_auth(&token)
            .header("Idempotency-Key", &item.key)
            .header("Content-Type", "application/json")
            .body(item.body)
            .send()
            .await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "{} : {status} {text}", item.truth.structure);
        let answer: Value = serde_json::from_str(&text)?;
        let id: CommunicationId = answer["id"].as_str().context("id")?.parse()?;
        // Asked again, the interface does not name the case of somebody protected.
        let case = answer["case"].as_str().map_or_else(String::new, |case| format!(" : dossier {case}"));
        say::line(&format!("{} remet une demande{case}", item.truth.structure));
        let pages = until(|| confirm::pages_read(stage, id)).await?;
        confirm::arrival(stage, id, &item.truth.arrival, pages, Medium::Post).await?;
    }
    Ok(())
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
