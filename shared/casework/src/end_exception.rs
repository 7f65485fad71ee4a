//! Exceptions: raised by a person, ended with an outcome in words.

use domain::{Actor, CommunicationId, ExceptionId, ExceptionKind, UserId};
use serde_json::json;
use store::{
    StoreError,
    exceptions::{self, NewException},
    undo,
};
use uuid::Uuid;

use crate::Casework;

/// Why an exception was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndExceptionError {
    /// Another person was quicker.
    #[error("the exception has already ended")]
    AlreadyEnded,
    /// An outcome in words is owed.
    #[error("an outcome is needed")]
    NoOutcome,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends an exception; returns the key that opens it again.
///
/// # Errors
/// When it has already ended or no outcome is given.
pub async fn end_exception(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: ExceptionId,
    outcome: &str,
) -> Result<Uuid, EndExceptionError> {
    let now = casework.clock.now();
    if outcome.trim().is_empty() {
        return Err(EndExceptionError::NoOutcome);
    }
    let mut tx = casework.begin(actor).await?;
    if !exceptions::end(&mut tx, id, &actor.to_string(), outcome.trim(), now).await? {
        return Err(EndExceptionError::AlreadyEnded);
    }
    let undo = undo::remember(&mut tx, by, "end_exception", id.uuid(), json!({}), now).await?;
    tx.commit().await?;
    Ok(undo)
}

/// A person points to something that is not as it should be in a communication; each kind has its owner.
///
/// # Errors
/// When the store refuses.
pub async fn raise_exception(
    casework: &Casework,
    actor: &Actor,
    communication: CommunicationId,
    kind: ExceptionKind,
    words: &str,
) -> Result<ExceptionId, StoreError> {
    let now = casework.clock.now();
    let id = ExceptionId::new(now);
    let mut tx = casework.begin(actor).await?;
    let exception = NewException {
        id,
        kind,
        key: id.to_string(),
        batch: None,
        communication: Some(communication),
        case: None,
        detail: json!({ "words": words }),
        owner: kind.owner_when_raised(),
    };
    exceptions::open(&mut tx, &exception, now).await?;
    tx.commit().await?;
    Ok(id)
}
