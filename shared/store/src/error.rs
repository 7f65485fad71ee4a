/// What can go wrong between the program and its stores. No message carries personal data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("database: {}", describe(.0))]
    Database(#[from] sqlx::Error),
    /// The database did not answer those who asked before; it was not asked again.
    #[error("database: it does not answer")]
    Away,
    /// A migration failed or the database has other migrations than the program.
    #[error("schema: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The object store refused or could not be reached.
    #[error("blob store: {0}")]
    Blob(#[from] object_store::Error),
    /// What was read back is not what was stored.
    #[error("blob {0} is damaged: its content no longer has its digest")]
    Damaged(String),
    /// Nothing stands under this identifier (or the actor may not see it).
    #[error("{0} not found")]
    NotFound(&'static str),
    /// A value in the database that this version does not know.
    #[error("unknown {what} code {code} in the database")]
    UnknownCode {
        /// Which enumeration.
        what: &'static str,
        /// The code read.
        code: i16,
    },
    /// A stored document that this version cannot read.
    #[error("stored {0} cannot be read")]
    Malformed(&'static str),
}

/// The message of a database error without its detail, which may quote row values.
fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(e) => {
            format!("{} ({})", e.message(), e.code().unwrap_or_default())
        }
        other => other.to_string(),
    }
}

impl StoreError {
    /// Whether the same call may succeed later without a change (connection lost, deadlock, serialisation).
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(e)) => e.code().is_some_and(|c| {
                c.starts_with("40") || c.starts_with("57") || c.starts_with("53") || c.starts_with("08")
            }),
            Self::Database(
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::Protocol(_),
            )
            | Self::Blob(_)
            | Self::Away => true,
            _ => false,
        }
    }

    /// Whether the database could not be reached at all.
    #[must_use]
    pub const fn is_away(&self) -> bool {
        matches!(
            self,
            Self::Away
                | Self::Database(
                    sqlx::Error::Io(_)
                        | sqlx::Error::PoolTimedOut
                        | sqlx::Error::PoolClosed
                        | sqlx::Error::WorkerCrashed
                )
        )
    }

    /// Whether a unique key already exists.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(e)) if e.is_unique_violation())
    }
}

/// The value of a stored code.
pub(crate) fn decode<T>(what: &'static str, code: i16, from: impl Fn(i16) -> Option<T>) -> Result<T, StoreError> {
    from(code).ok_or(StoreError::UnknownCode { what, code })
}
