//! Where letters stand, and how one leaves its pile, as undoing asks it.

use chrono::{DateTime, Utc};
use domain::{CaseId, CommunicationId, LetterId, LetterKind, LetterState};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Whether a letter of a case was printed or left at or after an instant.
///
/// # Errors
/// When the database refuses.
pub async fn printed_since(
    connection: &mut PgConnection,
    case: CaseId,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let any = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM letter WHERE case_id = $1 AND (printed_at >= $2 OR left_at >= $2)) AS \"any!\"",
        case.uuid(),
        since
    )
    .fetch_one(connection)
    .await?;
    Ok(any)
}

/// The letters that say since when a case, and what `communication` added to it, count: of each kind the one that stands, the last.
///
/// # Errors
/// When the database refuses.
pub async fn dated(
    connection: &mut PgConnection,
    case: CaseId,
    communication: CommunicationId,
) -> Result<Vec<LetterId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT ON (kind, starts_with(cause, 'pieces:')) id FROM letter
         WHERE case_id = $1 AND kind IN ($3, $4) AND state <> $5
           AND (NOT starts_with(cause, 'pieces:') OR starts_with(cause, 'pieces:' || $2::text))
         ORDER BY kind, starts_with(cause, 'pieces:'), requested_at DESC, id DESC",
        case.uuid(),
        communication.to_string(),
        LetterKind::Acknowledgement.code(),
        LetterKind::DepositReceipt.code(),
        LetterState::Cancelled.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// The receipts of what a communication added to a case, those that were made again too.
///
/// # Errors
/// When the database refuses.
pub async fn receipts_of_pieces(
    connection: &mut PgConnection,
    case: CaseId,
    communication: CommunicationId,
) -> Result<Vec<LetterId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM letter WHERE case_id = $1 AND state <> $3 AND starts_with(cause, 'pieces:' || $2::text) ORDER BY requested_at, id",
        case.uuid(),
        communication.to_string(),
        LetterState::Cancelled.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// Those among these letters that are held for a reason, in order.
///
/// # Errors
/// When the database refuses.
pub async fn held_for(
    connection: &mut PgConnection,
    ids: &[LetterId],
    reason: &str,
) -> Result<Vec<LetterId>, StoreError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let found = sqlx::query_scalar!(
        "SELECT id FROM letter WHERE id = ANY($1) AND state = $2 AND held_reason = $3 ORDER BY requested_at, id",
        &uuids,
        LetterState::Held.code(),
        reason
    )
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(LetterId::from_uuid).collect())
}

/// A letter leaves the pile that it was printed in, which has one less. To be called before its state changes; nothing for one that is
/// in none, or whose pile has left.
///
/// # Errors
/// When the database refuses.
pub async fn leave_run(connection: &mut PgConnection, id: LetterId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE print_run r SET letters = r.letters - 1 FROM letter l WHERE l.id = $1 AND r.id = l.print_run_id AND r.handed_at IS NULL",
        id.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
