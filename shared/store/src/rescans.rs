//! What is to be scanned again.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, RescanId, RescanReason, UserId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// A page, or a whole envelope, to be scanned again.
#[derive(Clone, Debug)]
pub struct Rescan {
    /// Identifier; its code is printed on the sheet.
    pub id: RescanId,
    /// The communication it belongs to.
    pub communication: CommunicationId,
    /// The batch that holds the bad scan.
    pub batch: BatchId,
    /// The place of the page; none for the whole envelope.
    pub number: Option<i32>,
    /// Why.
    pub reason: RescanReason,
    /// What the person added.
    pub note: String,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: DateTime<Utc>,
}

/// Asks for something to be scanned again; `false` when that is already asked.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, r: &Rescan) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO rescan (id, communication_id, batch_id, number, reason, note, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (communication_id, coalesce(number, 0)) WHERE ended_at IS NULL DO NOTHING",
        r.id.uuid(),
        r.communication.uuid(),
        r.batch.uuid(),
        r.number,
        r.reason.code(),
        r.note,
        r.asked_by.uuid(),
        r.asked_at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

struct Row {
    id: Uuid,
    communication_id: Uuid,
    batch_id: Uuid,
    number: Option<i32>,
    reason: i16,
    note: String,
    asked_by: Uuid,
    asked_at: DateTime<Utc>,
}

impl Row {
    fn rescan(self) -> Result<Rescan, StoreError> {
        Ok(Rescan {
            id: RescanId::from_uuid(self.id),
            communication: CommunicationId::from_uuid(self.communication_id),
            batch: BatchId::from_uuid(self.batch_id),
            number: self.number,
            reason: decode("reason to scan again", self.reason, RescanReason::from_code)?,
            note: self.note,
            asked_by: UserId::from_uuid(self.asked_by),
            asked_at: self.asked_at,
        })
    }
}

/// What waits to be scanned again with this code on its sheet; locked.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn lock_by_code(connection: &mut PgConnection, code: &str) -> Result<Option<Rescan>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, communication_id, batch_id, number, reason, note, asked_by, asked_at FROM rescan
         WHERE upper(right(id::text, 10)) = upper($1) AND ended_at IS NULL ORDER BY asked_at LIMIT 1 FOR UPDATE",
        code
    );
    row.fetch_optional(connection).await?.map(Row::rescan).transpose()
}

/// What waits to be scanned again, the oldest first, at most `limit`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn open(connection: &mut PgConnection, limit: i64) -> Result<Vec<Rescan>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, communication_id, batch_id, number, reason, note, asked_by, asked_at FROM rescan
         WHERE ended_at IS NULL ORDER BY asked_at, id LIMIT $1",
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::rescan).collect()
}

/// What waits to be scanned again of one envelope: the places of the pages, none for the whole.
///
/// # Errors
/// When the database refuses.
pub async fn of_envelope(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<Vec<Option<i32>>, StoreError> {
    let rows = sqlx::query_scalar!(
        "SELECT number FROM rescan WHERE communication_id = $1 AND ended_at IS NULL",
        communication.uuid()
    );
    Ok(rows.fetch_all(connection).await?)
}

/// Ends a request: scanned, with what stood where before, or withdrawn; `false` when it had ended.
///
/// # Errors
/// When the database refuses.
pub async fn end(
    connection: &mut PgConnection,
    id: RescanId,
    placed: Option<&Value>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE rescan SET ended_at = $2, withdrawn = $3::jsonb IS NULL, placed = $3 WHERE id = $1 AND ended_at IS NULL",
        id.uuid(),
        now,
        placed
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// What was scanned again since an instant, the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn done_since(
    connection: &mut PgConnection,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Rescan>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, communication_id, batch_id, number, reason, note, asked_by, asked_at FROM rescan
         WHERE ended_at >= $1 AND placed IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT $2",
        since,
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::rescan).collect()
}

/// A request with what stood where before its new scan; locked. `None` when it was not scanned again.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn lock_placed(connection: &mut PgConnection, id: RescanId) -> Result<Option<(Rescan, Value)>, StoreError> {
    let row = sqlx::query!(
        "SELECT communication_id, batch_id, number, reason, note, asked_by, asked_at, placed AS \"placed!\" FROM rescan
         WHERE id = $1 AND placed IS NOT NULL FOR UPDATE",
        id.uuid()
    );
    let Some(r) = row.fetch_optional(connection).await? else { return Ok(None) };
    let rescan = Row {
        id: id.uuid(),
        communication_id: r.communication_id,
        batch_id: r.batch_id,
        number: r.number,
        reason: r.reason,
        note: r.note,
        asked_by: r.asked_by,
        asked_at: r.asked_at,
    };
    Ok(Some((rescan.rescan()?, r.placed)))
}

/// Opens a request again, unless the same is asked anew.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(connection: &mut PgConnection, id: RescanId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE rescan r SET ended_at = NULL, withdrawn = false, placed = NULL WHERE id = $1 AND NOT EXISTS (SELECT FROM rescan o
         WHERE o.communication_id = r.communication_id AND coalesce(o.number, 0) = coalesce(r.number, 0) AND o.ended_at IS NULL)",
        id.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
