//! A communication that is no request ends with a stated outcome (I-28): never dropped, never answered as a request.

use domain::{Actor, CommunicationId, CommunicationState, Transition, TransitionRefused, UserId};
use serde_json::json;
use store::{
    StoreError, cases, communications,
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
    let communication = communications::lock(&mut tx, id).await?;
    match communication.state {
        CommunicationState::Received | CommunicationState::ToIndex => {}
        CommunicationState::Registered | CommunicationState::NoCase => return Err(EndError::AlreadyEnded),
    }
    for case in &communication.cases {
        let row = cases::lock(&mut tx, *case).await?;
        let (after, _) = row.case.take(Transition::Dismiss)?;
        cases::set_state(&mut tx, &after).await?;
        events::append(
            &mut tx,
            now,
            &[NewEvent::new(*case, "case.dismissed_as_no_request", json!({ "outcome": outcome }))],
        )
        .await?;
    }
    communications::set_state(&mut tx, id, CommunicationState::NoCase, Some(outcome)).await?;
    let before = json!({ "cases": communication.cases });
    let undo = undo::remember(&mut tx, by, "end_without_case", id.uuid(), before, now).await?;
    tx.commit().await?;
    Ok(undo)
}
