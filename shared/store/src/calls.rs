//! Calls as operations read, lock and change them.

use chrono::{DateTime, Utc};
use domain::{CallChoice, CallOutcome, CallState, CommunicationId, Personal, UserId};
use sqlx::PgConnection;

use crate::{ContentHash, StoreError, error::decode};

/// A call to keep.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// The communication that it is.
    pub communication: CommunicationId,
    /// The operator's name of it.
    pub sid: String,
    /// The number of ours that was called.
    pub number_called: String,
    /// The caller's number as shown.
    pub caller_as_shown: Personal<String>,
    /// The same in E.164, when it is understood.
    pub caller: Option<Personal<String>>,
    /// Nothing is disclosed to this number and nothing sent to it.
    pub guarded: bool,
    /// Where it stands.
    pub state: CallState,
    /// When it began.
    pub started_at: DateTime<Utc>,
}

/// A call, locked for the length of the transaction.
#[derive(Clone, Debug)]
pub struct CallRow {
    /// The communication that it is.
    pub communication: CommunicationId,
    /// The operator's name of it.
    pub sid: String,
    /// The caller's number in E.164.
    pub caller: Option<Personal<String>>,
    /// Nothing is disclosed to this number.
    pub guarded: bool,
    /// Where it stands.
    pub state: CallState,
    /// What the caller chose.
    pub choice: Option<CallChoice>,
    /// The digits typed for a case.
    pub reference_typed: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// The operator's name of the recording.
    pub recording_sid: Option<String>,
    /// The recording, once it is kept here.
    pub recording: Option<ContentHash>,
}

/// Inserts a call; `false` when it is known.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, c: &NewCall) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO call (communication_id, sid, number_called, caller_as_shown, caller, guarded, state, started_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        c.communication.uuid(),
        c.sid,
        c.number_called,
        c.caller_as_shown.0,
        c.caller.as_ref().map(|n| n.0.as_str()),
        c.guarded,
        c.state.code(),
        c.started_at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The communication of a call that the operator names.
///
/// # Errors
/// When the database refuses.
pub async fn by_sid(connection: &mut PgConnection, sid: &str) -> Result<Option<CommunicationId>, StoreError> {
    let id =
        sqlx::query_scalar!("SELECT communication_id FROM call WHERE sid = $1", sid).fetch_optional(connection).await?;
    Ok(id.map(CommunicationId::from_uuid))
}

/// Loads and locks a call.
///
/// # Errors
/// When it is unknown or the actor may not see it.
pub async fn lock(connection: &mut PgConnection, id: CommunicationId) -> Result<CallRow, StoreError> {
    let r = sqlx::query!(
        "SELECT sid, caller, guarded, state, choice, reference_typed, started_at, recording_sid, recording_sha256
         FROM call WHERE communication_id = $1 FOR UPDATE",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("call"))?;
    Ok(CallRow {
        communication: id,
        sid: r.sid,
        caller: r.caller.map(Personal),
        guarded: r.guarded,
        state: decode("call state", r.state, CallState::from_code)?,
        choice: r.choice.map(|c| decode("call choice", c, CallChoice::from_code)).transpose()?,
        reference_typed: r.reference_typed,
        started_at: r.started_at,
        recording_sid: r.recording_sid,
        recording: r.recording_sha256.map(|h| ContentHash::from_stored(&h)).transpose()?,
    })
}

/// Sets where a call stands.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(connection: &mut PgConnection, id: CommunicationId, state: CallState) -> Result<(), StoreError> {
    sqlx::query!("UPDATE call SET state = $2 WHERE communication_id = $1", id.uuid(), state.code())
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps what the caller chose, and the digits typed for a case.
///
/// # Errors
/// When the database refuses.
pub async fn set_choice(
    connection: &mut PgConnection,
    id: CommunicationId,
    choice: CallChoice,
    reference_typed: Option<&str>,
    state: CallState,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE call SET choice = $2, reference_typed = coalesce($3, reference_typed), state = $4 WHERE communication_id = $1",
        id.uuid(),
        choice.code(),
        reference_typed,
        state.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps that the operator has a recording.
///
/// # Errors
/// When the database refuses.
pub async fn set_recording(
    connection: &mut PgConnection,
    id: CommunicationId,
    recording_sid: &str,
    seconds: Option<i32>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE call SET recording_sid = $2, recording_seconds = $3 WHERE communication_id = $1",
        id.uuid(),
        recording_sid,
        seconds
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the recording itself.
///
/// # Errors
/// When the database refuses.
pub async fn set_recording_kept(
    connection: &mut PgConnection,
    id: CommunicationId,
    content: ContentHash,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE call SET recording_sha256 = $2 WHERE communication_id = $1", id.uuid(), &content.bytes()[..])
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps when the line was closed.
///
/// # Errors
/// When the database refuses.
pub async fn set_ended(
    connection: &mut PgConnection,
    id: CommunicationId,
    at: DateTime<Utc>,
    state: CallState,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE call SET ended_at = coalesce(ended_at, $2), state = $3 WHERE communication_id = $1",
        id.uuid(),
        at,
        state.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a call to an agent; `false` when another agent has it.
///
/// # Errors
/// When the database refuses.
pub async fn set_agent(
    connection: &mut PgConnection,
    id: CommunicationId,
    agent: UserId,
    state: CallState,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE call SET agent = $2, state = $3 WHERE communication_id = $1 AND (agent IS NULL OR agent = $2)",
        id.uuid(),
        agent.uuid(),
        state.code()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the outcome of a call, or takes it back.
///
/// # Errors
/// When the database refuses.
pub async fn set_outcome(
    connection: &mut PgConnection,
    id: CommunicationId,
    outcome: Option<(CallOutcome, &str)>,
    agent: UserId,
    state: CallState,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE call SET outcome = $2, summary = $3, agent = $4, state = $5 WHERE communication_id = $1",
        id.uuid(),
        outcome.map(|(outcome, _)| outcome.code()),
        outcome.map(|(_, words)| words),
        agent.uuid(),
        state.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The registration of a call was taken back: a call that had ended with it owes an outcome again, and is in sight. A
/// communication that is no call, or ended otherwise, is left as it is.
///
/// # Errors
/// When the database refuses.
pub async fn owe_outcome_again(connection: &mut PgConnection, id: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE call SET outcome = NULL, summary = NULL, state = $3 WHERE communication_id = $1 AND outcome = $2",
        id.uuid(),
        CallOutcome::Registered.code(),
        CallState::Ended.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether a number (E.164) is that of a contact point that may not be used, or of a protected person.
///
/// # Errors
/// When the database refuses.
pub async fn is_guarded(connection: &mut PgConnection, number: &str) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM contact_point WHERE kind = 2 AND lines[1] = $1 AND (safety IN (3, 4) OR protection > 0)) AS \"found!\"",
        number
    )
    .fetch_one(connection)
    .await?;
    Ok(found)
}

/// Whether a number may be called back: no contact point of that number is unsafe or compromised (I-11).
///
/// # Errors
/// When the database refuses.
pub async fn may_call(connection: &mut PgConnection, number: &str) -> Result<bool, StoreError> {
    let unsafe_number = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM contact_point WHERE kind = 2 AND lines[1] = $1 AND safety IN (3, 4)) AS \"found!\"",
        number
    )
    .fetch_one(connection)
    .await?;
    Ok(!unsafe_number)
}

/// A call as the operator's list is compared with.
#[derive(Clone, Debug)]
pub struct CallStanding {
    /// The operator's name of it.
    pub sid: String,
    /// Where it stands.
    pub state: CallState,
    /// Whether a recording of it is known.
    pub recorded: bool,
}

/// Which of these calls are known, and where they stand.
///
/// # Errors
/// When the database refuses.
pub async fn standing(connection: &mut PgConnection, sids: &[String]) -> Result<Vec<CallStanding>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT sid, state, recording_sid IS NOT NULL AS "recorded!" FROM call WHERE sid = ANY ($1)"#,
        sids
    )
    .fetch_all(connection)
    .await?;
    let standing = |sid, state, recorded| {
        Ok(CallStanding { sid, state: decode("call state", state, CallState::from_code)?, recorded })
    };
    rows.into_iter().map(|r| standing(r.sid, r.state, r.recorded)).collect()
}

/// When the latest call began that the operator told of; none before the first. Calls noted by hand do not count.
///
/// # Errors
/// When the database refuses.
pub async fn latest(connection: &mut PgConnection, noted: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at = sqlx::query_scalar!("SELECT max(started_at) FROM call WHERE NOT starts_with(sid, $1)", noted)
        .fetch_one(connection)
        .await?;
    Ok(at)
}
