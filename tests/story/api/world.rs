//! The structures of the demonstration speak the interface as it is.

use domain::{ChannelKind, Scope};
use serde_json::{Value, json};

use super::Served;
use crate::office::day;

#[tokio::test]
async fn what_the_structures_of_the_demonstration_hand_in_is_understood() {
    let served = Served::open().await;
    // One in the morning: the demonstration is played at any hour, and nothing is handed over in the future.
    served.office.clock.advance(chrono::TimeDelta::hours(-8));
    let items = tokio::task::spawn_blocking(|| world::handovers(67, day("2026-11-16")).unwrap()).await.unwrap();
    assert!(!items.is_empty());
    let agreed = domain::ApiKey { states_dates: true, ..served.key(ChannelKind::Structure, "ccas", Scope::ALL) };
    let token = served.keep(&agreed).await;
    for item in items {
        // The papers are another story: they make the body longer than this office takes.
        let mut body: Value = serde_json::from_slice(&item.body).unwrap();
        body["files"] = json!([]);
        let answer = served.receive(&token, &item.key, &body.to_string()).await;
        assert_eq!((answer.status, answer.body["ignored"].as_array().map_or(0, Vec::len)), (201, 0), "{answer:?}");
    }
}
