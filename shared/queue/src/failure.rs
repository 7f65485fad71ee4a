use std::time::Duration;

use crate::{LeaseError, QueueError};

/// The proof that a job was finished: only [`crate::finish`] makes one, and a handler has to return it.
#[derive(Debug)]
#[must_use = "the handler returns it, after the commit"]
pub struct Done(());

impl Done {
    pub(crate) const fn proven() -> Self {
        Self(())
    }
}

/// Why a handler did not finish its job, and what is to become of the job. The reasons are shown to staff and kept: they
/// say what failed on what, without personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobFailure {
    /// Try again; dead when no attempt is left.
    #[error("{why}")]
    Retry {
        /// The pause, when the cause tells one (else the [`crate::Backoff`]).
        after: Option<Duration>,
        /// What failed on what.
        why: String,
    },
    /// No later attempt can succeed: dead at once, visible.
    #[error("{why}")]
    Reject {
        /// What failed on what.
        why: String,
    },
    /// The installation lacks something: waits, without using up attempts, until the operator has mended it.
    #[error("{key}: {why}")]
    Misconfigured {
        /// The configuration key to look at.
        key: &'static str,
        /// What is wrong with it.
        why: String,
    },
}

impl JobFailure {
    /// Try again after the usual pause.
    pub fn retry(why: impl Into<String>) -> Self {
        Self::Retry { after: None, why: why.into() }
    }

    /// Give up at once.
    pub fn reject(why: impl Into<String>) -> Self {
        Self::Reject { why: why.into() }
    }
}

impl From<sqlx::Error> for JobFailure {
    fn from(error: sqlx::Error) -> Self {
        Self::retry(describe(&error))
    }
}

impl From<QueueError> for JobFailure {
    fn from(error: QueueError) -> Self {
        Self::retry(format!("{error}: {}", describe(&error.source)))
    }
}

impl From<LeaseError> for JobFailure {
    fn from(error: LeaseError) -> Self {
        match error {
            LeaseError::Queue(error) => error.into(),
            LeaseError::Lost(_) => Self::retry(error.to_string()),
        }
    }
}

/// What a database error may say in a place that is kept: its messages can quote values, so only its code and
/// constraint are told.
pub(crate) fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            let on = database.constraint().map(|name| format!(" on {name}")).unwrap_or_default();
            format!("the database answered {code}{on}")
        }
        sqlx::Error::Io(io) => format!("the database is not reachable ({})", io.kind()),
        sqlx::Error::PoolTimedOut => "no database connection was free in time".into(),
        sqlx::Error::PoolClosed => "the program is stopping".into(),
        sqlx::Error::RowNotFound => "a row that should exist was not found".into(),
        _ => "the database could not be used".into(),
    }
}
