//! A message of ours that came back undelivered counts as not sent: a person sees it beside the case.

use chrono::{DateTime, Utc};
use domain::{ExceptionId, ExceptionKind, Received, Role};
use serde_json::json;
use store::{
    Transaction, emails,
    events::{self, NewEvent},
    exceptions::{self, NewException},
};

use super::MessageArrival;
use crate::ReceiveError;

/// What a report of a failed delivery says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BounceFacts {
    /// The Message-ID of our message, without angle brackets.
    pub message_id: Option<String>,
    /// Why, as the reader classed it (`userunknown`).
    pub reason: String,
    /// Enhanced status code (`5.1.1`).
    pub status: Option<String>,
}

/// Opens an exception for each letter of ours that these messages report as undelivered.
pub(super) async fn say(
    tx: &mut Transaction,
    messages: &[MessageArrival],
    received: &[Received],
    now: DateTime<Utc>,
) -> Result<(), ReceiveError> {
    for (message, received) in messages.iter().zip(received) {
        let Some(bounce) = message.bounce.as_ref().filter(|_| !matches!(received, Received::Again { .. })) else {
            continue;
        };
        let letter = match &bounce.message_id {
            Some(id) => emails::by_message_id(tx, id).await?,
            None => None,
        };
        let case = match (letter, message.reference) {
            (Some((_, case)), _) => Some(case),
            (None, Some(reference)) => {
                store::arrivals::cases_by_reference(tx, &[reference]).await?.get(&reference).copied()
            }
            (None, None) => None,
        };
        let Some(case) = case else { continue };
        let letter = letter.map(|(letter, _)| letter);
        let communication = received.communication();
        let exception = NewException {
            id: ExceptionId::new(now),
            kind: ExceptionKind::MessageBounced,
            key: letter.map_or_else(|| format!("bounced:{communication}"), |letter| format!("bounced:{letter}")),
            batch: None,
            communication: Some(communication),
            case: Some(case),
            detail: json!({ "letter": letter, "kind": kind(tx, letter).await?, "reason": bounce.reason,
                            "status": bounce.status }),
            owner: Role::Indexer,
        };
        if exceptions::open(tx, &exception, now).await? {
            let facts = json!({ "letter": letter, "communication": communication, "reason": bounce.reason });
            events::append(tx, now, &[NewEvent::new(case, "letter.bounced", facts)]).await?;
        }
    }
    Ok(())
}

async fn kind(
    tx: &mut Transaction,
    letter: Option<domain::LetterId>,
) -> Result<Option<domain::LetterKind>, ReceiveError> {
    let Some(letter) = letter else { return Ok(None) };
    Ok(store::letters::lock(tx, &[letter]).await?.pop().map(|row| row.kind))
}
