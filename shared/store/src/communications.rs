//! Communications: what operations read, lock and change.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, ChannelKind, CommunicationId, CommunicationState, Evidence, EvidenceKind, Personal};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A communication as an operation needs it, locked for the length of the transaction.
#[derive(Clone, Debug)]
pub struct CommunicationRow {
    /// Identifier.
    pub id: CommunicationId,
    /// The door.
    pub channel: ChannelKind,
    /// The source at that door.
    pub account: String,
    /// Where it stands.
    pub state: CommunicationState,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The local date of that instant.
    pub received_on: NaiveDate,
    /// The cases it belongs to.
    pub cases: Vec<CaseId>,
}

/// Loads and locks a communication with its cases.
///
/// # Errors
/// When it is unknown or the actor may not see it.
pub async fn lock(connection: &mut PgConnection, id: CommunicationId) -> Result<CommunicationRow, StoreError> {
    let r = sqlx::query!(
        "SELECT account, channel, state, received_at, received_on FROM communication WHERE id = $1 FOR UPDATE",
        id.uuid()
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(StoreError::NotFound("communication"))?;
    let cases = sqlx::query_scalar!(
        "SELECT case_id FROM communication_case WHERE communication_id = $1 ORDER BY case_id",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(CommunicationRow {
        id,
        channel: decode("channel", r.channel, ChannelKind::from_code)?,
        account: r.account,
        state: decode("communication state", r.state, CommunicationState::from_code)?,
        received_at: r.received_at,
        received_on: r.received_on,
        cases: cases.into_iter().map(CaseId::from_uuid).collect(),
    })
}

/// Sets the state of communications and, for those that end without a case, the outcome in words.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    connection: &mut PgConnection,
    id: CommunicationId,
    state: CommunicationState,
    outcome: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE communication SET state = $2, outcome = $3 WHERE id = $1", id.uuid(), state.code(), outcome)
        .execute(connection)
        .await?;
    Ok(())
}

/// What was read waits for a person, unless one was quicker.
///
/// # Errors
/// When the database refuses.
pub async fn set_ready(connection: &mut PgConnection, id: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE communication SET state = $2 WHERE id = $1 AND state = $3",
        id.uuid(),
        CommunicationState::ToIndex.code(),
        CommunicationState::Received.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A communication that has a case now needs no owner of its own.
///
/// # Errors
/// When the database refuses.
pub async fn disown(connection: &mut PgConnection, id: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE communication SET owner_role = NULL, outcome_due = NULL WHERE id = $1", id.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// A communication is as protected as the most protected of the cases that it belongs to: an envelope may hold the papers of several
/// persons.
///
/// # Errors
/// When the database refuses.
pub async fn follow_protection(connection: &mut PgConnection, id: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE communication SET protection = (SELECT coalesce(max(c.protection), 0)
             FROM communication_case l JOIN residence_case c ON c.id = l.case_id WHERE l.communication_id = $1) WHERE id = $1",
        id.uuid()
    )
    .execute(&mut *connection)
    .await?;
    crate::messages::follow_protection(connection, id).await
}

/// A scanned envelope was in the house before the scanner saw it: it, and the case that it opened and nobody registered, were
/// received then. `false` when they were received no later.
///
/// # Errors
/// When the database refuses.
pub async fn received_before(
    connection: &mut PgConnection,
    id: CommunicationId,
    at: DateTime<Utc>,
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE communication SET received_at = least(received_at, $2), received_on = $3 WHERE id = $1 AND received_on > $3",
        id.uuid(),
        at,
        on
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE residence_case r SET received_at = least(r.received_at, $2), received_on = $3, evidence_on = least(r.evidence_on, $3)
         FROM communication_case l
         WHERE l.communication_id = $1 AND l.case_id = r.id AND r.registered_at IS NULL AND r.received_on > $3",
        id.uuid(),
        at,
        on
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps an evidence; a known one is left as it is.
///
/// # Errors
/// When the database refuses.
pub async fn add_evidence(
    connection: &mut PgConnection,
    id: CommunicationId,
    evidence: &Evidence,
    recorded_by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO evidence (communication_id, kind, date, proof, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (communication_id, kind, date) DO UPDATE
         SET proof = excluded.proof, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at, withdrawn_at = NULL
         WHERE evidence.withdrawn_at IS NOT NULL",
        id.uuid(),
        evidence.kind.code(),
        evidence.date,
        evidence.proof.0,
        recorded_by,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An evidence was recorded by mistake: it stays on record and counts for nothing.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw_evidence(
    connection: &mut PgConnection,
    id: CommunicationId,
    kind: EvidenceKind,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE evidence SET withdrawn_at = $4 WHERE communication_id = $1 AND kind = $2 AND date = $3",
        id.uuid(),
        kind.code(),
        date,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An evidence that was taken back by mistake counts again.
///
/// # Errors
/// When the database refuses.
pub async fn restore_evidence(
    connection: &mut PgConnection,
    id: CommunicationId,
    kind: EvidenceKind,
    date: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE evidence SET withdrawn_at = NULL WHERE communication_id = $1 AND kind = $2 AND date = $3",
        id.uuid(),
        kind.code(),
        date
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The evidences kept for a communication, oldest record first; those withdrawn are left out.
///
/// # Errors
/// When the database refuses.
pub async fn evidences(connection: &mut PgConnection, id: CommunicationId) -> Result<Vec<Evidence>, StoreError> {
    let rows = sqlx::query!(
        "SELECT kind, date, proof FROM evidence WHERE communication_id = $1 AND withdrawn_at IS NULL ORDER BY recorded_at, kind",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|r| evidence(r.kind, r.date, r.proof)).collect()
}

/// An evidence as it is kept.
pub(crate) fn evidence(kind: i16, date: NaiveDate, proof: String) -> Result<Evidence, StoreError> {
    Ok(Evidence { date, kind: decode("evidence kind", kind, EvidenceKind::from_code)?, proof: Personal(proof) })
}
