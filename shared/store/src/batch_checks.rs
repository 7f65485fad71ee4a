//! The scans that were compared with their paper, and whose paper may be destroyed.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, UserId};
use sqlx::PgConnection;

use crate::StoreError;

/// A person has compared the scan of a batch with its paper; `false` when they already had.
///
/// # Errors
/// When the database refuses.
pub async fn check(
    connection: &mut PgConnection,
    batch: BatchId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO batch_check (batch_id, checked_by, checked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        batch.uuid(),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A person had not compared the scan of a batch with its paper after all; `false` when they had not said so, or the paper is gone.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(
    connection: &mut PgConnection,
    batch: BatchId,
    by: UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE batch_check SET withdrawn_at = $3, withdrawn_reason = $4
         WHERE batch_id = $1 AND checked_by = $2 AND withdrawn_at IS NULL
           AND EXISTS (SELECT FROM envelope e WHERE e.batch_id = $1 AND NOT passerelle_envelope_gone(e.communication_id))",
        batch.uuid(),
        by.uuid(),
        now,
        reason
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A check that was taken back.
#[derive(Clone, Debug)]
pub struct WithdrawnCheck {
    /// The batch.
    pub batch: BatchId,
    /// Who had said that they compared it.
    pub by: UserId,
    /// When they had said so.
    pub checked_at: DateTime<Utc>,
    /// When they took it back.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// The checks of batches that were taken back, the earliest first.
///
/// # Errors
/// When the database refuses.
pub async fn withdrawn(connection: &mut PgConnection, batches: &[BatchId]) -> Result<Vec<WithdrawnCheck>, StoreError> {
    let ids: Vec<uuid::Uuid> = batches.iter().map(|batch| batch.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT batch_id, checked_by, checked_at, withdrawn_at AS \"withdrawn_at!\", withdrawn_reason AS \"reason!\" FROM batch_check
         WHERE batch_id = ANY($1) AND withdrawn_at IS NOT NULL ORDER BY withdrawn_at, checked_by",
        &ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| WithdrawnCheck {
            batch: BatchId::from_uuid(r.batch_id),
            by: UserId::from_uuid(r.checked_by),
            checked_at: r.checked_at,
            at: r.withdrawn_at,
            reason: r.reason,
        })
        .collect())
}

/// How the paper of a batch stands.
#[derive(Clone, Debug)]
pub struct BatchPaper {
    /// The batch.
    pub batch: BatchId,
    /// The name of its file.
    pub file_name: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Its pages.
    pub pages: u32,
    /// Who compared it with its paper.
    pub checked_by: Vec<UserId>,
    /// Its envelopes whose paper is still in the house.
    pub envelopes: Vec<CommunicationId>,
    /// Its envelopes that wait to be registered, or about which something is open.
    pub open: u32,
    /// Originals out of it that are still in the house.
    pub originals: u32,
}

/// The scanned batches whose paper is in the house, the oldest first, at most `limit`; or one of them.
///
/// # Errors
/// When the database refuses.
pub async fn standing(
    connection: &mut PgConnection,
    one: Option<BatchId>,
    limit: i64,
) -> Result<Vec<BatchPaper>, StoreError> {
    let rows = sqlx::query!(
        "SELECT b.id, b.file_name, b.received_at, b.pages_read,
                ARRAY(SELECT k.checked_by FROM batch_check k WHERE k.batch_id = b.id AND k.withdrawn_at IS NULL ORDER BY k.checked_at) AS \"checked_by!\",
                ARRAY(SELECT e.communication_id FROM envelope e WHERE e.batch_id = b.id
                      AND NOT passerelle_envelope_gone(e.communication_id) ORDER BY e.position) AS \"envelopes!\",
                (SELECT count(*) FROM envelope e LEFT JOIN communication m ON m.id = e.communication_id
                 WHERE e.batch_id = b.id AND (m.id IS NULL OR m.state <= 2 OR EXISTS (
                    SELECT FROM exception x WHERE x.communication_id = m.id AND x.ended_at IS NULL))) AS \"open!\",
                (SELECT count(*) FROM original_paper o JOIN envelope e ON e.communication_id = o.communication_id
                 WHERE e.batch_id = b.id AND NOT passerelle_original_gone(o.id)) AS \"originals!\"
         FROM batch b
         WHERE b.kind = 1 AND b.state <> 1 AND ($1::uuid IS NULL OR b.id = $1) AND EXISTS (
            SELECT FROM envelope e WHERE e.batch_id = b.id AND NOT passerelle_envelope_gone(e.communication_id))
         ORDER BY b.received_at, b.id LIMIT $2",
        one.map(BatchId::uuid),
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| BatchPaper {
            batch: BatchId::from_uuid(r.id),
            file_name: r.file_name,
            received_at: r.received_at,
            pages: u32::try_from(r.pages_read).unwrap_or(0),
            checked_by: r.checked_by.into_iter().map(UserId::from_uuid).collect(),
            envelopes: r.envelopes.into_iter().map(CommunicationId::from_uuid).collect(),
            open: u32::try_from(r.open).unwrap_or(u32::MAX),
            originals: u32::try_from(r.originals).unwrap_or(u32::MAX),
        })
        .collect())
}

/// Paper of a batch that was destroyed.
#[derive(Clone, Debug)]
pub struct DestroyedPaper {
    /// The name of its file.
    pub file_name: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Its pages.
    pub pages: u32,
    /// How many of its envelopes.
    pub envelopes: u32,
    /// Who compared it with its scan, and when.
    pub checked: Vec<(UserId, DateTime<Utc>)>,
    /// Who noted the destruction.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The paper whose destruction was noted from an instant (included) to another (excluded), in that order, at most `limit` batches.
///
/// # Errors
/// When the database refuses.
pub async fn destroyed(
    connection: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DestroyedPaper>, StoreError> {
    let rows = sqlx::query!(
        "SELECT b.file_name, b.received_at, b.pages_read, count(*) AS \"envelopes!\", p.moved_by, p.moved_at,
                ARRAY(SELECT k.checked_by FROM batch_check k WHERE k.batch_id = b.id AND k.withdrawn_at IS NULL ORDER BY k.checked_at, k.checked_by) AS \"checked_by!\",
                ARRAY(SELECT k.checked_at FROM batch_check k WHERE k.batch_id = b.id AND k.withdrawn_at IS NULL ORDER BY k.checked_at, k.checked_by) AS \"checked_at!\"
         FROM paper_move p JOIN envelope e ON e.communication_id = p.communication_id JOIN batch b ON b.id = e.batch_id
         WHERE p.fate = 4 AND p.moved_at >= $1 AND p.moved_at < $2
         GROUP BY b.id, p.moved_by, p.moved_at ORDER BY p.moved_at, b.id LIMIT $3",
        from,
        until,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| DestroyedPaper {
            file_name: r.file_name,
            received_at: r.received_at,
            pages: u32::try_from(r.pages_read).unwrap_or(0),
            envelopes: u32::try_from(r.envelopes).unwrap_or(u32::MAX),
            checked: r.checked_by.into_iter().map(UserId::from_uuid).zip(r.checked_at).collect(),
            by: UserId::from_uuid(r.moved_by),
            at: r.moved_at,
        })
        .collect())
}
