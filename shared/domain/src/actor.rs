use std::fmt;

use crate::{ApiKeyId, ChannelKind, UserId};

/// Who acts. Every transaction states its actor; the database shows no protected row without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff, signed in.
    User {
        /// Their account.
        id: UserId,
        /// True for those who may see protected persons (referents and supervisors, R-57).
        sees_protected: bool,
    },
    /// A durable job, named by its kind.
    Job(&'static str),
    /// A door that takes an arrival in.
    Door(ChannelKind),
    /// A program of somebody else, by its key.
    Key {
        /// The key.
        id: ApiKeyId,
        /// The account whose filings alone it sees; every case that is not protected when none.
        only: Option<String>,
    },
    /// The operator of the installation (command line, start-up, tests).
    Operator(&'static str),
}

impl Actor {
    /// Of a step about a person whom its author may no longer see once it is done: what they typed themselves is written, nothing is
    /// shown to them.
    #[must_use]
    pub const fn author(id: UserId) -> Self {
        Self::User { id, sees_protected: true }
    }

    /// Whether rows of protected persons are visible to this actor. A door must recognise what it already received;
    /// it shows nothing to anybody.
    #[must_use]
    pub const fn sees_protected(&self) -> bool {
        match self {
            Self::User { sees_protected, .. } => *sees_protected,
            Self::Key { .. } => false,
            Self::Job(_) | Self::Operator(_) | Self::Door(_) => true,
        }
    }

    /// The account whose filings alone are visible to this actor; empty when it sees those of everybody.
    #[must_use]
    pub fn sees_only(&self) -> &str {
        match self {
            Self::Key { only, .. } => only.as_deref().unwrap_or(""),
            Self::User { .. } | Self::Job(_) | Self::Operator(_) | Self::Door(_) => "",
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User { id, .. } => write!(f, "{id}"),
            Self::Job(kind) => write!(f, "job:{kind}"),
            Self::Key { id, .. } => write!(f, "{id}"),
            Self::Door(channel) => write!(f, "door:{}", channel.word()),
            Self::Operator(name) => write!(f, "operator:{name}"),
        }
    }
}
