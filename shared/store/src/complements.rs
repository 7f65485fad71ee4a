//! Requests for missing pieces (CRPA L. 114-5).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CommunicationId, ComplementRequestId, LetterId, PieceKind, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::StoreError;

/// A piece asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPiece {
    /// Its kind.
    pub kind: PieceKind,
    /// What it is, in French.
    pub label: String,
    /// The text that asks for it.
    pub basis: String,
    /// Whether nothing can be examined without it.
    pub indispensable: bool,
    /// Kinds that do as well.
    #[serde(default)]
    pub alternatives: Vec<PieceKind>,
    /// Why the copy received is doubted: its original is asked for (CRPA R. 113-11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

/// A request.
#[derive(Clone, Debug)]
pub struct ComplementRow {
    /// Identifier.
    pub id: ComplementRequestId,
    /// The case.
    pub case: CaseId,
    /// The letter that asks.
    pub letter: LetterId,
    /// The pieces.
    pub items: Vec<AskedPiece>,
    /// When it was decided.
    pub requested_at: DateTime<Utc>,
    /// The last day to send them, once it runs.
    pub limit_on: Option<NaiveDate>,
    /// Since when nobody knows whether the letter arrived.
    pub in_doubt_since: Option<DateTime<Utc>>,
    /// The day the answer counts from.
    pub answered_on: Option<NaiveDate>,
}

/// Keeps a request.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut PgConnection,
    id: ComplementRequestId,
    case: CaseId,
    letter: LetterId,
    items: &[AskedPiece],
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO complement_request (id, case_id, letter_id, items, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5, $6)",
        id.uuid(),
        case.uuid(),
        letter.uuid(),
        serde_json::json!(items),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The request that a letter carries.
///
/// # Errors
/// When the database refuses.
pub async fn of_letter(connection: &mut PgConnection, letter: LetterId) -> Result<Option<ComplementRow>, StoreError> {
    Ok(rows(connection, None, Some(letter)).await?.pop())
}

/// The requests of a case, the first one first; those whose letter was cancelled are left out.
///
/// # Errors
/// When the database refuses.
pub async fn of_case(connection: &mut PgConnection, case: CaseId) -> Result<Vec<ComplementRow>, StoreError> {
    rows(connection, Some(case), None).await
}

async fn rows(
    connection: &mut PgConnection,
    case: Option<CaseId>,
    letter: Option<LetterId>,
) -> Result<Vec<ComplementRow>, StoreError> {
    let rows = sqlx::query!(
        "SELECT c.id, c.case_id, c.letter_id, c.items, c.requested_at, c.limit_on, c.in_doubt_since, c.answered_on
         FROM complement_request c JOIN letter l ON l.id = c.letter_id
         WHERE ($1::uuid IS NULL OR c.case_id = $1) AND ($2::uuid IS NULL OR c.letter_id = $2) AND l.state <> 6
         ORDER BY c.requested_at, c.id",
        case.map(CaseId::uuid),
        letter.map(LetterId::uuid)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(ComplementRow {
                id: ComplementRequestId::from_uuid(r.id),
                case: CaseId::from_uuid(r.case_id),
                letter: LetterId::from_uuid(r.letter_id),
                items: serde_json::from_value(r.items).map_err(|_| StoreError::Malformed("pieces asked for"))?,
                requested_at: r.requested_at,
                limit_on: r.limit_on,
                in_doubt_since: r.in_doubt_since,
                answered_on: r.answered_on,
            })
        })
        .collect()
}

/// The limit runs, or runs anew: the request is no longer in doubt. `None`: it does not run yet.
///
/// # Errors
/// When the database refuses.
pub async fn set_limit(
    connection: &mut PgConnection,
    id: ComplementRequestId,
    limit: Option<NaiveDate>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE complement_request SET limit_on = $2, in_doubt_since = NULL WHERE id = $1", id.uuid(), limit)
        .execute(connection)
        .await?;
    Ok(())
}

/// Nobody knows whether the request arrived: its limit is void.
///
/// # Errors
/// When the database refuses.
pub async fn doubt(
    connection: &mut PgConnection,
    id: ComplementRequestId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE complement_request SET limit_on = NULL, in_doubt_since = $2 WHERE id = $1", id.uuid(), now)
        .execute(connection)
        .await?;
    Ok(())
}

/// The requests of a case that wait for an answer have one: a communication, and the day that it counts from.
///
/// # Errors
/// When the database refuses.
pub async fn answer(
    connection: &mut PgConnection,
    case: CaseId,
    communication: CommunicationId,
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE complement_request c SET answered_on = $3, answered_by = $2 FROM letter l
         WHERE c.case_id = $1 AND c.answered_on IS NULL AND l.id = c.letter_id AND coalesce(l.handed_at, l.left_at) IS NOT NULL",
        case.uuid(),
        communication.uuid(),
        on
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// An answer counts from an earlier day than it seemed; returns the day that counted before, if one did.
///
/// # Errors
/// When the database refuses.
pub async fn answered_earlier(
    connection: &mut PgConnection,
    communication: CommunicationId,
    on: NaiveDate,
) -> Result<Option<NaiveDate>, StoreError> {
    let before = sqlx::query_scalar!(
        "UPDATE complement_request c SET answered_on = $2
         FROM (SELECT id, answered_on FROM complement_request WHERE answered_by = $1 AND answered_on > $2 FOR UPDATE) before
         WHERE c.id = before.id RETURNING before.answered_on AS \"before!\"",
        communication.uuid(),
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(before.into_iter().next())
}

/// An answer counts from another day, earlier or later, by the word of two persons; returns the day that counted before, if one did.
///
/// # Errors
/// When the database refuses.
pub async fn answered_on_another_day(
    connection: &mut PgConnection,
    communication: CommunicationId,
    on: NaiveDate,
) -> Result<Option<NaiveDate>, StoreError> {
    let before = sqlx::query_scalar!(
        "UPDATE complement_request c SET answered_on = $2
         FROM (SELECT id, answered_on FROM complement_request WHERE answered_by = $1 AND answered_on <> $2 FOR UPDATE) before
         WHERE c.id = before.id RETURNING before.answered_on AS \"before!\"",
        communication.uuid(),
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(before.into_iter().next())
}

/// The day that an answer counts from is again what it was.
///
/// # Errors
/// When the database refuses.
pub async fn answered_again_on(
    connection: &mut PgConnection,
    communication: CommunicationId,
    on: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE complement_request SET answered_on = $2 WHERE answered_by = $1", communication.uuid(), on)
        .execute(connection)
        .await?;
    Ok(())
}

/// The answer was joined to this case by mistake; returns whether one was.
///
/// # Errors
/// When the database refuses.
pub async fn answer_taken_back(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE complement_request SET answered_on = NULL, answered_by = NULL WHERE answered_by = $1",
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}
