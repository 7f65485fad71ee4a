//! Each day: the document that follows one which ends is prepared thirty days before, and an officer is told when it has not left seven days
//! before (R-41, I-12). The figures are rows of the catalogue.

use domain::{Actor, CaseId, CaseState};
use law::documents::prepared_until;
use queue::{Done, Job, LeaseError};
use store::{StoreError, cases, document_facts};

use crate::{Casework, WATCH_DOCUMENTS, document_duties, prepare_document::prepare_if_due};

/// Cases looked for at once.
const ROWS: i64 = 500;

/// Why the documents were not looked after to the end. What was done before stays.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// Cases whose cover ends soon or has ended.
    pub ending: usize,
    /// Of those, with a document that waits for its signature.
    pub prepared: usize,
    /// Of those, about which an officer is told that nothing follows.
    pub alarms: usize,
}

/// Looks after every case whose cover ends within the days of the catalogue, one transaction a case.
///
/// # Errors
/// When the store refuses; the next run goes on.
pub async fn watch_documents(casework: &Casework) -> Result<Watched, StoreError> {
    let states: Vec<CaseState> = CaseState::ALL.iter().copied().filter(|state| state.awaits_a_title()).collect();
    let until = prepared_until(casework.today(), &casework.site.catalogue);
    let (mut watched, mut after) = (Watched::default(), None);
    loop {
        let mut tx = casework.begin(&Actor::Job(WATCH_DOCUMENTS)).await?;
        let page = document_facts::ending(&mut tx, &states, until, after, ROWS).await?;
        drop(tx);
        let Some(last) = page.last().copied() else { break };
        for (_, case) in page {
            look_after(casework, case, &mut watched).await?;
        }
        after = Some(last);
    }
    tracing::info!(
        ending = watched.ending,
        prepared = watched.prepared,
        alarms = watched.alarms,
        "documents looked after"
    );
    Ok(watched)
}

async fn look_after(casework: &Casework, case: CaseId, watched: &mut Watched) -> Result<(), StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&Actor::Job(WATCH_DOCUMENTS)).await?;
    let row = cases::lock(&mut tx, case).await?;
    let prepared = prepare_if_due(&mut tx, casework, &row, now).await?;
    document_duties::refresh(&mut tx, casework, &row, now).await?;
    let until = document_facts::covered_until(&mut tx, case).await?;
    let told = match until {
        Some(until) => document_duties::alarm(&mut tx, casework, &row, until, now).await?,
        None => false,
    };
    tx.commit().await?;
    watched.ending += 1;
    watched.prepared += usize::from(prepared.is_some());
    watched.alarms += usize::from(told);
    Ok(())
}

/// The same, as a job.
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn watch_documents_job(casework: &Casework, job: &Job) -> Result<Done, WatchError> {
    watch_documents(casework).await?;
    let mut tx = casework.begin(&Actor::Job(WATCH_DOCUMENTS)).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await.map_err(WatchError::Store)?;
    Ok(done)
}
