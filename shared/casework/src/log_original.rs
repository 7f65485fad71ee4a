//! An original that came by post is listed and kept apart until it is sent back by tracked mail; money and identity papers are seen by
//! two persons.

use domain::{Actor, CommunicationId, OriginalId, UserId};
use serde_json::json;
use store::{
    StoreError, communications,
    events::{self, NewEvent},
    papers::{self, Original},
};

use crate::Casework;

/// Why an original was not listed, or not seen.
#[derive(Debug, thiserror::Error)]
pub enum OriginalError {
    /// What it is must be said.
    #[error("what it is must be said")]
    NoWords,
    /// The first person cannot be the second, or somebody else already was.
    #[error("a second person is needed")]
    NotSecond,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists an original of an envelope.
///
/// # Errors
/// When nothing says what it is.
pub async fn log_original(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    communication: CommunicationId,
    description: &str,
    valuable: bool,
) -> Result<OriginalId, OriginalError> {
    if description.trim().is_empty() {
        return Err(OriginalError::NoWords);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    communications::lock(&mut tx, communication).await?;
    let original = Original {
        id: OriginalId::new(now),
        communication,
        description: description.trim().to_owned(),
        valuable,
        logged_by: by,
        logged_at: now,
        witnessed_by: None,
    };
    papers::insert_original(&mut tx, &original).await?;
    let facts = json!({ "original": original.id, "valuable": valuable });
    events::append(&mut tx, now, &[NewEvent::new(communication, "communication.original_listed", facts)]).await?;
    tx.commit().await?;
    Ok(original.id)
}

/// A second person has seen an original.
///
/// # Errors
/// When it is the first person, or somebody else already was.
pub async fn witness_original(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: OriginalId,
) -> Result<(), OriginalError> {
    let mut tx = casework.begin(actor).await?;
    if !papers::witness(&mut tx, id, by, casework.clock.now()).await? {
        return Err(OriginalError::NotSecond);
    }
    tx.commit().await?;
    Ok(())
}
