//! The job that has a batch read by the reader executable, page by page, and records what it found: a scanned file here, the
//! files of a message or a deposit in [`parts`].

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use casework::{
    BacksOf, Casework, READ_BATCH, ReadAgain, ReadBatch, ReadEnvelope, ReadingResult, RecordError, ScanWords, Trouble,
    record_reading,
};
use chrono::TimeDelta;
use domain::{Actor, BatchId, DeliveryKind, ExceptionKind, PageId};
use formats::two_d_doc::TrustStore;
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};
use reading::{Page, PageRead, ReadFailure, ReadOptions, Reader, Refusal};
use runtime::{Antivirus, Context, config::ScanFolder};
use serde_json::json;
use store::{
    Blob, StoreError,
    batches::{self, BatchState, NewPage},
    suggestions::NewSuggestion,
};
use web::t;

use crate::{proposals, text_source};

mod known_by;
mod missed;
mod parts;
mod suspicion;

/// Batches read at the same time; the reader limits its own processes.
const AT_ONCE: u32 = 2;

#[derive(Clone)]
struct Readers {
    casework: Casework,
    trust: TrustStore,
    reader: Reader,
    options: ReadOptions,
    antivirus: Option<Antivirus>,
    /// What sheets of others say that separate documents here.
    others: Arc<[String]>,
    /// The folders that hold backs, by their names.
    backs: Arc<HashMap<String, BacksOf>>,
}

/// Registers the handler of the job.
pub(crate) fn register(worker: &mut Worker, context: &Context, casework: &Casework) -> Result<(), DuplicateKind> {
    let options = ReadOptions { threads: context.config.reader.pages_at_once(), ..ReadOptions::default() };
    let readers = Readers {
        casework: casework.clone(),
        trust: context.config.trust_store(),
        reader: context.reader.clone(),
        options,
        antivirus: Antivirus::of(&context.config),
        others: context.config.post.separators.clone().into(),
        backs: Arc::new(context.config.post.folders.iter().filter_map(backs_of).collect()),
    };
    worker.handle(READ_BATCH, AT_ONCE, move |job| {
        let readers = Readers { casework: readers.casework.current(), ..readers.clone() };
        async move { readers.work(job).await }
    })
}

/// Where the fronts lie whose backs a folder holds.
fn backs_of(folder: &ScanFolder) -> Option<(String, BacksOf)> {
    let within = TimeDelta::try_minutes(i64::from(folder.backs_within_minutes)).unwrap_or_default();
    Some((folder.name.clone(), BacksOf { folder: folder.backs_of.clone()?, within }))
}

/// What came out of the reader, whole or not.
#[derive(Default)]
struct Collected {
    pages: Vec<PageRead>,
    rows: Vec<NewPage>,
    blobs: Vec<Blob>,
    page_count: Option<u32>,
    failure: Option<ReadFailure>,
}

impl Readers {
    async fn work(&self, job: Job) -> Result<Done, JobFailure> {
        let ReadBatch { batch: id } = job.read()?;
        let (kind, communication) = parts::kind_of(&self.casework, id).await.map_err(|e| retry(&e))?;
        let (content, folder) = self.content(id).await.map_err(|e| retry(&e))?;
        match (kind, communication, content) {
            (DeliveryKind::Scan, _, Some(content)) => self.read_scan(&job, id, content, &folder).await,
            (DeliveryKind::Scan, _, None) => record(&self.casework, &job, id, nothing()).await,
            (DeliveryKind::Message | DeliveryKind::Deposit, Some(communication), Some(content)) => {
                self.read_parts(&job, id, kind, communication, content).await
            }
            (DeliveryKind::Message | DeliveryKind::Deposit, _, _) => {
                parts::already_read(&self.casework, &job, id).await
            }
        }
    }

    async fn read_scan(&self, job: &Job, id: BatchId, content: Bytes, folder: &str) -> Result<Done, JobFailure> {
        let collected = self.collect(id, content, 0).await.map_err(|e| retry(&e))?;
        if let Some(ReadFailure::Unavailable { .. }) = &collected.failure {
            let why = collected.failure.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(JobFailure::Misconfigured { key: "reader.executable", why });
        }
        let backs_of = self.backs.get(folder).cloned();
        record(&self.casework, job, id, ReadingResult { backs_of, ..result(collected, self) }).await
    }

    /// The bytes of a batch that still waits to be read, and the folder it came into.
    async fn content(&self, id: BatchId) -> Result<(Option<Bytes>, String), StoreError> {
        let mut tx = self.casework.database.begin(&Actor::Job(READ_BATCH)).await?;
        let batch = batches::get(&mut tx, id).await?;
        if batch.state != BatchState::Received {
            return Ok((None, batch.folder));
        }
        Ok((Some(self.casework.blobs.fetch(&mut tx, batch.content).await?.0), batch.folder))
    }

    /// Reads the pages of a file one by one, keeping their images as they come, and says how far it is. `before` pages of the
    /// batch come before them.
    async fn collect(&self, id: BatchId, content: Bytes, before: u32) -> Result<Collected, StoreError> {
        let mut collected = Collected::default();
        let mut reading = match self.reader.start(content.to_vec(), &self.options).await {
            Ok(reading) => reading,
            Err(failure) => return Ok(Collected { failure: Some(failure), ..collected }),
        };
        collected.page_count = Some(reading.document().pages);
        loop {
            match reading.next_page().await {
                Ok(Some(mut page)) => {
                    page.read.number += before;
                    self.keep(id, page, before, &mut collected).await?;
                }
                Ok(None) => return Ok(collected),
                Err(failure) => return Ok(Collected { failure: Some(failure), ..collected }),
            }
        }
    }

    async fn keep(&self, id: BatchId, page: Page, before: u32, collected: &mut Collected) -> Result<(), StoreError> {
        let mut hashes = [None, None];
        for (slot, image) in hashes.iter_mut().zip([page.screen, page.thumbnail]) {
            if !image.is_empty() {
                let blob = self.casework.blobs.keep(Bytes::from(image), "image/jpeg").await?;
                *slot = Some(blob.hash);
                collected.blobs.push(blob);
            }
        }
        let now = self.casework.clock.now();
        let [screen, thumbnail] = hashes;
        collected.rows.push(NewPage { screen, thumbnail, ..row(&page.read, PageId::new(now)) });
        collected.pages.push(page.read);
        let mut tx = self.casework.database.begin(&Actor::Job(READ_BATCH)).await?;
        let read = before.saturating_add(u32::try_from(collected.pages.len()).unwrap_or(u32::MAX));
        let known = collected.page_count.map(|count| count.saturating_add(before));
        batches::set_progress(&mut tx, id, read, known).await?;
        tx.commit().await
    }
}

fn row(page: &PageRead, id: PageId) -> NewPage {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    NewPage {
        id,
        number: number(page.number),
        width_px: number(page.width_px),
        height_px: number(page.height_px),
        dpi: page.dpi.map(|dpi| f32::from(u16::try_from(dpi).unwrap_or(u16::MAX))),
        rotated: i16::try_from(page.rotated).unwrap_or(0),
        skew: page.skew,
        blank: page.blank,
        separator: reading::separator_in(&page.barcodes).is_some(),
        text_source: text_source::code(page),
        confidence: page.confidence,
        text: page.text.clone(),
        words: json!(page.words),
        codes: json!(page.barcodes),
        error: page.error.clone(),
        screen: None,
        thumbnail: None,
        likeness: known_by::known_by(page),
    }
}

/// The batch was read before, by a worker that could not finish its job.
fn nothing() -> ReadingResult {
    ReadingResult {
        readable: true,
        page_count: None,
        pages: Vec::new(),
        blobs: Vec::new(),
        envelopes: Vec::new(),
        troubles: Vec::new(),
        again: Vec::new(),
        backs_of: None,
        words: ScanWords::default(),
    }
}

/// What was read on some pages.
fn read_on(numbers: &[u32], pages: &[PageRead], readers: &Readers) -> Vec<NewSuggestion> {
    let own: Vec<&PageRead> = pages.iter().filter(|p| numbers.contains(&p.number)).collect();
    proposals::of(&own, &readers.trust, readers.casework.clock.now())
}

fn result(collected: Collected, readers: &Readers) -> ReadingResult {
    let mut troubles = troubles(&collected);
    let mut envelopes = Vec::new();
    let mut position = 0;
    let split = reading::split(&collected.pages, &readers.others);
    for envelope in split.envelopes {
        if envelope.pages.is_empty() && (envelope.continues().is_some() || envelope.backs().is_some()) {
            continue;
        }
        if envelope.pages.is_empty() && envelope.declared().is_none() {
            let (page, sheet) =
                envelope.separator.as_ref().map(|(page, sheet)| (*page, sheet.to_string())).unwrap_or_default();
            troubles.push(Trouble {
                kind: ExceptionKind::Separator,
                envelope: None,
                detail: json!({ "page": page, "sheet": sheet }),
            });
            continue;
        }
        position += 1;
        envelopes.push(read_envelope(position, &envelope, &collected.pages, readers));
    }
    let again = split.again.into_iter().map(|scanned| ReadAgain {
        code: scanned.separator.1.serial().to_owned(),
        sheet: scanned.separator.0,
        suggestions: read_on(&scanned.pages, &collected.pages, readers),
        pages: scanned.pages,
    });
    ReadingResult {
        again: again.collect(),
        backs_of: None,
        words: ScanWords {
            rest: t("scan-outcome-rest"),
            again: t("scan-outcome-again"),
            backs: t("scan-outcome-backs"),
        },
        readable: !collected.pages.is_empty(),
        page_count: collected.page_count,
        pages: collected.rows,
        blobs: collected.blobs,
        envelopes,
        troubles,
    }
}

fn read_envelope(position: u32, envelope: &reading::Envelope, pages: &[PageRead], readers: &Readers) -> ReadEnvelope {
    let own: Vec<&PageRead> = pages.iter().filter(|p| envelope.pages.contains(&p.number)).collect();
    let separator = envelope.separator.as_ref();
    let continues = envelope.continues().map(str::to_owned);
    let backs = envelope.backs().map(str::to_owned);
    let now = readers.casework.clock.now();
    let told = envelope.told().map(|(kind, page)| proposals::of_sheet(kind, page, now));
    let bare = continues.is_some() || backs.is_some();
    ReadEnvelope {
        position,
        serial: separator.filter(|_| !bare).map(|(_, sheet)| sheet.serial().to_owned()),
        separator_page: separator.map(|(page, _)| *page),
        declared_pages: envelope.declared(),
        pages: envelope.pages.first().copied().zip(envelope.pages.last().copied()),
        scanned_pages: u32::try_from(envelope.pages.len()).unwrap_or(u32::MAX),
        reference: proposals::case_reference(&own),
        suggestions: proposals::of(&own, &readers.trust, now).into_iter().chain(told).collect(),
        missed: missed::sheets(&own, envelope.declared()),
        continues,
        backs,
    }
}

/// What a person must know about a reading that did not go as it should.
fn troubles(collected: &Collected) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    let bad: Vec<u32> = collected.pages.iter().filter(|p| p.error.is_some()).map(|p| p.number).collect();
    if !bad.is_empty() {
        troubles.push(Trouble { kind: ExceptionKind::PartlyRead, envelope: None, detail: json!({ "pages": bad }) });
    }
    if let Some(failure) = &collected.failure {
        let read = collected.pages.len();
        let kind = if read > 0 { ExceptionKind::PartlyRead } else { kind_of(failure) };
        let detail = json!({ "cause": failure.to_string(), "pages_read": read, "page_count": collected.page_count });
        troubles.push(Trouble { kind, envelope: None, detail });
    }
    troubles
}

const fn kind_of(failure: &ReadFailure) -> ExceptionKind {
    match failure {
        ReadFailure::Refused { reason, .. } => match reason {
            Refusal::Empty => ExceptionKind::EmptyFile,
            Refusal::Unreadable => ExceptionKind::Unreadable,
            Refusal::Encrypted => ExceptionKind::Encrypted,
            Refusal::UnknownKind => ExceptionKind::UnknownKind,
            Refusal::LimitExceeded => ExceptionKind::LimitExceeded,
        },
        ReadFailure::Crashed { .. } | ReadFailure::TimedOut { .. } => ExceptionKind::LimitExceeded,
        ReadFailure::Unavailable { .. } | ReadFailure::Source(_) => ExceptionKind::Unreadable,
    }
}

async fn record(casework: &Casework, job: &Job, id: BatchId, result: ReadingResult) -> Result<Done, JobFailure> {
    record_reading(casework, job, id, result).await.map_err(failed)
}

fn failed(error: RecordError) -> JobFailure {
    match error {
        RecordError::Lease(lease) => lease.into(),
        other => JobFailure::retry(other.to_string()),
    }
}

fn retry(error: &StoreError) -> JobFailure {
    match error {
        StoreError::Damaged(_) | StoreError::NotFound(_) => JobFailure::reject(error.to_string()),
        _ => JobFailure::retry(error.to_string()),
    }
}
