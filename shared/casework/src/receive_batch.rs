//! A scanned file becomes a batch, its first envelope, a communication and a case: T1 of the post door.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{Actor, BatchId, ChannelKind, CommunicationId, EnvelopeId, ExceptionId, ExceptionKind, Received, Role};
use serde_json::json;
use store::{
    batches::{self, Batch, BatchState, Envelope},
    events::{self, NewEvent},
    exceptions::{self, NewException},
};

use crate::{Arrival, Casework, ReceiveError, jobs, media_type::media_type, receive, receive::count};

/// A file that a scanner left in a folder.
#[derive(Clone, Debug)]
pub struct BatchArrival {
    /// Name of the scan folder.
    pub folder: String,
    /// The name the scanner gave.
    pub file_name: String,
    /// Its bytes, exactly.
    pub content: Bytes,
    /// When it was found complete.
    pub received_at: DateTime<Utc>,
}

/// What became of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchReceived {
    /// Kept; it is going to be read.
    Kept {
        /// The batch.
        batch: BatchId,
        /// What the neck made of it.
        received: Received,
    },
    /// The same content was already received from this folder; an exception says so.
    Again {
        /// The batch of the first reception.
        batch: BatchId,
    },
}

/// The name under which an envelope of a batch is unique at the post door.
pub(crate) fn external_id(content: store::ContentHash, position: u32) -> String {
    format!("{content}#{position}")
}

/// Receives a file. The folder may be cleared of it once this returned `Ok`.
///
/// # Errors
/// When the store or the queue refuses; the file must stay where it is.
pub async fn receive_batch(casework: &Casework, arrival: BatchArrival) -> Result<BatchReceived, ReceiveError> {
    let now = casework.clock.now();
    let blob = casework.blobs.keep(arrival.content.clone(), media_type(&arrival.content)).await?;
    let mut tx = casework.begin(&Actor::Door(ChannelKind::Post)).await?;
    store::insert_blobs(&mut tx, now, std::slice::from_ref(&blob)).await?;
    let batch = Batch {
        id: BatchId::new(now),
        folder: arrival.folder.clone(),
        file_name: arrival.file_name.clone(),
        content: blob.hash,
        received_at: arrival.received_at,
        state: BatchState::Received,
        page_count: None,
        pages_read: 0,
    };
    let result = if batches::insert(&mut tx, &batch).await? {
        let received = first_envelope(&mut tx, casework, &batch, now).await?;
        BatchReceived::Kept { batch: batch.id, received }
    } else {
        let first = batches::find(&mut tx, &batch.folder, batch.content).await?;
        let first = first.ok_or(store::StoreError::NotFound("batch already received"))?;
        say_repeated(&mut tx, first, &arrival, now).await?;
        BatchReceived::Again { batch: first }
    };
    tx.commit().await?;
    if let BatchReceived::Kept { received, .. } = &result {
        count(ChannelKind::Post, std::slice::from_ref(received));
    }
    Ok(result)
}

async fn first_envelope(
    tx: &mut store::Transaction,
    casework: &Casework,
    batch: &Batch,
    now: DateTime<Utc>,
) -> Result<Received, ReceiveError> {
    let arrival = Arrival {
        account: Some(batch.folder.clone()),
        external_id: Some(external_id(batch.content, 1)),
        jobs: vec![jobs::read_batch(batch.id, now)],
        ..Arrival::bare(ChannelKind::Post, batch.received_at)
    };
    let received = receive(tx, &casework.site, now, arrival).await?;
    batches::put_envelope(tx, &bare_envelope(batch.id, received.communication(), now)).await?;
    let facts = json!({ "file_name": batch.file_name, "folder": batch.folder, "content": batch.content.to_string() });
    events::append(tx, now, &[NewEvent::new(batch.id, "batch.received", facts)]).await?;
    Ok(received)
}

fn bare_envelope(batch: BatchId, communication: CommunicationId, now: DateTime<Utc>) -> Envelope {
    Envelope {
        id: EnvelopeId::new(now),
        batch,
        communication,
        position: 1,
        serial: None,
        pages: None,
        separator_page: None,
        declared_pages: None,
        scanned_pages: None,
    }
}

async fn say_repeated(
    tx: &mut store::Transaction,
    first: BatchId,
    arrival: &BatchArrival,
    now: DateTime<Utc>,
) -> Result<(), ReceiveError> {
    // Two empty files are two sheets of paper that the scanner did not keep, never one that was laid twice.
    let empty = arrival.content.is_empty();
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: if empty { ExceptionKind::EmptyFile } else { ExceptionKind::Repeated },
        key: format!("repeated:{first}:{}", arrival.file_name),
        batch: Some(first),
        communication: None,
        case: None,
        detail: json!({ "file_name": arrival.file_name, "folder": arrival.folder, "again": true }),
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await?;
    let facts = json!({ "file_name": arrival.file_name });
    events::append(tx, now, &[NewEvent::new(first, "batch.received_again", facts)]).await?;
    Ok(())
}
