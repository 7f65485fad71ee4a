use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{CaseId, CommunicationId, Role, coded::coded_enum};

coded_enum! {
    /// Which way a communication goes.
    pub enum Direction {
        /// From a person to the administration.
        Inbound = 1, "inbound";
        /// From the administration to a person.
        Outbound = 2, "outbound";
    }
}

coded_enum! {
    /// What an arrival is, as far as the door can tell. In doubt it is a request.
    pub enum Nature {
        /// A request, or unclear: the person keeps the date.
        Request = 1, "request";
        /// Something about a case whose link is proved (our own barcode, reference with its check digits).
        Reply = 2, "reply";
        /// One of our letters come back undelivered.
        Returned = 3, "returned";
        /// A machine's answer: bounce, delay, auto-reply, list.
        Automatic = 4, "automatic";
        /// Mail for another service.
        Misdirected = 5, "misdirected";
        /// A call whose purpose nobody has said yet: kept and owned by the phone desk, a request as soon as it is one.
        Contact = 6, "contact";
    }
}

coded_enum! {
    /// Where an inbound communication stands.
    pub enum CommunicationState {
        /// Kept, not yet seen by a person.
        Received = 1, "received";
        /// Read by the machine, waiting for a person.
        ToIndex = 2, "to_index";
        /// Registered on at least one case.
        Registered = 3, "registered";
        /// Ended without a case, with a stated outcome (I-28).
        NoCase = 4, "no_case";
    }
}

/// What became of an arrival at the neck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Received {
    /// A new case was opened.
    Opened {
        /// The communication kept.
        communication: CommunicationId,
        /// The case opened.
        case: CaseId,
    },
    /// Attached to a case whose link is proved.
    Attached {
        /// The communication kept.
        communication: CommunicationId,
        /// The case it belongs to.
        case: CaseId,
    },
    /// Kept without a case, with an owner and a day by which a person must have decided (I-28).
    Unassigned {
        /// The communication kept.
        communication: CommunicationId,
        /// The role that owns it.
        owner: Role,
        /// The last day to decide.
        due: NaiveDate,
    },
    /// The same arrival was already received; nothing was done again.
    Again {
        /// The communication of the first reception.
        communication: CommunicationId,
    },
}

impl Received {
    /// The communication that carries the arrival.
    #[must_use]
    pub const fn communication(&self) -> CommunicationId {
        match self {
            Self::Opened { communication, .. }
            | Self::Attached { communication, .. }
            | Self::Unassigned { communication, .. }
            | Self::Again { communication } => *communication,
        }
    }
}
