//! Separator sheets that were probably missed: proposed with their reasons, decided by a person.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, MissedSheetId, UserId};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{StoreError, within::Within};

/// A proposal to cut an envelope before a page.
#[derive(Clone, Debug)]
pub struct MissedSheet {
    /// Identifier.
    pub id: MissedSheetId,
    /// The envelope, by its communication.
    pub communication: CommunicationId,
    /// The batch.
    pub batch: BatchId,
    /// The page that another envelope probably starts with.
    pub page: i32,
    /// Why, in words of the machine.
    pub reasons: Value,
}

/// Proposes; what was already proposed for a page stays as it was decided.
///
/// # Errors
/// When the database refuses.
pub async fn propose(connection: &mut PgConnection, m: &MissedSheet, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO missed_sheet (id, communication_id, batch_id, page, reasons, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (batch_id, page) DO NOTHING",
        m.id.uuid(),
        m.communication.uuid(),
        m.batch.uuid(),
        m.page,
        m.reasons,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What waits for a decision, in the order of the pages, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, within: Within, limit: i64) -> Result<Vec<MissedSheet>, StoreError> {
    let rows = sqlx::query!(
        "SELECT m.id, m.communication_id, m.batch_id, m.page, m.reasons FROM missed_sheet m JOIN communication c ON c.id = m.communication_id
         WHERE m.decided_at IS NULL AND c.state <= 2
           AND NOT EXISTS (SELECT FROM envelope e WHERE e.communication_id = c.id AND e.sealed IS NOT NULL) AND ($1::uuid IS NULL OR m.batch_id = $1) AND ($2::uuid IS NULL OR m.communication_id = $2)
         ORDER BY m.proposed_at, m.batch_id, m.page LIMIT $3",
        within.batch(),
        within.envelope(),
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| MissedSheet {
            id: MissedSheetId::from_uuid(r.id),
            communication: CommunicationId::from_uuid(r.communication_id),
            batch: BatchId::from_uuid(r.batch_id),
            page: r.page,
            reasons: r.reasons,
        })
        .collect())
}

/// Decides the proposal about a page, whoever was quicker: `false` when there is none open.
///
/// # Errors
/// When the database refuses.
pub async fn decide(
    connection: &mut PgConnection,
    batch: BatchId,
    page: i32,
    accepted: bool,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE missed_sheet SET decided_at = $4, decided_by = $5, accepted = $3 WHERE batch_id = $1 AND page = $2 AND decided_at IS NULL",
        batch.uuid(),
        page,
        accepted,
        now,
        by.uuid()
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// Opens the proposal about a page again.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(connection: &mut PgConnection, batch: BatchId, page: i32) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE missed_sheet SET decided_at = NULL, decided_by = NULL, accepted = NULL WHERE batch_id = $1 AND page = $2",
        batch.uuid(),
        page
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The proposals from a page on belong to another envelope now.
///
/// # Errors
/// When the database refuses.
pub async fn hand(
    connection: &mut PgConnection,
    from: CommunicationId,
    to: CommunicationId,
    page: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE missed_sheet SET communication_id = $2 WHERE communication_id = $1 AND page > $3",
        from.uuid(),
        to.uuid(),
        page
    )
    .execute(connection)
    .await?;
    Ok(())
}
