//! What needs a person's eye (M7).

use chrono::{DateTime, Utc};
use domain::{BatchId, CaseId, CommunicationId, ExceptionId, ExceptionKind, Role};
use sqlx::PgConnection;

use crate::StoreError;

/// An exception to open.
#[derive(Clone, Debug)]
pub struct NewException {
    /// Identifier.
    pub id: ExceptionId,
    /// What it is.
    pub kind: ExceptionKind,
    /// One exception for one cause: a second one with the same key changes nothing.
    pub key: String,
    /// The batch concerned.
    pub batch: Option<BatchId>,
    /// The communication concerned.
    pub communication: Option<CommunicationId>,
    /// The case concerned.
    pub case: Option<CaseId>,
    /// Facts for the sentence shown (file name, pages, limits); no personal data.
    pub detail: serde_json::Value,
    /// Who owns it.
    pub owner: Role,
}

/// Opens an exception; `false` when its cause is already known.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, e: &NewException, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO exception (id, kind, key, batch_id, communication_id, case_id, detail, owner_role, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING",
        e.id.uuid(),
        e.kind.code(),
        e.key,
        e.batch.map(BatchId::uuid),
        e.communication.map(CommunicationId::uuid),
        e.case.map(CaseId::uuid),
        e.detail,
        e.owner.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an exception with an outcome in words; `false` when it had already ended.
///
/// # Errors
/// When the database refuses.
pub async fn end(
    connection: &mut PgConnection,
    id: ExceptionId,
    by: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE exception SET ended_at = $2, ended_by = $3, outcome = $4 WHERE id = $1 AND ended_at IS NULL",
        id.uuid(),
        now,
        by,
        outcome
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Opens an ended exception again; `false` when it was open.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(connection: &mut PgConnection, id: ExceptionId) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE exception SET ended_at = NULL, ended_by = NULL, outcome = NULL WHERE id = $1 AND ended_at IS NOT NULL",
        id.uuid()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the open exceptions about a letter; returns which.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_letter(
    connection: &mut PgConnection,
    letter: domain::LetterId,
    by: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<Vec<ExceptionId>, StoreError> {
    let ended = sqlx::query_scalar!(
        "UPDATE exception SET ended_at = $2, ended_by = $3, outcome = $4 WHERE detail->>'letter' = $1 AND ended_at IS NULL RETURNING id",
        letter.to_string(),
        now,
        by,
        outcome
    )
    .fetch_all(connection)
    .await?;
    Ok(ended.into_iter().map(ExceptionId::from_uuid).collect())
}

/// Ends the open exceptions of a kind about a communication.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_communication(
    connection: &mut PgConnection,
    communication: CommunicationId,
    kind: ExceptionKind,
    by: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exception SET ended_at = $3, ended_by = $4, outcome = $5
         WHERE communication_id = $1 AND kind = $2 AND ended_at IS NULL",
        communication.uuid(),
        kind.code(),
        now,
        by,
        outcome
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends the open exception of a cause, if there is one.
///
/// # Errors
/// When the database refuses.
pub async fn end_by_key(
    connection: &mut PgConnection,
    key: &str,
    by: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exception SET ended_at = $2, ended_by = $3, outcome = $4 WHERE key = $1 AND ended_at IS NULL",
        key,
        now,
        by,
        outcome
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Opens again the exception that stands under a key.
///
/// # Errors
/// When the database refuses.
pub async fn reopen_by_key(connection: &mut PgConnection, key: &str) -> Result<(), StoreError> {
    sqlx::query!("UPDATE exception SET ended_at = NULL, ended_by = NULL, outcome = NULL WHERE key = $1", key)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends the open exceptions of a kind about a case.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_case(
    connection: &mut PgConnection,
    case: CaseId,
    kind: ExceptionKind,
    by: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exception SET ended_at = $3, ended_by = $4, outcome = $5 WHERE case_id = $1 AND kind = $2 AND ended_at IS NULL",
        case.uuid(),
        kind.code(),
        now,
        by,
        outcome
    )
    .execute(connection)
    .await?;
    Ok(())
}
