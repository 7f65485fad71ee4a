//! Deliveries: what came in with arrivals as files, many at a time. A delivery is one batch with one envelope; the files
//! of a message or a deposit are its parts.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, DeliveryKind, EnvelopeId, PartState};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{ContentHash, StoreError, batches::BatchState, error::decode};

/// A delivery to keep.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Identifier of its batch.
    pub batch: BatchId,
    /// The communication it came with.
    pub communication: CommunicationId,
    /// What it is.
    pub kind: DeliveryKind,
    /// Where it lay: the source and its name there, so that the same content may come twice.
    pub folder: String,
    /// What a clerk calls it: the subject of a message, the desk of a deposit.
    pub name: String,
    /// Its bytes.
    pub content: ContentHash,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Whether the reader has something to do.
    pub to_read: bool,
    /// Pages counted by hand.
    pub declared_pages: Option<u32>,
}

/// A file of a message or a deposit.
#[derive(Clone, Debug)]
pub struct NewPart {
    /// The communication it came with.
    pub communication: CommunicationId,
    /// Position, from 1.
    pub position: u32,
    /// The name it had.
    pub name: String,
    /// Its media type, by its bytes.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its content.
    pub content: ContentHash,
    /// The archive it lay in.
    pub unpacked_from: Option<String>,
    /// Where it stands.
    pub state: PartState,
    /// Why it was set aside.
    pub reason: Option<String>,
    /// First and last page in the delivery, from 1.
    pub pages: Option<(u32, u32)>,
}

/// Keeps deliveries: a batch and an envelope each.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    deliveries: &[NewDelivery],
) -> Result<(), StoreError> {
    let batches: Vec<Uuid> = deliveries.iter().map(|d| d.batch.uuid()).collect();
    let envelopes: Vec<Uuid> = deliveries.iter().map(|_| EnvelopeId::new(now).uuid()).collect();
    let communications: Vec<Uuid> = deliveries.iter().map(|d| d.communication.uuid()).collect();
    let kinds: Vec<i16> = deliveries.iter().map(|d| d.kind.code()).collect();
    let folders: Vec<String> = deliveries.iter().map(|d| d.folder.clone()).collect();
    let names: Vec<String> = deliveries.iter().map(|d| d.name.clone()).collect();
    let contents: Vec<Vec<u8>> = deliveries.iter().map(|d| d.content.bytes().to_vec()).collect();
    let instants: Vec<DateTime<Utc>> = deliveries.iter().map(|d| d.received_at).collect();
    let state = |d: &NewDelivery| if d.to_read { BatchState::Received } else { BatchState::Read };
    let states: Vec<i16> = deliveries.iter().map(|d| state(d) as i16).collect();
    let declared: Vec<Option<i32>> =
        deliveries.iter().map(|d| d.declared_pages.and_then(|n| i32::try_from(n).ok())).collect();
    sqlx::query!(
        "WITH d AS (
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::bytea[], $8::timestamptz[],
                                 $9::smallint[], $10::integer[]) AS d(b, e, c, k, f, n, h, at, s, dp)
         ), kept AS (
            INSERT INTO batch (id, folder, file_name, content_sha256, received_at, state, kind) SELECT b, f, n, h, at, s, k FROM d
         )
         INSERT INTO envelope (id, batch_id, communication_id, position, declared_pages) SELECT e, b, c, 1, dp FROM d",
        &batches,
        &envelopes,
        &communications,
        &kinds,
        &folders,
        &names,
        &contents,
        &instants,
        &states,
        &declared as &[Option<i32>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the files of deliveries; one at a known position is completed with its state and pages.
///
/// # Errors
/// When the database refuses.
pub async fn put_parts(connection: &mut PgConnection, parts: &[NewPart]) -> Result<(), StoreError> {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let communications: Vec<Uuid> = parts.iter().map(|p| p.communication.uuid()).collect();
    let positions: Vec<i32> = parts.iter().map(|p| number(p.position)).collect();
    let names: Vec<String> = parts.iter().map(|p| p.name.replace('\0', "")).collect();
    let types: Vec<String> = parts.iter().map(|p| p.media_type.clone()).collect();
    let sizes: Vec<i64> = parts.iter().map(|p| i64::try_from(p.size).unwrap_or(i64::MAX)).collect();
    let contents: Vec<Vec<u8>> = parts.iter().map(|p| p.content.bytes().to_vec()).collect();
    let archives: Vec<Option<String>> = parts.iter().map(|p| p.unpacked_from.clone()).collect();
    let states: Vec<i16> = parts.iter().map(|p| p.state.code()).collect();
    let reasons: Vec<Option<String>> = parts.iter().map(|p| p.reason.clone()).collect();
    let firsts: Vec<Option<i32>> = parts.iter().map(|p| p.pages.map(|(first, _)| number(first))).collect();
    let lasts: Vec<Option<i32>> = parts.iter().map(|p| p.pages.map(|(_, last)| number(last))).collect();
    sqlx::query!(
        "INSERT INTO part (communication_id, position, name, media_type, size, content_sha256, unpacked_from, state, reason, first_page, last_page)
         SELECT c, p, n, t, s, h, u, st, r, f, l
         FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::bigint[], $6::bytea[], $7::text[], $8::smallint[], $9::text[],
                     $10::integer[], $11::integer[]) AS p(c, p, n, t, s, h, u, st, r, f, l)
         ON CONFLICT (communication_id, position) DO UPDATE SET media_type = excluded.media_type, state = excluded.state,
            reason = excluded.reason, first_page = excluded.first_page, last_page = excluded.last_page",
        &communications,
        &positions,
        &names,
        &types,
        &sizes,
        &contents,
        &archives as &[Option<String>],
        &states,
        &reasons as &[Option<String>],
        &firsts as &[Option<i32>],
        &lasts as &[Option<i32>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The files of a delivery, in their order.
///
/// # Errors
/// When the database refuses.
pub async fn parts(connection: &mut PgConnection, communication: CommunicationId) -> Result<Vec<NewPart>, StoreError> {
    let rows = sqlx::query!(
        "SELECT position, name, media_type, size, content_sha256, unpacked_from, state, reason, first_page, last_page
         FROM part WHERE communication_id = $1 ORDER BY position",
        communication.uuid()
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    rows.into_iter()
        .map(|r| {
            Ok(NewPart {
                communication,
                position: number(r.position),
                name: r.name,
                media_type: r.media_type,
                size: u64::try_from(r.size).unwrap_or(0),
                content: ContentHash::from_stored(&r.content_sha256)?,
                unpacked_from: r.unpacked_from,
                state: decode("part state", r.state, PartState::from_code)?,
                reason: r.reason,
                pages: r.first_page.zip(r.last_page).map(|(first, last)| (number(first), number(last))),
            })
        })
        .collect()
}

/// What a batch is and, for a message or a deposit, the communication it came with.
///
/// # Errors
/// When it is unknown.
pub async fn of_batch(
    connection: &mut PgConnection,
    batch: BatchId,
) -> Result<(DeliveryKind, Option<CommunicationId>), StoreError> {
    let r = sqlx::query!(
        "SELECT b.kind, (SELECT communication_id FROM envelope WHERE batch_id = b.id AND position = 1) AS communication
         FROM batch b WHERE b.id = $1",
        batch.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("batch"))?;
    Ok((decode("delivery kind", r.kind, DeliveryKind::from_code)?, r.communication.map(CommunicationId::from_uuid)))
}
