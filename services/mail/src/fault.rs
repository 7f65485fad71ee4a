use casework::ReceiveError;
use store::StoreError;

/// Why a mailbox cannot be read, or a server not reached, now. Never carries personal data or secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The operator has to mend something (password, certificate, folder): tried again seldom.
    #[error("{key}: {why}")]
    Misconfigured {
        /// The configuration key to look at.
        key: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The server or the way to it fails: tried again soon.
    #[error("{0}")]
    Unreachable(String),
    /// Our own database, blobs or reader fail: tried again soon.
    #[error("{0}")]
    Ours(String),
    /// Another process reads this mailbox now.
    #[error("another process reads this mailbox")]
    LeaseLost,
}

impl Fault {
    pub(crate) fn misconfigured(key: &'static str, why: impl Into<String>) -> Self {
        Self::Misconfigured { key, why: why.into() }
    }

    /// Nothing came from the server in time.
    pub(crate) fn silent(doing: &str) -> Self {
        Self::Unreachable(format!("no answer in time ({doing})"))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Ours(error.to_string())
    }
}

impl From<ReceiveError> for Fault {
    fn from(error: ReceiveError) -> Self {
        Self::Ours(error.to_string())
    }
}

impl From<async_imap::error::Error> for Fault {
    fn from(error: async_imap::error::Error) -> Self {
        use async_imap::error::Error;
        Self::Unreachable(match error {
            // Parse errors quote what was read: only their kind is told.
            Error::Parse(_) => "an answer of the server cannot be understood".to_owned(),
            Error::Io(io) => format!("connection: {}", io.kind()),
            other => other.to_string(),
        })
    }
}
