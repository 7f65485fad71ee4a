//! The desks of the counter: which deposit each is receiving, the files that its scanner gave.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, UserId};
use sqlx::PgConnection;

use crate::{ContentHash, StoreError, batches::BatchState};

/// The deposit that the scanner's next files belong to, if the desk has one open.
///
/// # Errors
/// When the database refuses.
pub async fn open_deposit(connection: &mut PgConnection, desk: &str) -> Result<Option<CommunicationId>, StoreError> {
    let id = sqlx::query_scalar!("SELECT communication_id FROM desk WHERE name = $1", desk)
        .fetch_optional(connection)
        .await?;
    Ok(id.flatten().map(CommunicationId::from_uuid))
}

/// Gives the scanner of a desk to a deposit, or to none.
///
/// # Errors
/// When the database refuses.
pub async fn set_open_deposit(
    connection: &mut PgConnection,
    desk: &str,
    deposit: Option<CommunicationId>,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO desk (name, communication_id, opened_by, opened_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO UPDATE SET communication_id = excluded.communication_id, opened_by = excluded.opened_by,
            opened_at = excluded.opened_at",
        desk,
        deposit.map(CommunicationId::uuid),
        by.map(UserId::uuid),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Remembers that a file of the desk's scanner was taken; `false` when it already was.
///
/// # Errors
/// When the database refuses.
pub async fn remember_file(
    connection: &mut PgConnection,
    desk: &str,
    content: ContentHash,
    deposit: CommunicationId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO desk_file (desk, content_sha256, communication_id, taken_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (desk, content_sha256) DO NOTHING",
        desk,
        &content.bytes()[..],
        deposit.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a file of the desk's scanner was taken before.
///
/// # Errors
/// When the database refuses.
pub async fn has_file(connection: &mut PgConnection, desk: &str, content: ContentHash) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM desk_file WHERE desk = $1 AND content_sha256 = $2) AS \"known!\"",
        desk,
        &content.bytes()[..]
    )
    .fetch_one(connection)
    .await?)
}

/// The batch of a delivery waits for the reader again: files were added to it.
///
/// # Errors
/// When the communication has no delivery.
pub async fn reopen_batch(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<BatchId, StoreError> {
    let id = sqlx::query_scalar!(
        "UPDATE batch SET state = $2 WHERE id = (SELECT batch_id FROM envelope WHERE communication_id = $1) RETURNING id",
        communication.uuid(),
        BatchState::Received as i16
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("delivery"))?;
    Ok(BatchId::from_uuid(id))
}
