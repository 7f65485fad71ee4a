//! The job that compares what was read with what came before.

use casework::{COMPARE_PAGES, Casework, ComparePages, ComparePagesError, compare_pages};
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};

/// Communications compared at the same time.
const AT_ONCE: u32 = 1;

/// Registers the handler of the job.
pub(crate) fn register(worker: &mut Worker, casework: &Casework) -> Result<(), DuplicateKind> {
    let casework = casework.clone();
    worker.handle(COMPARE_PAGES, AT_ONCE, move |job| {
        let casework = casework.current();
        async move { work(&casework, job).await }
    })
}

async fn work(casework: &Casework, job: Job) -> Result<Done, JobFailure> {
    let ComparePages { communication } = job.read()?;
    compare_pages(casework, &job, communication).await.map_err(|error| match error {
        ComparePagesError::Lease(lease) => lease.into(),
        ComparePagesError::Store(error) => JobFailure::retry(error.to_string()),
    })
}
