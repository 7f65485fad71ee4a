//! The append-only log: a hash chain per stream, in the transaction of the change.
//!
//! `hash = SHA-256(prev_hash, stream, seq, kind, actor, at, digest)` and `digest = SHA-256(salt, payload)`. The payload
//! lies in its own table: a proven purge can erase it without breaking the chain.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound as _, Utc};
use domain::EventId;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, Transaction};

/// Something that happened, to be written in the log of its stream.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The chain it belongs to: the printed identifier of a case, batch, account.
    pub stream: String,
    /// What happened, a stable word (`case.registered`).
    pub kind: &'static str,
    /// What it says; may hold personal data, never leaves the payload table.
    pub payload: serde_json::Value,
    first: bool,
}

impl NewEvent {
    /// An event of a stream.
    #[must_use]
    pub fn new(stream: impl Into<String>, kind: &'static str, payload: serde_json::Value) -> Self {
        Self { stream: stream.into(), kind, payload, first: false }
    }

    /// The first event of a stream that begins in this transaction: nobody else can know it, so its head is not looked for.
    #[must_use]
    pub fn first(stream: impl Into<String>, kind: &'static str, payload: serde_json::Value) -> Self {
        Self { first: true, ..Self::new(stream, kind, payload) }
    }
}

struct Link {
    seq: i64,
    hash: Vec<u8>,
}

/// The hash of one entry of a chain.
fn chain_hash(
    prev: &[u8],
    stream: &str,
    seq: i64,
    kind: &str,
    actor: &str,
    at: DateTime<Utc>,
    digest: &[u8],
) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in [
        prev,
        stream.as_bytes(),
        &seq.to_be_bytes(),
        kind.as_bytes(),
        actor.as_bytes(),
        &at.timestamp_micros().to_be_bytes(),
        digest,
    ] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

fn payload_digest(salt: &[u8], payload: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(payload).finalize().to_vec()
}

#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    streams: Vec<String>,
    seqs: Vec<i64>,
    kinds: Vec<String>,
    digests: Vec<Vec<u8>>,
    prevs: Vec<Vec<u8>>,
    hashes: Vec<Vec<u8>>,
    salts: Vec<Vec<u8>>,
    payloads: Vec<Vec<u8>>,
}

/// Appends events, in the order given, to the chains of their streams.
///
/// # Errors
/// When the database refuses; two transactions that append to one stream at once wait for each other.
pub async fn append(tx: &mut Transaction, now: DateTime<Utc>, events: &[NewEvent]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let now = now.trunc_subsecs(6);
    let actor = tx.actor().to_string();
    let mut heads = lock_heads(tx, events).await?;
    let mut columns = Columns::default();
    for event in events {
        let head = heads.entry(event.stream.clone()).or_insert_with(|| Link { seq: 0, hash: vec![0; 32] });
        let payload = serde_json::to_vec(&event.payload).map_err(|_| StoreError::Malformed("event payload"))?;
        let salt = Uuid::new_v4().into_bytes().to_vec();
        let digest = payload_digest(&salt, &payload);
        let seq = head.seq + 1;
        let hash = chain_hash(&head.hash, &event.stream, seq, event.kind, &actor, now, &digest);
        columns.ids.push(EventId::new(now).uuid());
        columns.streams.push(event.stream.clone());
        columns.seqs.push(seq);
        columns.kinds.push(event.kind.to_owned());
        columns.digests.push(digest);
        columns.prevs.push(std::mem::replace(&mut head.hash, hash.clone()));
        columns.hashes.push(hash);
        columns.salts.push(salt);
        columns.payloads.push(payload);
        head.seq = seq;
    }
    write(tx, now, &actor, &columns, heads).await
}

async fn lock_heads(tx: &mut Transaction, events: &[NewEvent]) -> Result<HashMap<String, Link>, StoreError> {
    let mut streams: Vec<String> = events.iter().filter(|e| !e.first).map(|e| e.stream.clone()).collect();
    if streams.is_empty() {
        return Ok(HashMap::new());
    }
    streams.sort_unstable();
    streams.dedup();
    let rows = sqlx::query!(
        "SELECT stream, seq, hash FROM event_stream WHERE stream = ANY($1) ORDER BY stream FOR UPDATE",
        &streams
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.stream, Link { seq: r.seq, hash: r.hash })).collect())
}

async fn write(
    tx: &mut Transaction,
    now: DateTime<Utc>,
    actor: &str,
    c: &Columns,
    heads: HashMap<String, Link>,
) -> Result<(), StoreError> {
    let mut heads: Vec<(String, Link)> = heads.into_iter().collect();
    heads.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let head_streams: Vec<String> = heads.iter().map(|h| h.0.clone()).collect();
    let head_seqs: Vec<i64> = heads.iter().map(|h| h.1.seq).collect();
    let head_hashes: Vec<Vec<u8>> = heads.into_iter().map(|h| h.1.hash).collect();
    sqlx::query!(
        "WITH heads AS (
            INSERT INTO event_stream (stream, seq, hash) SELECT * FROM unnest($10::text[], $11::bigint[], $12::bytea[])
            ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
         ), entries AS (
            INSERT INTO event (id, stream, seq, kind, actor, at, digest, prev_hash, hash)
            SELECT i, s, q, k, $13, $14, d, p, h
            FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[]) AS e(i, s, q, k, d, p, h)
         )
         INSERT INTO event_payload (event_id, salt, payload) SELECT * FROM unnest($1::uuid[], $8::bytea[], $9::bytea[])",
        &c.ids,
        &c.streams,
        &c.seqs,
        &c.kinds,
        &c.digests,
        &c.prevs,
        &c.hashes,
        &c.salts,
        &c.payloads,
        &head_streams,
        &head_seqs,
        &head_hashes,
        actor,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// One entry as a timeline shows it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Identifier.
    pub id: EventId,
    /// Position in its stream, from 1.
    pub seq: i64,
    /// What happened.
    pub kind: String,
    /// Who did it, as `Actor` prints it.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What it says; `None` once purged.
    pub payload: Option<serde_json::Value>,
}

/// The entries of a stream, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_stream(connection: &mut PgConnection, stream: &str) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT e.id, e.seq, e.kind, e.actor, e.at, p.payload AS "payload?" FROM event e
           LEFT JOIN event_payload p ON p.event_id = e.id WHERE e.stream = $1 ORDER BY e.seq"#,
        stream
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Entry {
            id: EventId::from_uuid(r.id),
            seq: r.seq,
            kind: r.kind,
            actor: r.actor,
            at: r.at,
            payload: r.payload.and_then(|p| serde_json::from_slice(&p).ok()),
        })
        .collect())
}

/// How a chain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainState {
    /// Every link holds; `entries` were checked, `purged` of them without payload.
    Whole {
        /// Entries checked.
        entries: u64,
        /// Entries whose payload was erased by a purge.
        purged: u64,
    },
    /// The entry at this position does not fit the one before, its payload, or the head.
    BrokenAt {
        /// Position in the stream, from 1.
        seq: i64,
    },
}

/// Recomputes the chain of a stream.
///
/// # Errors
/// When the database refuses.
pub async fn verify(connection: &mut PgConnection, stream: &str) -> Result<ChainState, StoreError> {
    let head = sqlx::query!("SELECT seq, hash FROM event_stream WHERE stream = $1", stream)
        .fetch_optional(&mut *connection)
        .await?;
    let rows = sqlx::query!(
        r#"SELECT e.seq, e.kind, e.actor, e.at, e.digest, e.prev_hash, e.hash, p.salt AS "salt?", p.payload AS "payload?"
           FROM event e LEFT JOIN event_payload p ON p.event_id = e.id WHERE e.stream = $1 ORDER BY e.seq"#,
        stream
    )
    .fetch_all(connection)
    .await?;
    let (mut prev, mut purged, mut last) = (vec![0; 32], 0, 0);
    for row in &rows {
        let payload_fits = if let (Some(salt), Some(payload)) = (&row.salt, &row.payload) {
            payload_digest(salt, payload) == row.digest
        } else {
            purged += 1;
            true
        };
        let expected = chain_hash(&prev, stream, row.seq, &row.kind, &row.actor, row.at, &row.digest);
        if row.seq != last + 1 || row.prev_hash != prev || row.hash != expected || !payload_fits {
            return Ok(ChainState::BrokenAt { seq: row.seq });
        }
        last = row.seq;
        prev = expected;
    }
    let head_fits = head.map_or(rows.is_empty(), |h| h.seq == last && h.hash == prev);
    Ok(if head_fits {
        ChainState::Whole { entries: rows.len() as u64, purged }
    } else {
        ChainState::BrokenAt { seq: last + 1 }
    })
}
