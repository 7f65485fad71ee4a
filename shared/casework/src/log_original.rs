//! An original that came by post is listed and kept apart until it is sent back by tracked mail; money and identity papers are seen by
//! two persons, and taken back by two when they were listed by mistake. Nothing of the list is erased.

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
    /// It was taken back before, or is no longer in the house.
    #[error("the original was taken back before, or is no longer in the house")]
    Gone,
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
        withdrawal: None,
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

/// An original was listed by mistake: it counts no more, and stays in the history of its envelope with the reason. Of what is valuable a second
/// person says so too, and it counts until then. Returns whether it counts no more.
///
/// # Errors
/// When no reason is given, or it is no longer in the house; nothing was done then.
pub async fn withdraw_original(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: OriginalId,
    reason: &str,
) -> Result<bool, OriginalError> {
    if reason.trim().is_empty() {
        return Err(OriginalError::NoWords);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !papers::withdraw_original(&mut tx, id, by, reason.trim(), now).await? {
        return Err(OriginalError::Gone);
    }
    let original = papers::original(&mut tx, id).await?;
    let facts = json!({ "original": id, "second_person": original.valuable });
    let told = NewEvent::new(original.communication, "communication.original_withdrawn", facts);
    events::append(&mut tx, now, &[told]).await?;
    tx.commit().await?;
    Ok(original.is_withdrawn())
}

/// A second person says that something valuable was listed by mistake.
///
/// # Errors
/// When it is the person who said so first, or nobody did; nothing was done then.
pub async fn confirm_withdrawal(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: OriginalId,
) -> Result<(), OriginalError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !papers::confirm_withdrawal(&mut tx, id, by, now).await? {
        return Err(OriginalError::NotSecond);
    }
    let communication = papers::original(&mut tx, id).await?.communication;
    let told = NewEvent::new(communication, "communication.original_withdrawal_seen", json!({ "original": id }));
    events::append(&mut tx, now, &[told]).await?;
    tx.commit().await?;
    Ok(())
}
