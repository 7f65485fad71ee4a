//! The daily seal: one line over the heads of all chains, so that truncation or tampering shows.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};

use crate::{StoreError, Transaction};

/// Seals the heads of all chains under `day`; sealing a day twice changes nothing. Returns the number of chains.
///
/// # Errors
/// When the database refuses.
pub async fn seal(tx: &mut Transaction, now: DateTime<Utc>, day: NaiveDate) -> Result<i64, StoreError> {
    let mut hasher = Sha256::new();
    let mut streams = 0_i64;
    let mut after = String::new();
    loop {
        let heads = sqlx::query!(
            "SELECT stream, seq, hash FROM event_stream WHERE stream > $1 ORDER BY stream LIMIT 5000",
            after
        )
        .fetch_all(&mut **tx)
        .await?;
        let Some(last) = heads.last() else { break };
        after.clone_from(&last.stream);
        for head in &heads {
            hasher.update(head.stream.as_bytes());
            hasher.update(head.seq.to_be_bytes());
            hasher.update(&head.hash);
            streams += 1;
        }
    }
    let root = hasher.finalize().to_vec();
    sqlx::query!(
        "INSERT INTO event_seal (sealed_on, streams, root, sealed_at) VALUES ($1, $2, $3, $4) ON CONFLICT (sealed_on) DO NOTHING",
        day,
        streams,
        root,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(streams)
}
