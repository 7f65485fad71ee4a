//! The job that proposes again what pages say, once they were read in another language or as before again.

use casework::{Casework, PROPOSE_AGAIN, ProposeAgain, RecordLanguageError, propose_again};
use formats::two_d_doc::TrustStore;
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};
use reading::{PageRead, TextSource};
use store::readings::ShownPage;

use crate::proposals;

/// Communications at the same time.
const AT_ONCE: u32 = 1;

/// Registers the handler of the job.
pub(crate) fn register(worker: &mut Worker, casework: &Casework) -> Result<(), DuplicateKind> {
    let casework = casework.clone();
    worker.handle(PROPOSE_AGAIN, AT_ONCE, move |job| {
        let casework = casework.current();
        async move { work(&casework, job).await }
    })
}

async fn work(casework: &Casework, job: Job) -> Result<Done, JobFailure> {
    let ProposeAgain { communication } = job.read()?;
    let now = casework.clock.now();
    let propose = move |pages: &[ShownPage]| {
        let read: Vec<PageRead> = pages.iter().map(page).collect();
        // Codes and zones are not looked for again: they say the same in every language.
        proposals::of(&read.iter().collect::<Vec<_>>(), &TrustStore::default(), now)
    };
    let proposed = propose_again(casework, &job, communication, &proposals::FROM_TEXT, propose).await;
    proposed.map_err(|error| match error {
        RecordLanguageError::Lease(lease) => lease.into(),
        RecordLanguageError::Store(error) => JobFailure::retry(error.to_string()),
        RecordLanguageError::Queue(error) => JobFailure::retry(error.to_string()),
    })
}

fn page(shown: &ShownPage) -> PageRead {
    PageRead {
        width_px: shown.width_px,
        height_px: shown.height_px,
        text: shown.text.clone(),
        confidence: shown.confidence,
        source: TextSource::Ocr,
        language: Some(shown.language.clone()),
        words: serde_json::from_value(shown.words.clone()).unwrap_or_default(),
        error: None,
        ..PageRead::unreadable(shown.number, String::new())
    }
}
