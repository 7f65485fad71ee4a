//! The job that reads the pages of a communication again, in the language that somebody named.

use bytes::Bytes;
use casework::{Casework, READ_IN_LANGUAGE, ReadInLanguage, RecordLanguageError, record_language};
use domain::{Actor, CommunicationId, DeliveryKind, PageId};
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};
use reading::{PageRead, ReadFailure, ReadOptions, Reader};
use runtime::Context;
use serde_json::json;
use store::{
    ContentHash, StoreError, Transaction, batches, deliveries,
    readings::{self, NewReading, ReadPage},
};

use crate::text_source;

/// Communications read at the same time; the reader limits its own processes.
const AT_ONCE: u32 = 1;

#[derive(Clone)]
struct Again {
    casework: Casework,
    reader: Reader,
    threads: usize,
}

/// Registers the handler of the job.
pub(crate) fn register(worker: &mut Worker, context: &Context, casework: &Casework) -> Result<(), DuplicateKind> {
    let threads = context.config.reader.pages_at_once();
    let again = Again { casework: casework.clone(), reader: context.reader.clone(), threads };
    worker.handle(READ_IN_LANGUAGE, AT_ONCE, move |job| {
        let again = Again { casework: again.casework.current(), ..again.clone() };
        async move { again.work(job).await }
    })
}

/// Pages of one file, by their numbers in it, in order.
struct File {
    content: Bytes,
    pages: Vec<(u32, PageId)>,
}

impl Again {
    async fn work(&self, job: Job) -> Result<Done, JobFailure> {
        let what: ReadInLanguage = job.read()?;
        let files = self.files(what.communication).await.map_err(|e| retry(&e))?;
        let mut read = Vec::new();
        let mut outcome = Ok(());
        for file in &files {
            match self.read(&what, file, &mut read).await.map_err(|e| retry(&e))? {
                Ok(()) => {}
                Err(failure @ ReadFailure::Unavailable { .. }) => {
                    return Err(JobFailure::Misconfigured { key: "reader.tessdata", why: failure.to_string() });
                }
                Err(failure) => outcome = Err(failure.to_string()),
            }
        }
        let recorded = record_language(&self.casework, &job, &what, outcome.map(|()| read)).await;
        recorded.map_err(|error| match error {
            RecordLanguageError::Lease(lease) => lease.into(),
            RecordLanguageError::Store(error) => retry(&error),
            RecordLanguageError::Queue(error) => JobFailure::retry(error.to_string()),
        })
    }

    /// The files that the pages were scanned or sent in.
    async fn files(&self, communication: CommunicationId) -> Result<Vec<File>, StoreError> {
        let mut tx = self.casework.database.begin(&Actor::Job(READ_IN_LANGUAGE)).await?;
        let mut files: Vec<(ContentHash, Vec<(u32, PageId)>)> = Vec::new();
        for page in readings::pages(&mut tx, communication).await? {
            let Some((content, number)) = place(&mut tx, communication, &page).await? else { continue };
            match files.last_mut().filter(|(known, _)| *known == content) {
                Some((_, pages)) => pages.push((number, page.id)),
                None => files.push((content, vec![(number, page.id)])),
            }
        }
        let mut found = Vec::with_capacity(files.len());
        for (content, pages) in files {
            found.push(File { content: self.casework.blobs.fetch(&mut tx, content).await?.0, pages });
        }
        Ok(found)
    }

    /// Reads the pages of a file from the first wanted to the last one, and says how far it is.
    async fn read(
        &self,
        what: &ReadInLanguage,
        file: &File,
        read: &mut Vec<NewReading>,
    ) -> Result<Result<(), ReadFailure>, StoreError> {
        let numbers = || file.pages.iter().map(|(number, _)| *number);
        let options = ReadOptions {
            pages: numbers().min().zip(numbers().max()),
            barcodes: false,
            zones: false,
            images: false,
            threads: self.threads,
            language: what.language.clone(),
            ..ReadOptions::default()
        };
        let mut reading = match self.reader.start(file.content.to_vec(), &options).await {
            Ok(reading) => reading,
            Err(failure) => return Ok(Err(failure)),
        };
        loop {
            let page = match reading.next_page().await {
                Ok(Some(page)) => page.read,
                Ok(None) => return Ok(Ok(())),
                Err(failure) => return Ok(Err(failure)),
            };
            if let Some((_, id)) = file.pages.iter().find(|(number, _)| *number == page.number) {
                read.push(new_reading(*id, page));
                let mut tx = self.casework.database.begin(&Actor::Job(READ_IN_LANGUAGE)).await?;
                let count = u32::try_from(read.len()).unwrap_or(u32::MAX);
                readings::set_progress(&mut tx, what.communication, &what.language, count).await?;
                tx.commit().await?;
            }
        }
    }
}

fn new_reading(page: PageId, read: PageRead) -> NewReading {
    NewReading {
        page,
        text_source: text_source::code(&read),
        confidence: read.confidence,
        words: json!(read.words),
        text: read.text,
    }
}

/// The file of a page, and its number in it. A page of a delivery stands in one of the files that came with it.
async fn place(
    tx: &mut Transaction,
    communication: CommunicationId,
    page: &ReadPage,
) -> Result<Option<(ContentHash, u32)>, StoreError> {
    let (kind, _) = deliveries::of_batch(tx, page.file).await?;
    if kind == DeliveryKind::Scan {
        return Ok(Some((batches::get(tx, page.file).await?.content, page.number)));
    }
    let parts = deliveries::parts(tx, communication).await?;
    let within = |(first, last): (u32, u32)| (first..=last).contains(&page.number).then(|| page.number - first + 1);
    Ok(parts.iter().find_map(|part| Some((part.content, within(part.pages?)?))))
}

fn retry(error: &StoreError) -> JobFailure {
    match error {
        StoreError::Damaged(_) | StoreError::NotFound(_) => JobFailure::reject(error.to_string()),
        _ => JobFailure::retry(error.to_string()),
    }
}
