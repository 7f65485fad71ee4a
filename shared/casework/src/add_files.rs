//! Files are added to a deposit that a desk is receiving: each is durable, and read, as it comes.

use chrono::{DateTime, Utc};
use domain::{Actor, CommunicationId, PartState};
use serde_json::json;
use store::{
    Blob, StoreError, Transaction, communications, deliveries,
    deliveries::NewPart,
    desks,
    events::{self, NewEvent},
};

use crate::{Casework, DepositedFile, jobs, media_type::media_type};

/// Why files were not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Adds files to a deposit, after those it has; returns how many were new. A file with the same bytes as one of the deposit
/// is left out: the same upload sent twice changes nothing. `desk` is given for a file of its scanner, which is then taken
/// once, whatever deposit is open when it is found again.
///
/// # Errors
/// When the store or the queue refuses; nothing was added then.
pub async fn add_files(
    casework: &Casework,
    actor: &Actor,
    deposit: CommunicationId,
    files: Vec<DepositedFile>,
    desk: Option<&str>,
) -> Result<usize, AddError> {
    let now = casework.clock.now();
    let mut kept: Vec<(String, Blob)> = Vec::with_capacity(files.len());
    for file in files {
        kept.push((file.name, casework.blobs.keep(file.content.clone(), media_type(&file.content)).await?));
    }
    let mut tx = casework.begin(actor).await?;
    // One addition at a time: positions follow each other.
    communications::lock(&mut tx, deposit).await?;
    let blobs: Vec<Blob> = kept.iter().map(|(_, blob)| blob.clone()).collect();
    store::insert_blobs(&mut tx, now, &blobs).await?;
    if let Some(desk) = desk {
        let mut fresh = Vec::with_capacity(kept.len());
        for (name, blob) in kept {
            if desks::remember_file(&mut tx, desk, blob.hash, deposit, now).await? {
                fresh.push((name, blob));
            }
        }
        kept = fresh;
    }
    let added = put(&mut tx, deposit, kept).await?;
    if added > 0 {
        let batch = desks::reopen_batch(&mut tx, deposit).await?;
        queue::enqueue(&mut tx, now, &[jobs::read_batch(batch, now)]).await?;
        log(&mut tx, deposit, added, now).await?;
    }
    tx.commit().await?;
    Ok(added)
}

async fn put(tx: &mut Transaction, deposit: CommunicationId, kept: Vec<(String, Blob)>) -> Result<usize, StoreError> {
    let known = deliveries::parts(tx, deposit).await?;
    let mut parts: Vec<NewPart> = Vec::new();
    let mut position = known.iter().map(|part| part.position).max().unwrap_or(0);
    for (name, blob) in kept {
        let twice = known.iter().chain(&parts).any(|part| part.content == blob.hash);
        if twice {
            continue;
        }
        position += 1;
        let empty = blob.size == 0;
        parts.push(NewPart {
            communication: deposit,
            position,
            name,
            media_type: blob.media_type.to_owned(),
            size: blob.size,
            content: blob.hash,
            unpacked_from: None,
            state: if empty { PartState::SetAside } else { PartState::Waiting },
            reason: empty.then(|| "empty".to_owned()),
            pages: None,
        });
    }
    if !parts.is_empty() {
        deliveries::put_parts(tx, &parts).await?;
    }
    Ok(parts.len())
}

async fn log(
    tx: &mut Transaction,
    deposit: CommunicationId,
    files: usize,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    events::append(tx, now, &[NewEvent::new(deposit, "communication.files_added", json!({ "files": files }))]).await
}
