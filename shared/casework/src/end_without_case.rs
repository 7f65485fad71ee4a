//! A communication that is no request ends with a stated outcome (I-28): never dropped, never answered as a request.

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, CommunicationId, CommunicationState, Transition, TransitionRefused, UserId};
use serde_json::json;
use store::{
    StoreError, Transaction, cases, communications,
    events::{self, NewEvent},
    undo,
};
use uuid::Uuid;

use crate::Casework;

/// Why it was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// It is already registered or ended.
    #[error("the communication is already registered or ended")]
    AlreadyEnded,
    /// An outcome in words is owed.
    #[error("an outcome is needed")]
    NoOutcome,
    /// Its case stands where it cannot be ended.
    #[error(transparent)]
    Refused(#[from] TransitionRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends a communication without a case, with an outcome in words ("pour la CAF, remis au vaguemestre"). The case that it
/// opened on arrival, which nobody has confirmed, is withdrawn with the same words.
///
/// # Errors
/// When it is already registered or ended, or no outcome is given.
pub async fn end_without_case(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: CommunicationId,
    outcome: &str,
) -> Result<Uuid, EndError> {
    let now = casework.clock.now();
    let outcome = outcome.trim();
    if outcome.is_empty() {
        return Err(EndError::NoOutcome);
    }
    let mut tx = casework.begin(actor).await?;
    let cases = end(&mut tx, id, outcome, now).await?;
    let undo = undo::remember(&mut tx, by, "end_without_case", id.uuid(), json!({ "cases": cases }), now).await?;
    tx.commit().await?;
    Ok(undo)
}

/// Ends it inside another operation; returns the cases that it had opened.
pub(crate) async fn end(
    tx: &mut Transaction,
    id: CommunicationId,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<Vec<CaseId>, EndError> {
    let communication = communications::lock(tx, id).await?;
    match communication.state {
        CommunicationState::Received | CommunicationState::ToIndex => {}
        CommunicationState::Registered | CommunicationState::NoCase => return Err(EndError::AlreadyEnded),
    }
    for case in &communication.cases {
        let row = cases::lock(tx, *case).await?;
        let (after, _) = row.case.take(Transition::Dismiss)?;
        cases::set_state(tx, &after).await?;
        let facts = json!({ "outcome": outcome });
        events::append(tx, now, &[NewEvent::new(*case, "case.dismissed_as_no_request", facts)]).await?;
    }
    communications::set_state(tx, id, CommunicationState::NoCase, Some(outcome)).await?;
    Ok(communication.cases)
}

/// It was a request after all, or something else: it waits for a person again, with the cases that it had opened.
pub(crate) async fn open_again(
    tx: &mut Transaction,
    id: CommunicationId,
    cases: &[CaseId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for case in cases {
        let Ok((after, _)) = cases::lock(tx, *case).await?.case.take(Transition::UndoDismissal) else { continue };
        cases::set_state(tx, &after).await?;
        events::append(tx, now, &[NewEvent::new(*case, "case.dismissal_taken_back", json!({}))]).await?;
    }
    communications::set_state(tx, id, CommunicationState::ToIndex, None).await
}
