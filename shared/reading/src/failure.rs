use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

/// Why the reader answered that it will not read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No bytes.
    Empty,
    /// The kind is known but the bytes are damaged beyond use.
    Unreadable,
    /// A password is needed.
    Encrypted,
    /// Not one of the kinds the reader opens.
    UnknownKind,
    /// More bytes, pages or pixels than the limits allow.
    LimitExceeded,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::Encrypted => "encrypted",
            Self::UnknownKind => "unknown kind",
            Self::LimitExceeded => "over the limits",
        })
    }
}

/// How the reading of a file can end badly. Pages handed out before it stay good.
#[derive(Debug, thiserror::Error)]
pub enum ReadFailure {
    /// The reader looked and refused; the same file will be refused again.
    #[error("file refused, {reason}: {detail}")]
    Refused {
        /// The kind of refusal.
        reason: Refusal,
        /// What exactly, without personal data.
        detail: String,
    },
    /// The process ended without finishing (memory limit, processor limit, fault of a decoder).
    #[error("reader process ended before finishing ({status}) after {pages} pages")]
    Crashed {
        /// Exit code or signal.
        status: String,
        /// Pages handed out before.
        pages: u32,
    },
    /// The process was killed because it took longer than the limits allow.
    #[error("reader process killed after {waited:?} without an answer, after {pages} pages")]
    TimedOut {
        /// How long nothing came.
        waited: Duration,
        /// Pages handed out before.
        pages: u32,
    },
    /// The installation is at fault, not the file: executable missing or not startable, language data missing.
    #[error("reader {executable} cannot work: {detail}")]
    Unavailable {
        /// The configured executable.
        executable: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The file to read could not be opened or read on our side.
    #[error("file to read not readable: {0}")]
    Source(std::io::Error),
}
