use chrono::{DateTime, Utc};
use domain::JobId;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::JobFailure;

/// A job to enqueue: an effect that is owed.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Its identifier (a new one each time; kept only when the effect was not pending yet).
    pub id: JobId,
    /// What is to be done: snake case, registered with one [`crate::Worker`] handler.
    pub kind: &'static str,
    /// Names the effect among those of its kind, never empty; the effect is idempotent on it.
    pub key: String,
    /// What the handler needs beyond the key: identifiers, never personal data.
    pub payload: Value,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// Attempts before the job is dead, at least 1. A lost worker counts as one.
    pub max_attempts: i32,
}

impl NewJob {
    /// Attempts of a job that does not say otherwise: with the default [`crate::Backoff`] about two hours.
    pub const ATTEMPTS: i32 = 20;

    /// A job due at once, with [`Self::ATTEMPTS`] attempts.
    #[must_use]
    pub fn due(now: DateTime<Utc>, kind: &'static str, key: impl Into<String>, payload: Value) -> Self {
        Self { id: JobId::new(now), kind, key: key.into(), payload, run_at: now, max_attempts: Self::ATTEMPTS }
    }
}

/// A leased job, as its handler sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its identifier.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// Names the effect among those of its kind.
    pub key: String,
    /// What the handler needs beyond the key.
    pub payload: Value,
    /// The instant it was due.
    pub run_at: DateTime<Utc>,
    /// This attempt, from 1.
    pub attempt: i32,
    /// The last attempt before the job is dead.
    pub max_attempts: i32,
    /// The lease, another one at each claim: the proof that the job is still this attempt's.
    pub lease: Uuid,
    /// When the lease ends, unless extended.
    pub lease_until: DateTime<Utc>,
}

impl Job {
    /// Reads the payload.
    ///
    /// # Errors
    /// [`JobFailure::Reject`] when it does not have the shape of `T`: no later attempt would read it either.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JobFailure> {
        T::deserialize(&self.payload).map_err(|error| JobFailure::Reject {
            // The message of serde may quote values; its category and the kind say enough.
            why: format!("the payload does not fit a {} job ({:?})", self.kind, error.classify()),
        })
    }

    /// Whether no attempt is left after this one.
    #[must_use]
    pub const fn is_last_attempt(&self) -> bool {
        self.attempt >= self.max_attempts
    }
}

/// Where a job stands. A job that is done has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobState {
    /// Waits for its instant and a worker.
    Ready,
    /// A worker has it, or had it when it was lost.
    Leased,
    /// Given up; waits for a person.
    Dead,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Ready, Self::Leased, Self::Dead];

    /// The code kept in the database.
    #[must_use]
    pub const fn code(self) -> i16 {
        match self {
            Self::Ready => 1,
            Self::Leased => 2,
            Self::Dead => 3,
        }
    }

    /// The stable word used in metrics.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Leased => "leased",
            Self::Dead => "dead",
        }
    }

    /// The state of a code read from the database.
    #[must_use]
    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
