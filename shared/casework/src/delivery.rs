use domain::{BatchId, DeliveryKind, MessageClass, PartState};
use serde_json::Value;
use store::Blob;

/// What came in with an arrival as files: an e-mail with its attachments, or files deposited at a counter, by a structure or
/// through another program. Its bytes are the content of the arrival. It becomes one batch with one envelope, whatever the
/// door, so that its pages are read, counted and indexed like those of a scanned letter.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What it is.
    pub kind: DeliveryKind,
    /// What a clerk calls it: the subject of a message, the desk of a deposit.
    pub name: String,
    /// Its files, as far as they are known: those of a message are unpacked by the reader later.
    pub parts: Vec<ReceivedPart>,
    /// Pages counted by hand, when somebody did.
    pub declared_pages: Option<u32>,
    /// What the message says.
    pub message: Option<MessageFacts>,
}

impl Delivery {
    /// Whether the reader has something to do.
    #[must_use]
    pub fn to_read(&self) -> bool {
        !self.parts.is_empty() || self.message.as_ref().is_some_and(|message| message.attachments > 0)
    }
}

/// A file as it came.
#[derive(Clone, Debug)]
pub struct ReceivedPart {
    /// The name it had.
    pub name: String,
    /// Its bytes, made safe by the blob store.
    pub content: Blob,
    /// Where it stands: `Waiting` unless it could not be taken as it was.
    pub state: PartState,
    /// Why it was set aside.
    pub reason: Option<String>,
}

/// What an e-mail says, as the reader understood it.
#[derive(Clone, Debug)]
pub struct MessageFacts {
    /// What it is.
    pub class: MessageClass,
    /// Its own identifier, without angle brackets.
    pub message_id: Option<String>,
    /// The message it answers.
    pub in_reply_to: Option<String>,
    /// The date that the sender's machine wrote; proves nothing.
    pub sent_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The sender's name.
    pub from_name: Option<String>,
    /// The sender's address.
    pub from_address: Option<String>,
    /// Where an answer goes; none when nothing may be answered.
    pub answer_to: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// What a person reads.
    pub body: String,
    /// The same without quoted history and signature.
    pub reply_body: String,
    /// Files that came with it.
    pub attachments: u32,
    /// What the site's mail server found: `spf`, `dkim`, `dmarc`.
    pub authentication: Option<Value>,
}

/// The job that a new delivery owes.
pub(crate) fn job(batch: BatchId, delivery: &Delivery, now: chrono::DateTime<chrono::Utc>) -> Option<queue::NewJob> {
    delivery.to_read().then(|| crate::jobs::read_batch(batch, now))
}
