use domain::JobId;

/// The queue could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("could not {action}")]
pub struct QueueError {
    /// What was being done, as it completes "could not ...".
    pub action: &'static str,
    /// Why.
    #[source]
    pub source: sqlx::Error,
}

impl QueueError {
    pub(crate) fn during(action: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self { action, source }
    }
}

/// A leased job could not be settled.
#[derive(Debug, thiserror::Error)]
pub enum LeaseError {
    /// The lease ended and another worker took the job over: whatever was done must not be committed.
    #[error("the lease of {0} was lost")]
    Lost(JobId),
    /// The database did not answer.
    #[error(transparent)]
    Queue(#[from] QueueError),
}
