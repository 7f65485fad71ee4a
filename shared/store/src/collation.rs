//! Fronts and backs that lie in two batches, or in one behind a sheet: which belong together, and what stood where before.

use chrono::{DateTime, Utc};
use domain::BatchId;
use serde_json::Value;
use sqlx::PgConnection;

use crate::{StoreError, batches::BatchState, error::decode};

/// The separator sheets of a batch: their places and codes.
///
/// # Errors
/// When the database refuses.
pub async fn sheets(connection: &mut PgConnection, batch: BatchId) -> Result<Vec<(i32, Value)>, StoreError> {
    let rows =
        sqlx::query!("SELECT number, codes FROM page WHERE batch_id = $1 AND separator ORDER BY number", batch.uuid());
    Ok(rows.fetch_all(connection).await?.into_iter().map(|r| (r.number, r.codes)).collect())
}

/// What stood where before the backs were laid behind the fronts of a batch; `None` when they were not.
///
/// # Errors
/// When the database refuses.
pub async fn collated(connection: &mut PgConnection, batch: BatchId) -> Result<Option<Value>, StoreError> {
    let before = sqlx::query_scalar!("SELECT collated FROM batch WHERE id = $1 FOR UPDATE", batch.uuid());
    Ok(before.fetch_optional(connection).await?.flatten())
}

/// Keeps what stood where before; none when the pages lie as they were scanned again.
///
/// # Errors
/// When the database refuses.
pub async fn set_collated(
    connection: &mut PgConnection,
    batch: BatchId,
    before: Option<&Value>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE batch SET collated = $2 WHERE id = $1", batch.uuid(), before).execute(connection).await?;
    Ok(())
}

/// Says whose backs a batch holds; none when they did not fit, so that others may.
///
/// # Errors
/// When the database refuses.
pub async fn set_backs_of(
    connection: &mut PgConnection,
    batch: BatchId,
    fronts: Option<BatchId>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE batch SET backs_of = $2 WHERE id = $1", batch.uuid(), fronts.map(BatchId::uuid))
        .execute(connection)
        .await?;
    Ok(())
}

/// The last file of a folder, received between two instants, that nobody has said to be backs or to have any; locked, so that no reading of it
/// ends meanwhile. `but` is never it.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn last_fronts(
    connection: &mut PgConnection,
    folder: &str,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
    but: BatchId,
) -> Result<Option<(BatchId, BatchState)>, StoreError> {
    let row = sqlx::query!(
        "SELECT b.id, b.state FROM batch b
         WHERE b.folder = $1 AND b.kind = 1 AND b.received_at BETWEEN $2 AND $3 AND b.id <> $4 AND b.collated IS NULL AND b.backs_of IS NULL
           AND NOT EXISTS (SELECT FROM batch o WHERE o.backs_of = b.id AND o.id <> $4)
         ORDER BY b.received_at DESC, b.id DESC LIMIT 1 FOR UPDATE",
        folder,
        since,
        until,
        but.uuid()
    );
    let row = row.fetch_optional(connection).await?;
    row.map(|r| Ok((BatchId::from_uuid(r.id), decode("batch state", r.state, BatchState::from_code)?))).transpose()
}

/// The batches that hold the backs of this one and were read before it.
///
/// # Errors
/// When the database refuses.
pub async fn backs_waiting(connection: &mut PgConnection, fronts: BatchId) -> Result<Vec<BatchId>, StoreError> {
    let rows = sqlx::query_scalar!(
        "SELECT b.id FROM batch b JOIN batch f ON f.id = b.backs_of
         WHERE f.id = $1 AND f.collated IS NULL AND b.state = $2 ORDER BY b.received_at, b.id",
        fronts.uuid(),
        BatchState::Read as i16
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(BatchId::from_uuid).collect())
}
