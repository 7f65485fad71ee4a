//! The desk of the telephone (P1) and the page of a call.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AttemptResult, CallChoice, CallOutcome, CallState, CallbackId, CallbackState, CaseId, CaseReference, CaseState,
    CommunicationId, CommunicationState, HalfDay, PersonId, Personal, UserId,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{ContentHash, StoreError, error::decode};

/// A call as the desk and its own page show it.
#[derive(Clone, Debug)]
pub struct CallView {
    /// The communication that it is.
    pub communication: CommunicationId,
    /// Where the communication stands.
    pub communication_state: CommunicationState,
    /// The last day to say what became of it, while it has no case (I-28).
    pub outcome_due: Option<NaiveDate>,
    /// The caller's number as shown.
    pub caller_as_shown: Personal<String>,
    /// Nothing is disclosed to this number.
    pub guarded: bool,
    /// Where it stands.
    pub state: CallState,
    /// What the caller chose.
    pub choice: Option<CallChoice>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// The agent who has it.
    pub agent: Option<UserId>,
    /// The outcome.
    pub outcome: Option<CallOutcome>,
    /// What the agent wrote.
    pub summary: Option<String>,
    /// Whether the operator made a recording.
    pub recorded: bool,
    /// Its length in seconds.
    pub recording_seconds: Option<i32>,
    /// The recording, once it is kept here.
    pub recording: Option<ContentHash>,
    /// The case of the call that the actor may see, with its reference and state.
    pub case: Option<(CaseId, CaseReference, CaseState)>,
}

fn case_of(
    id: Option<Uuid>,
    reference: Option<String>,
    state: Option<i16>,
) -> Result<Option<(CaseId, CaseReference, CaseState)>, StoreError> {
    let (Some(id), Some(reference), Some(state)) = (id, reference, state) else { return Ok(None) };
    let reference = reference.parse().map_err(|_| StoreError::Malformed("case reference"))?;
    Ok(Some((CaseId::from_uuid(id), reference, decode("case state", state, CaseState::from_code)?)))
}

/// The calls that owe an outcome, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, limit: i64) -> Result<Vec<CallView>, StoreError> {
    read(connection, None, limit).await
}

/// One call.
///
/// # Errors
/// When it is unknown or the actor may not see it.
pub async fn one(connection: &mut PgConnection, id: CommunicationId) -> Result<CallView, StoreError> {
    read(connection, Some(id), 1).await?.pop().ok_or(StoreError::NotFound("call"))
}

async fn read(
    connection: &mut PgConnection,
    id: Option<CommunicationId>,
    limit: i64,
) -> Result<Vec<CallView>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT a.communication_id, m.state AS communication_state, m.outcome_due, a.caller_as_shown, a.guarded, a.state, a.choice,
                  a.started_at, a.agent, a.outcome, a.summary, a.recording_sid, a.recording_seconds, a.recording_sha256,
                  c.id AS "case_id?", c.reference AS "reference?", c.state AS "case_state?"
           FROM call a JOIN communication m ON m.id = a.communication_id
           LEFT JOIN LATERAL (SELECT c.id, c.reference, c.state FROM communication_case l JOIN residence_case c ON c.id = l.case_id
                              WHERE l.communication_id = a.communication_id ORDER BY c.id LIMIT 1) c ON true
           WHERE CASE WHEN $1::uuid IS NULL THEN a.state < $2 ELSE a.communication_id = $1 END
           ORDER BY a.started_at, a.communication_id LIMIT $3"#,
        id.map(CommunicationId::uuid),
        CallState::Settled.code(),
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(CallView {
                communication: CommunicationId::from_uuid(r.communication_id),
                communication_state: decode(
                    "communication state",
                    r.communication_state,
                    CommunicationState::from_code,
                )?,
                outcome_due: r.outcome_due,
                caller_as_shown: Personal(r.caller_as_shown),
                guarded: r.guarded,
                state: decode("call state", r.state, CallState::from_code)?,
                choice: r.choice.map(|c| decode("call choice", c, CallChoice::from_code)).transpose()?,
                started_at: r.started_at,
                agent: r.agent.map(UserId::from_uuid),
                outcome: r.outcome.map(|o| decode("call outcome", o, CallOutcome::from_code)).transpose()?,
                summary: r.summary,
                recorded: r.recording_sid.is_some(),
                recording_seconds: r.recording_seconds,
                recording: r.recording_sha256.map(|h| ContentHash::from_stored(&h)).transpose()?,
                case: case_of(r.case_id, r.reference, r.case_state)?,
            })
        })
        .collect()
}

/// A callback as the desk shows it.
#[derive(Clone, Debug)]
pub struct CallbackLine {
    /// Identifier.
    pub id: CallbackId,
    /// The communication that it answers.
    pub communication: CommunicationId,
    /// The number to call; none while no safe one is known.
    pub number: Option<Personal<String>>,
    /// Why.
    pub reason: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: CallbackState,
    /// The case, when the actor may see it.
    pub case: Option<(CaseId, CaseReference)>,
    /// The attempts, oldest first.
    pub attempts: Vec<AttemptLine>,
}

/// An attempt.
#[derive(Clone, Debug)]
pub struct AttemptLine {
    /// When.
    pub at: DateTime<Utc>,
    /// The half of the day.
    pub half_day: HalfDay,
    /// What came of it.
    pub result: AttemptResult,
}

/// The callbacks and letters owed, oldest duty first; those of one communication when it is named.
///
/// # Errors
/// When the database refuses.
pub async fn callbacks(
    connection: &mut PgConnection,
    of: Option<CommunicationId>,
    limit: i64,
) -> Result<Vec<CallbackLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT b.id, b.communication_id, b.number, b.reason, b.due_on, b.state,
                  c.id AS "case_id?", c.reference AS "reference?", c.state AS "case_state?"
           FROM callback b LEFT JOIN residence_case c ON c.id = b.case_id
           WHERE b.state IN (1, 3) AND ($1::uuid IS NULL OR b.communication_id = $1)
           ORDER BY b.due_on, b.id LIMIT $2"#,
        of.map(CommunicationId::uuid),
        limit
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for r in rows {
        let case = case_of(r.case_id, r.reference, r.case_state)?;
        lines.push(CallbackLine {
            id: CallbackId::from_uuid(r.id),
            communication: CommunicationId::from_uuid(r.communication_id),
            number: r.number.map(Personal),
            reason: r.reason,
            due_on: r.due_on,
            state: decode("callback state", r.state, CallbackState::from_code)?,
            case: case.map(|(id, reference, _)| (id, reference)),
            attempts: attempts(connection, CallbackId::from_uuid(r.id)).await?,
        });
    }
    Ok(lines)
}

async fn attempts(connection: &mut PgConnection, id: CallbackId) -> Result<Vec<AttemptLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT at, half_day, result FROM callback_attempt WHERE callback_id = $1 ORDER BY number",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(AttemptLine {
                at: r.at,
                half_day: decode("half day", r.half_day, HalfDay::from_code)?,
                result: decode("attempt result", r.result, AttemptResult::from_code)?,
            })
        })
        .collect()
}

/// Persons with a contact point of the caller's number that the actor may see: proposals only, a number proves nothing.
///
/// # Errors
/// When the database refuses.
pub async fn persons_of_caller(
    connection: &mut PgConnection,
    call: CommunicationId,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = sqlx::query_scalar!(
        "SELECT DISTINCT p.person_id FROM contact_point p JOIN call a ON a.caller = p.lines[1]
         WHERE a.communication_id = $1 AND NOT a.guarded AND p.kind = 2 AND p.safety IN (1, 2) ORDER BY p.person_id LIMIT 5",
        call.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(PersonId::from_uuid).collect())
}
