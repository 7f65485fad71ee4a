//! Where letters stand, and how one leaves its pile, as undoing asks it.

use chrono::{DateTime, Utc};
use domain::{CaseId, LetterId, LetterState};
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
