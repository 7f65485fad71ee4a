//! Duties to call somebody back, and the attempts.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{AttemptResult, CallbackId, CallbackState, CaseId, CommunicationId, HalfDay, Personal, UserId};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A callback to keep.
#[derive(Clone, Debug)]
pub struct NewCallback {
    /// Identifier.
    pub id: CallbackId,
    /// The communication that it answers.
    pub communication: CommunicationId,
    /// The case, when there is one.
    pub case: Option<CaseId>,
    /// The number to call, E.164; none while no safe one is known.
    pub number: Option<Personal<String>>,
    /// Why, in words.
    pub reason: String,
    /// The last day.
    pub due_on: NaiveDate,
}

/// A callback, locked for the length of the transaction.
#[derive(Clone, Debug)]
pub struct CallbackRow {
    /// Identifier.
    pub id: CallbackId,
    /// The communication that it answers.
    pub communication: CommunicationId,
    /// The case, when there is one.
    pub case: Option<CaseId>,
    /// The number to call.
    pub number: Option<Personal<String>>,
    /// The last day.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: CallbackState,
}

/// An attempt to keep.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When.
    pub at: DateTime<Utc>,
    /// The local day.
    pub on: NaiveDate,
    /// Its half.
    pub half_day: HalfDay,
    /// What came of it.
    pub result: AttemptResult,
    /// In words.
    pub words: String,
    /// Who tried.
    pub agent: UserId,
}

/// Keeps a callback; one that the communication still owes is kept instead. Returns the one that stands.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut PgConnection,
    c: &NewCallback,
    now: DateTime<Utc>,
) -> Result<(CallbackId, bool), StoreError> {
    let done = sqlx::query!(
        "INSERT INTO callback (id, communication_id, case_id, number, reason, due_on, state, planned_at, protection)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT protection FROM communication WHERE id = $2))
         ON CONFLICT (communication_id) WHERE state IN (1, 3) DO NOTHING",
        c.id.uuid(),
        c.communication.uuid(),
        c.case.map(CaseId::uuid),
        c.number.as_ref().map(|n| n.0.as_str()),
        c.reason,
        c.due_on,
        CallbackState::Due.code(),
        now
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 1 {
        return Ok((c.id, true));
    }
    let standing = open_of(connection, c.communication).await?;
    Ok((standing.ok_or(StoreError::NotFound("callback"))?, false))
}

/// The callback that a communication still owes.
///
/// # Errors
/// When the database refuses.
pub async fn open_of(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<Option<CallbackId>, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM callback WHERE communication_id = $1 AND state IN (1, 3)",
        communication.uuid()
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(CallbackId::from_uuid))
}

/// Loads and locks a callback.
///
/// # Errors
/// When it is unknown or the actor may not see it.
pub async fn lock(connection: &mut PgConnection, id: CallbackId) -> Result<CallbackRow, StoreError> {
    let r = sqlx::query!(
        "SELECT communication_id, case_id, number, due_on, state FROM callback WHERE id = $1 FOR UPDATE",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("callback"))?;
    Ok(CallbackRow {
        id,
        communication: CommunicationId::from_uuid(r.communication_id),
        case: r.case_id.map(CaseId::from_uuid),
        number: r.number.map(Personal),
        due_on: r.due_on,
        state: decode("callback state", r.state, CallbackState::from_code)?,
    })
}

/// Keeps an attempt; returns the half-days in which somebody tried, this one included.
///
/// # Errors
/// When the database refuses.
pub async fn add_attempt(connection: &mut PgConnection, id: CallbackId, a: &Attempt) -> Result<i64, StoreError> {
    sqlx::query!(
        "INSERT INTO callback_attempt (callback_id, number, at, on_day, half_day, result, words, agent)
         SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 FROM callback_attempt WHERE callback_id = $1",
        id.uuid(),
        a.at,
        a.on,
        a.half_day.code(),
        a.result.code(),
        a.words,
        a.agent.uuid()
    )
    .execute(&mut *connection)
    .await?;
    let half_days = sqlx::query_scalar!(
        "SELECT count(DISTINCT (on_day, half_day)) AS \"count!\" FROM callback_attempt WHERE callback_id = $1",
        id.uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok(half_days)
}

/// Sets where a callback stands.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    connection: &mut PgConnection,
    id: CallbackId,
    state: CallbackState,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ended = match state {
        CallbackState::Reached | CallbackState::Written | CallbackState::NotNeeded => Some(now),
        CallbackState::Due | CallbackState::Write => None,
    };
    sqlx::query!("UPDATE callback SET state = $2, ended_at = $3 WHERE id = $1", id.uuid(), state.code(), ended)
        .execute(connection)
        .await?;
    Ok(())
}

/// Names the case of the callback that a communication owes, once there is one.
///
/// # Errors
/// When the database refuses.
pub async fn set_case(
    connection: &mut PgConnection,
    communication: CommunicationId,
    case: CaseId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE callback SET case_id = $2 WHERE communication_id = $1 AND state IN (1, 3)",
        communication.uuid(),
        case.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A day was promised to the person: it is the day of the callback from now on, with its reason.
///
/// # Errors
/// When the database refuses.
pub async fn promise(
    connection: &mut PgConnection,
    id: CallbackId,
    due_on: NaiveDate,
    reason: &str,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE callback SET due_on = $2, reason = $3 WHERE id = $1", id.uuid(), due_on, reason)
        .execute(connection)
        .await?;
    Ok(())
}

/// The first day by which a case owes a callback, with the reason; none when nobody waits.
///
/// # Errors
/// When the database refuses.
pub async fn earliest_owed(
    connection: &mut PgConnection,
    case: CaseId,
) -> Result<Option<(NaiveDate, String)>, StoreError> {
    let row = sqlx::query!(
        "SELECT due_on, reason FROM callback WHERE case_id = $1 AND state IN (1, 3) ORDER BY due_on, id LIMIT 1",
        case.uuid()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|r| (r.due_on, r.reason)))
}
