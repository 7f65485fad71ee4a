//! A file that may harm is given out only once a person has released it, for a reason; it can be put back.

use domain::{Actor, CommunicationId, UserId};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    exceptions, quarantine,
};

use crate::Casework;

/// Why a file was not released, or not put back.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseFileError {
    /// Whoever answers for it says why.
    #[error("a reason is needed")]
    NoReason,
    /// It was released, or put back, before.
    #[error("already done")]
    Already,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The key of the exception that tells of a file.
pub(crate) fn exception_key(communication: CommunicationId, position: u32) -> String {
    format!("quarantine:{communication}:{position}")
}

/// Releases a file of a delivery.
///
/// # Errors
/// Without a reason, or when it is in no quarantine; nothing was done then.
pub async fn release_file(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    (communication, position): (CommunicationId, u32),
    reason: &str,
) -> Result<(), ReleaseFileError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ReleaseFileError::NoReason);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !quarantine::release(&mut tx, communication, position, by, reason, now).await? {
        return Err(ReleaseFileError::Already);
    }
    exceptions::end_by_key(&mut tx, &exception_key(communication, position), &actor.to_string(), reason, now).await?;
    let facts = json!({ "file": position, "reason": reason });
    told(tx, casework, communication, "file.released", facts).await
}

/// Puts a released file back into quarantine.
///
/// # Errors
/// When it is in quarantine already; nothing was done then.
pub async fn quarantine_again(
    casework: &Casework,
    actor: &Actor,
    (communication, position): (CommunicationId, u32),
) -> Result<(), ReleaseFileError> {
    let mut tx = casework.begin(actor).await?;
    if !quarantine::put_back(&mut tx, communication, position).await? {
        return Err(ReleaseFileError::Already);
    }
    exceptions::reopen_by_key(&mut tx, &exception_key(communication, position)).await?;
    told(tx, casework, communication, "file.quarantined_again", json!({ "file": position })).await
}

async fn told(
    mut tx: Transaction,
    casework: &Casework,
    communication: CommunicationId,
    kind: &'static str,
    facts: serde_json::Value,
) -> Result<(), ReleaseFileError> {
    events::append(&mut tx, casework.clock.now(), &[NewEvent::new(communication, kind, facts)]).await?;
    Ok(tx.commit().await?)
}
