use domain::{BatchId, CommunicationId};
use uuid::Uuid;

/// Where what waits for a decision about pages is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// In one file.
    Batch(BatchId),
    /// In one envelope.
    Envelope(CommunicationId),
}

impl Within {
    /// The batch that a query is narrowed to.
    pub(crate) const fn batch(self) -> Option<Uuid> {
        match self {
            Self::Batch(batch) => Some(batch.uuid()),
            Self::Envelope(_) => None,
        }
    }

    /// The envelope that a query is narrowed to, by its communication.
    pub(crate) const fn envelope(self) -> Option<Uuid> {
        match self {
            Self::Envelope(communication) => Some(communication.uuid()),
            Self::Batch(_) => None,
        }
    }
}
