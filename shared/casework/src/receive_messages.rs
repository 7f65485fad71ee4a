//! E-mails of a mailbox pass the neck, many in one transaction with the cursor of the mailbox: T1 of the mail door. The
//! sender of a request is owed the electronic registration receipt (LT-02) at once (CRPA L. 112-11, R. 112-11-1).

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, CaseReference, ChannelKind, DeliveryKind, Evidence, ExceptionId, ExceptionKind, Nature, Received, Role,
};
use serde_json::{Value, json};
use store::{
    Transaction,
    exceptions::{self, NewException},
    suggestions::NewSuggestion,
};

use crate::{Arrival, Casework, Delivery, MessageFacts, ReceiveError, receive::count, receive_all};

mod bounces;
mod receipts;

pub use bounces::BounceFacts;

/// An e-mail as it was fetched and understood.
#[derive(Clone, Debug)]
pub struct MessageArrival {
    /// Its bytes, exactly.
    pub raw: Bytes,
    /// When the site's own server received it (RL-02).
    pub received_at: DateTime<Utc>,
    /// The evidence of that instant.
    pub evidence: Option<Evidence>,
    /// What it is. In doubt: a request.
    pub nature: Nature,
    /// A case whose reference it carries, with its check digits.
    pub reference: Option<CaseReference>,
    /// What it says.
    pub message: MessageFacts,
    /// Why the reader could not understand it; kept all the same, and shown.
    pub trouble: Option<String>,
    /// What it reports of a message of ours that was not delivered.
    pub bounce: Option<BounceFacts>,
    /// What can be proposed to a clerk.
    pub suggestions: Vec<NewSuggestion>,
}

/// Receives messages of a mailbox and saves how far it was read. The server's copies may be touched once this returned
/// `Ok`. A message that is already known (by its content) is not received again.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then, the cursor stands where it stood.
pub async fn receive_messages(
    casework: &Casework,
    mailbox: &str,
    cursor: &Value,
    messages: Vec<MessageArrival>,
) -> Result<Vec<Received>, ReceiveError> {
    let now = casework.clock.now();
    let mut arrivals = Vec::with_capacity(messages.len());
    for message in &messages {
        arrivals.push(arrival(casework, mailbox, message).await?);
    }
    let mut tx = casework.begin(&Actor::Door(ChannelKind::Email)).await?;
    let received = receive_all(&mut tx, &casework.site, now, arrivals).await?;
    receipts::request(&mut tx, casework, &messages, &received, now).await?;
    bounces::record(&mut tx, &messages, &received, now).await?;
    say_troubles(&mut tx, &messages, &received, now).await?;
    store::sources::set_cursor(&mut tx, mailbox, cursor, now).await?;
    tx.commit().await?;
    count(ChannelKind::Email, &received);
    Ok(received)
}

async fn arrival(casework: &Casework, mailbox: &str, message: &MessageArrival) -> Result<Arrival, ReceiveError> {
    let content = casework.blobs.keep(message.raw.clone(), "message/rfc822").await?;
    let name = message.message.subject.clone().filter(|subject| !subject.trim().is_empty());
    Ok(Arrival {
        account: Some(mailbox.to_owned()),
        external_id: Some(content.hash.to_string()),
        nature: message.nature,
        reference: message.reference,
        content: Some(content),
        evidence: message.evidence.clone(),
        suggestions: message.suggestions.clone(),
        delivery: Some(Delivery {
            kind: DeliveryKind::Message,
            name: name.unwrap_or_default(),
            parts: Vec::new(),
            declared_pages: None,
            message: Some(message.message.clone()),
        }),
        ..Arrival::bare(ChannelKind::Email, message.received_at)
    })
}

/// A message that the reader could not understand is kept, and shown to a person.
async fn say_troubles(
    tx: &mut Transaction,
    messages: &[MessageArrival],
    received: &[Received],
    now: DateTime<Utc>,
) -> Result<(), ReceiveError> {
    for (message, received) in messages.iter().zip(received) {
        let Some(cause) = message.trouble.as_ref().filter(|_| !matches!(received, Received::Again { .. })) else {
            continue;
        };
        let exception = NewException {
            id: ExceptionId::new(now),
            kind: ExceptionKind::MessageUnreadable,
            key: format!("message_unreadable:{}", received.communication()),
            batch: None,
            communication: Some(received.communication()),
            case: None,
            detail: json!({ "cause": cause }),
            owner: Role::Indexer,
        };
        exceptions::open(tx, &exception, now).await?;
    }
    Ok(())
}

/// The local date of reception.
pub(crate) fn received_on(casework: &Casework, message: &MessageArrival) -> NaiveDate {
    casework.site.local_date(message.received_at)
}
