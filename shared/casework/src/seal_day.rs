//! The heads of all event chains are sealed once a day, so that tampering or truncation shows.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Actor;
use queue::{Done, Job, LeaseError};
use store::{Database, StoreError, seals};

/// Kind of the job that seals the event log.
pub const SEAL_DAY: &str = "seal_day";

/// Why a day was not sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
}

/// Seals the event log under `day` (local date) and ends the job; a day already sealed stays as it is.
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn seal_day(database: &Database, job: &Job, now: DateTime<Utc>, day: NaiveDate) -> Result<Done, SealError> {
    let mut tx = database.begin(&Actor::Job(SEAL_DAY)).await?;
    let streams = seals::seal(&mut tx, now, day).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    tracing::info!(%day, streams, "event log sealed");
    Ok(done)
}
