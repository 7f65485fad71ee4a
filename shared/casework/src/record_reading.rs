//! What the reader found in a batch: pages, envelopes, the page ledger and the proposals. T2 of the post door.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Actor, BatchId, CaseReference, ChannelKind, CommunicationId, CommunicationState, EnvelopeId, ExceptionId,
    ExceptionKind, Received, Role, SuggestionId,
};
use queue::{Done, Job, LeaseError, QueueError};
use serde_json::json;
use store::{
    Blob, StoreError, Transaction,
    batches::{self, Batch, BatchState, Envelope, NewPage},
    events::{self, NewEvent},
    exceptions::{self, NewException},
    suggestions::{self, NewSuggestion},
};

use crate::{Arrival, Casework, ReadAgain, ReceiveError, jobs, receive, receive_batch::external_id};

mod backs;
mod opened;
mod scanned;

pub use opened::ARRIVAL_LABEL;

/// An envelope that the separator sheets mark in a batch.
#[derive(Clone, Debug)]
pub struct ReadEnvelope {
    /// Position in the batch, from 1.
    pub position: u32,
    /// Serial of the separator sheet.
    pub serial: Option<String>,
    /// Page of the separator sheet.
    pub separator_page: Option<u32>,
    /// Pages counted by hand, printed on the sheet.
    pub declared_pages: Option<u32>,
    /// First and last page, 1-based and inclusive, without the sheet.
    pub pages: Option<(u32, u32)>,
    /// Pages scanned, sheets not counted.
    pub scanned_pages: u32,
    /// A case whose reference stands on a page as a code: proposed, a person confirms.
    pub reference: Option<(CaseReference, u32)>,
    /// What was read for the fields of the registration.
    pub suggestions: Vec<NewSuggestion>,
    /// The number of the batch that these pages are the rest of, when a sheet says so.
    pub continues: Option<String>,
    /// The serial of the sheet that says that these pages are the backs of sheets scanned before.
    pub backs: Option<String>,
    /// Pages before which a separator sheet was probably missed.
    pub missed: Vec<Missed>,
}

/// A page that another envelope probably starts with, and why.
#[derive(Clone, Debug)]
pub struct Missed {
    /// The page.
    pub page: u32,
    /// The reasons, each a stable word with its facts.
    pub reasons: serde_json::Value,
}

/// Words for what becomes of an envelope whose pages belong elsewhere; they are shown to clerks.
#[derive(Clone, Debug, Default)]
pub struct ScanWords {
    /// Its pages are the rest of another batch.
    pub rest: String,
    /// It held nothing but pages scanned again.
    pub again: String,
    /// Its pages are the backs of other sheets.
    pub backs: String,
}

/// Something that did not go as it should.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// What it is.
    pub kind: ExceptionKind,
    /// The envelope concerned, by its position.
    pub envelope: Option<u32>,
    /// Facts for the sentence shown.
    pub detail: serde_json::Value,
}

/// Where the fronts lie whose backs a folder holds.
#[derive(Clone, Debug)]
pub struct BacksOf {
    /// The folder of the fronts.
    pub folder: String,
    /// How long before the backs they were scanned at most.
    pub within: TimeDelta,
}

/// All that the reader found.
#[derive(Clone, Debug)]
pub struct ReadingResult {
    /// Whether the file could be read, in whole or in part.
    pub readable: bool,
    /// Pages in the file, when known.
    pub page_count: Option<u32>,
    /// The pages.
    pub pages: Vec<NewPage>,
    /// Images of the pages.
    pub blobs: Vec<Blob>,
    /// The envelopes, in order; empty when nothing could be read.
    pub envelopes: Vec<ReadEnvelope>,
    /// What went wrong.
    pub troubles: Vec<Trouble>,
    /// What was scanned again.
    pub again: Vec<ReadAgain>,
    /// The folder holds the backs of what was scanned into another one.
    pub backs_of: Option<BacksOf>,
    /// Words for the desk.
    pub words: ScanWords,
}

/// Why a reading could not be recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The neck refused an envelope.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The job was taken over by another worker: its result counts, not this one.
    #[error(transparent)]
    Lease(#[from] LeaseError),
}

/// Records a reading and ends its job, in one transaction.
///
/// # Errors
/// When the store refuses or the job was taken over; nothing was recorded then.
pub async fn record_reading(
    casework: &Casework,
    job: &Job,
    id: BatchId,
    result: ReadingResult,
) -> Result<Done, RecordError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&Actor::Job(crate::READ_BATCH)).await?;
    let batch = batches::get(&mut tx, id).await?;
    if batch.state == BatchState::Received {
        store::insert_blobs(&mut tx, now, &result.blobs).await?;
        batches::insert_pages(&mut tx, id, &result.pages).await?;
        let communications = record_envelopes(&mut tx, casework, &batch, &result, now).await?;
        compare(&mut tx, &result, &communications, now).await?;
        open_exceptions(&mut tx, &batch, &result, &communications, now).await?;
        let state = if result.readable { BatchState::Read } else { BatchState::Unreadable };
        batches::finish(&mut tx, id, state, result.page_count, now).await?;
        scanned::settle(&mut tx, &batch, &result, &communications, now).await?;
        backs::settle(&mut tx, &batch, &result, &communications, now).await?;
        let facts =
            json!({ "pages": result.pages.len(), "envelopes": result.envelopes.len(), "readable": result.readable });
        events::append(&mut tx, now, &[NewEvent::new(id, "batch.read", facts)]).await?;
    }
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// What is known of the pages of an envelope is compared with what came before, once this is committed.
async fn compare(
    tx: &mut Transaction,
    result: &ReadingResult,
    communications: &[(u32, CommunicationId)],
    now: DateTime<Utc>,
) -> Result<(), QueueError> {
    let known = |(first, last): (u32, u32)| {
        let inside = |page: &NewPage| u32::try_from(page.number).is_ok_and(|number| (first..=last).contains(&number));
        result.pages.iter().any(|page| page.likeness.is_some() && inside(page))
    };
    let envelopes = result.envelopes.iter().filter(|envelope| envelope.pages.is_some_and(known));
    let of = |position: u32| communications.iter().find(|(place, _)| *place == position).map(|(_, id)| *id);
    let owed = envelopes.filter_map(|envelope| Some(jobs::compare_pages(of(envelope.position)?, now)));
    queue::enqueue(tx, now, &owed.collect::<Vec<_>>()).await.map(|_| ())
}

/// The communication of each envelope, by position.
async fn record_envelopes(
    tx: &mut Transaction,
    casework: &Casework,
    batch: &Batch,
    result: &ReadingResult,
    now: DateTime<Utc>,
) -> Result<Vec<(u32, CommunicationId)>, RecordError> {
    let mut communications = Vec::new();
    for read in &result.envelopes {
        let communication = receive_envelope(tx, casework, batch, read.position, now).await?.communication();
        batches::put_envelope(tx, &envelope(batch.id, communication, read, now)).await?;
        suggestions::insert(tx, communication, &proposals(read, now)).await?;
        scanned::propose(tx, batch.id, communication, &read.missed, now).await?;
        opened::meet(tx, communication, &read.suggestions, now).await?;
        store::communications::set_state(tx, communication, CommunicationState::ToIndex, None).await?;
        communications.push((read.position, communication));
    }
    if communications.is_empty() {
        let communication = receive_envelope(tx, casework, batch, 1, now).await?.communication();
        store::communications::set_state(tx, communication, CommunicationState::ToIndex, None).await?;
        communications.push((1, communication));
    }
    Ok(communications)
}

/// Every envelope passes the neck; the first one already did, with its file.
async fn receive_envelope(
    tx: &mut Transaction,
    casework: &Casework,
    batch: &Batch,
    position: u32,
    now: DateTime<Utc>,
) -> Result<Received, ReceiveError> {
    let arrival = Arrival {
        account: Some(batch.folder.clone()),
        external_id: Some(external_id(batch.content, position)),
        ..Arrival::bare(ChannelKind::Post, batch.received_at)
    };
    receive(tx, &casework.site, now, arrival).await
}

/// What was read for the envelope, the case named by one of our own codes first.
fn proposals(read: &ReadEnvelope, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let case = read.reference.map(|(reference, page)| NewSuggestion {
        id: SuggestionId::new(now),
        field: "case".to_owned(),
        value: json!(reference),
        origin: "barcode".to_owned(),
        confidence: 100.0,
        page: i32::try_from(page).ok(),
    });
    case.into_iter().chain(read.suggestions.iter().cloned()).collect()
}

fn envelope(batch: BatchId, communication: CommunicationId, read: &ReadEnvelope, now: DateTime<Utc>) -> Envelope {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    Envelope {
        id: EnvelopeId::new(now),
        batch,
        communication,
        position: number(read.position),
        serial: read.serial.clone(),
        pages: read.pages.map(|(first, last)| (number(first), number(last))),
        separator_page: read.separator_page.map(number),
        declared_pages: read.declared_pages.map(number),
        scanned_pages: Some(number(read.scanned_pages)),
    }
}

/// The page ledger: pages counted and pages scanned must be the same (R-82, I-21).
fn ledger(result: &ReadingResult) -> impl Iterator<Item = Trouble> + '_ {
    result.envelopes.iter().filter(|e| e.declared_pages.is_some_and(|declared| declared != e.scanned_pages)).map(|e| {
        Trouble {
            kind: ExceptionKind::PageCount,
            envelope: Some(e.position),
            detail: json!({ "declared": e.declared_pages, "scanned": e.scanned_pages, "serial": e.serial }),
        }
    })
}

async fn open_exceptions(
    tx: &mut Transaction,
    batch: &Batch,
    result: &ReadingResult,
    communications: &[(u32, CommunicationId)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let troubles: Vec<Trouble> = ledger(result).chain(result.troubles.iter().cloned()).collect();
    for (index, trouble) in troubles.into_iter().enumerate() {
        let position = trouble.envelope.unwrap_or(1);
        let communication = communications.iter().find(|(p, _)| *p == position).map(|(_, c)| *c);
        let mut detail = trouble.detail;
        if let Some(object) = detail.as_object_mut() {
            object.insert("file_name".to_owned(), json!(batch.file_name));
        }
        let exception = NewException {
            id: ExceptionId::new(now),
            kind: trouble.kind,
            key: format!("{}:{}:{position}:{index}", trouble.kind.word(), batch.id),
            batch: Some(batch.id),
            communication,
            case: None,
            detail,
            owner: Role::Mailroom,
        };
        exceptions::open(tx, &exception, now).await?;
    }
    Ok(())
}
