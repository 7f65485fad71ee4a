use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{ContactPointId, Personal, coded::coded_enum};

coded_enum! {
    /// The kinds of contact point.
    pub enum ContactKind {
        /// A postal address.
        Postal = 1, "postal";
        /// A telephone number.
        Phone = 2, "phone";
        /// An e-mail address.
        Email = 3, "email";
        /// A support structure that keeps mail for the person.
        Structure = 4, "structure";
        /// A prison registry.
        Prison = 5, "prison";
        /// Handed over at the counter.
        Counter = 6, "counter";
    }
}

coded_enum! {
    /// Whether a contact point may be used (I-11).
    pub enum Safety {
        /// Given by the person, nothing against it.
        Ok = 1, "ok";
        /// Not asked yet: may be used, as the person gave it themselves.
        Unknown = 2, "unknown";
        /// Dangerous for the person: never used, never shown outside referents.
        Unsafe = 3, "unsafe";
        /// Held by somebody else: never used.
        Compromised = 4, "compromised";
    }
}

/// A postal address: up to six lines as AFNOR NF Z 10-011 counts them, and what the person wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PostalAddress {
    /// Lines to print, from the addressee to postcode and town, at most six (seven with a country).
    pub lines: Vec<Personal<String>>,
    /// The address as the person wrote it.
    pub as_written: Option<Personal<String>>,
}

/// A way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPoint {
    /// Identifier.
    pub id: ContactPointId,
    /// Kind.
    pub kind: ContactKind,
    /// The address, number or e-mail, one line per printed line.
    pub lines: Vec<Personal<String>>,
    /// Whether it may be used.
    pub safety: Safety,
    /// The last day it may be used, when it ended.
    pub ended_on: Option<NaiveDate>,
    /// Since when it is in doubt: what was sent to it came back and nobody has checked it since.
    pub doubtful_since: Option<DateTime<Utc>>,
}

/// Why nothing may be addressed to a contact point. Carries no address: it may reach a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAddressable {
    /// Flagged unsafe or compromised.
    #[error("the contact point is flagged {}", .0.word())]
    Unsafe(Safety),
    /// No longer in use.
    #[error("the contact point ended on {0}")]
    Ended(NaiveDate),
    /// What was sent to it came back.
    #[error("what was sent to the contact point came back")]
    Doubtful,
    /// Nothing is written on it.
    #[error("the contact point is empty")]
    Empty,
}

/// A contact point that may be written to. The only way to get one is [`ContactPoint::addressable`],
/// so that nothing can be addressed to an unsafe one (I-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressable(ContactPoint);

impl Addressable {
    /// The contact point.
    #[must_use]
    pub const fn contact(&self) -> &ContactPoint {
        &self.0
    }

    /// The lines to print.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.0.lines.iter().map(|line| line.0.clone()).collect()
    }
}

impl ContactPoint {
    /// The proof that this contact point may be written to on `today`.
    ///
    /// # Errors
    /// When it is unsafe, compromised, ended, doubtful or empty.
    pub fn addressable(self, today: NaiveDate) -> Result<Addressable, NotAddressable> {
        match self.safety {
            Safety::Unsafe | Safety::Compromised => return Err(NotAddressable::Unsafe(self.safety)),
            Safety::Ok | Safety::Unknown => {}
        }
        if let Some(ended) = self.ended_on.filter(|ended| *ended < today) {
            return Err(NotAddressable::Ended(ended));
        }
        if self.doubtful_since.is_some() {
            return Err(NotAddressable::Doubtful);
        }
        if self.lines.iter().all(|line| line.trim().is_empty()) {
            return Err(NotAddressable::Empty);
        }
        Ok(Addressable(self))
    }
}
