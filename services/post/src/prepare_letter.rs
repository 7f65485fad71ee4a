//! The job that makes the PDF of a letter.

use std::sync::Arc;

use bytes::Bytes;
use casework::{
    Casework, PREPARE_LETTER, PrepareError, PrepareLetter, letter_failed, letter_to_prepare, record_prepared,
};
use letters::{LetterError, Letters, Rendered};
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};
use runtime::Context;

use crate::letter_words;

/// Letters made at the same time.
const AT_ONCE: u32 = 2;

#[derive(Clone)]
struct Writer {
    casework: Casework,
    letters: Result<Arc<Letters>, String>,
    demonstration: bool,
}

/// Registers the handler of the job.
pub(crate) fn register(
    worker: &mut Worker,
    context: &Context,
    casework: &Casework,
    letters: Result<Arc<Letters>, String>,
) -> Result<(), DuplicateKind> {
    let writer = Writer { casework: casework.clone(), letters, demonstration: context.config.site.demonstration };
    worker.handle(PREPARE_LETTER, AT_ONCE, move |job| {
        let writer = Writer { casework: writer.casework.current(), ..writer.clone() };
        async move { writer.work(job).await }
    })
}

impl Writer {
    async fn work(&self, job: Job) -> Result<Done, JobFailure> {
        let PrepareLetter { letter } = job.read()?;
        let Some(preparation) = letter_to_prepare(&self.casework, letter).await.map_err(failure)? else {
            return record_prepared(&self.casework, &job, letter, None).await.map_err(failure);
        };
        let words = letter_words::letter(&preparation, &self.casework.site.catalogue, self.demonstration);
        match words.map_err(|cause| cause.to_string()) {
            Ok(words) => match self.render(words).await? {
                Ok(Rendered { pdf, pages, .. }) => {
                    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
                    metrics::counter!("passerelle_letters_prepared_total").increment(1);
                    record_prepared(&self.casework, &job, letter, Some((Bytes::from(pdf), pages)))
                        .await
                        .map_err(failure)
                }
                Err(error) => self.give_up(letter, &error.to_string()).await,
            },
            Err(cause) => self.give_up(letter, &cause).await,
        }
    }

    async fn render(&self, letter: letters::Letter) -> Result<Result<Rendered, LetterError>, JobFailure> {
        let misconfigured = |why| JobFailure::Misconfigured { key: "letters.templates", why };
        let letters = self.letters.clone().map_err(misconfigured)?;
        let rendered = tokio::task::spawn_blocking(move || letters.render(&letter)).await;
        rendered.map_err(|panic| JobFailure::retry(panic.to_string()))
    }

    /// No later attempt can succeed: a person sees it as an exception, the operator as a dead job.
    async fn give_up(&self, letter: domain::LetterId, cause: &str) -> Result<Done, JobFailure> {
        letter_failed(&self.casework, letter, cause).await.map_err(|e| JobFailure::retry(e.to_string()))?;
        Err(JobFailure::reject(cause))
    }
}

fn failure(error: PrepareError) -> JobFailure {
    match error {
        PrepareError::Lease(lease) => lease.into(),
        PrepareError::Facts(_) => JobFailure::reject(error.to_string()),
        PrepareError::Store(store) => JobFailure::retry(store.to_string()),
    }
}
