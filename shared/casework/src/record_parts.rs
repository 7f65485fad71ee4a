//! What the reader found in the files of a message or a deposit: parts, pages and proposals. T2 of those doors.

use chrono::{DateTime, Utc};
use domain::{
    Actor, BatchId, CaseReference, CommunicationId, EnvelopeId, ExceptionId, ExceptionKind, PartState, Role,
    SuggestionId,
};
use queue::{Done, Job};
use serde_json::json;
use store::{
    Blob, Transaction,
    batches::{self, Batch, BatchState, Envelope, NewPage},
    communications,
    deliveries::{self, NewPart},
    events::{self, NewEvent},
    exceptions::{self, NewException},
    quarantine::{self, Suspected},
    suggestions::{self, NewSuggestion},
};

use crate::{Casework, RecordError, jobs, release_file::exception_key};

/// All that the reader found in a delivery.
#[derive(Clone, Debug)]
pub struct PartsReading {
    /// The communication that the files came with.
    pub communication: CommunicationId,
    /// The files, each with its state and its pages.
    pub parts: Vec<NewPart>,
    /// Their contents and the images of their pages.
    pub blobs: Vec<Blob>,
    /// The pages of all files, numbered through the delivery.
    pub pages: Vec<NewPage>,
    /// A case whose reference stands on a page as a code: proposed, a person confirms.
    pub reference: Option<(CaseReference, u32)>,
    /// What was read for the fields of the registration.
    pub suggestions: Vec<NewSuggestion>,
    /// Files that may harm whoever opens them.
    pub suspected: Vec<Suspected>,
}

/// Records the reading of a delivery and ends its job, in one transaction.
///
/// # Errors
/// When the store refuses or the job was taken over; nothing was recorded then.
pub async fn record_parts(
    casework: &Casework,
    job: &Job,
    id: BatchId,
    reading: Option<PartsReading>,
) -> Result<Done, RecordError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&Actor::Job(crate::READ_BATCH)).await?;
    let batch = batches::get(&mut tx, id).await?;
    if let Some(reading) = reading.filter(|_| batch.state == BatchState::Received) {
        keep(&mut tx, &batch, &reading, now).await?;
    }
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

async fn keep(
    tx: &mut Transaction,
    batch: &Batch,
    reading: &PartsReading,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    store::insert_blobs(tx, now, &reading.blobs).await?;
    deliveries::put_parts(tx, &reading.parts).await?;
    batches::insert_pages(tx, batch.id, &reading.pages).await?;
    let parts = deliveries::parts(tx, reading.communication).await?;
    let pages = parts.iter().filter_map(|part| part.pages).map(|(_, last)| last).max().unwrap_or(0);
    let declared = declared(tx, batch).await?;
    batches::put_envelope(tx, &envelope(batch.id, reading, pages, declared, now)).await?;
    suggestions::insert(tx, reading.communication, &proposals(reading, now)).await?;
    communications::set_ready(tx, reading.communication).await?;
    if reading.pages.iter().any(|page| page.likeness.is_some()) {
        queue::enqueue(tx, now, &[jobs::compare_pages(reading.communication, now)]).await?;
    }
    quarantine::put(tx, reading.communication, &reading.suspected, now).await?;
    say_quarantined(tx, batch, reading, now).await?;
    say_set_aside(tx, batch, reading, now).await?;
    if let Some(declared) = declared.filter(|declared| i64::from(*declared) != i64::from(pages)) {
        say_count(tx, batch, reading, declared, pages, now).await?;
    }
    // Files that came while these were read are read next.
    let waiting = parts.iter().any(|part| part.state == PartState::Waiting);
    let state = if waiting { BatchState::Received } else { BatchState::Read };
    batches::finish(tx, batch.id, state, Some(pages), now).await?;
    let facts = json!({ "pages": pages, "parts": reading.parts.len() });
    events::append(tx, now, &[NewEvent::new(batch.id, "batch.read", facts)]).await?;
    Ok(())
}

/// The pages that somebody counted by hand when the delivery was received.
async fn declared(tx: &mut Transaction, batch: &Batch) -> Result<Option<i32>, store::StoreError> {
    Ok(batches::envelopes(tx, batch.id).await?.first().and_then(|envelope| envelope.declared_pages))
}

fn envelope(
    batch: BatchId,
    reading: &PartsReading,
    pages: u32,
    declared_pages: Option<i32>,
    now: DateTime<Utc>,
) -> Envelope {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    Envelope {
        id: EnvelopeId::new(now),
        batch,
        communication: reading.communication,
        position: 1,
        serial: None,
        pages: (pages > 0).then(|| (1, number(pages))),
        separator_page: None,
        declared_pages,
        scanned_pages: Some(number(pages)),
    }
}

fn proposals(reading: &PartsReading, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let case = reading.reference.map(|(reference, page)| NewSuggestion {
        id: SuggestionId::new(now),
        field: "case".to_owned(),
        value: json!(reference),
        origin: "barcode".to_owned(),
        confidence: 100.0,
        page: i32::try_from(page).ok(),
    });
    case.into_iter().chain(reading.suggestions.iter().cloned()).collect()
}

/// What could not be opened is kept as it came and shown to a person.
async fn say_set_aside(
    tx: &mut Transaction,
    batch: &Batch,
    reading: &PartsReading,
    now: DateTime<Utc>,
) -> Result<(), store::StoreError> {
    for part in reading.parts.iter().filter(|part| part.state == PartState::SetAside) {
        let exception = NewException {
            id: ExceptionId::new(now),
            kind: ExceptionKind::PartSetAside,
            key: format!("part_set_aside:{}:{}", batch.id, part.position),
            batch: Some(batch.id),
            communication: Some(reading.communication),
            case: None,
            detail: json!({ "part": part.name, "reason": part.reason, "file_name": batch.file_name }),
            owner: Role::Indexer,
        };
        exceptions::open(tx, &exception, now).await?;
    }
    Ok(())
}

/// What may harm is kept, and given out only once a person has released it.
async fn say_quarantined(
    tx: &mut Transaction,
    batch: &Batch,
    reading: &PartsReading,
    now: DateTime<Utc>,
) -> Result<(), store::StoreError> {
    for file in &reading.suspected {
        let name = reading.parts.iter().find(|part| part.position == file.position).map(|part| part.name.as_str());
        let exception = NewException {
            id: ExceptionId::new(now),
            kind: ExceptionKind::Quarantine,
            key: exception_key(reading.communication, file.position),
            batch: Some(batch.id),
            communication: Some(reading.communication),
            case: None,
            detail: json!({ "part": name, "suspicion": file.kind, "named": file.named, "position": file.position }),
            owner: Role::Supervisor,
        };
        exceptions::open(tx, &exception, now).await?;
    }
    Ok(())
}

/// The page ledger: pages counted and pages read must be the same (R-82, I-21).
async fn say_count(
    tx: &mut Transaction,
    batch: &Batch,
    reading: &PartsReading,
    declared: i32,
    pages: u32,
    now: DateTime<Utc>,
) -> Result<(), store::StoreError> {
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::PageCount,
        key: format!("page_count:{}", batch.id),
        batch: Some(batch.id),
        communication: Some(reading.communication),
        case: None,
        detail: json!({ "declared": declared, "scanned": pages, "file_name": batch.file_name }),
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}
