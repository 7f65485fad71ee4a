//! A message of ours that came back counts as not sent: it is held for another way, its address is in doubt, and a person sees
//! it beside the case. Nothing is closed by it.

use chrono::{DateTime, Utc};
use domain::{
    CaseId, CommunicationId, CommunicationState, ExceptionId, ExceptionKind, LetterId, LetterState, Received, Role,
};
use serde_json::{Value, json};
use store::{
    Transaction, addresses, arrivals, communications, deadlines,
    emails::{self, EmailRow},
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letters,
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
    /// The address will not work tomorrow either.
    pub for_good: bool,
}

/// Records, for each of these messages that reports a message of ours as undelivered, what became of that one.
pub(super) async fn record(
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
            (None, Some(reference)) => arrivals::cases_by_reference(tx, &[reference]).await?.get(&reference).copied(),
            (None, None) => None,
        };
        let Some(case) = case else { continue };
        let report = Report { communication: received.communication(), case, bounce };
        report.join_case(tx).await?;
        match letter {
            None => report.show(tx, json!({}), now).await?,
            Some((letter, _)) => report.hold(tx, letter, now).await?,
        }
    }
    Ok(())
}

/// A report about a message of ours, whose case is known.
struct Report<'a> {
    communication: CommunicationId,
    case: CaseId,
    bounce: &'a BounceFacts,
}

impl Report<'_> {
    /// The report belongs to the case: it is no request to register, and nobody has to say what it is.
    async fn join_case(&self, tx: &mut Transaction) -> Result<(), ReceiveError> {
        arrivals::link(tx, &[(self.communication, self.case)]).await?;
        communications::set_state(tx, self.communication, CommunicationState::Registered, None).await?;
        communications::disown(tx, self.communication).await?;
        communications::follow_protection(tx, self.communication).await?;
        Ok(())
    }

    /// Holds the letter, unless it has found another way or waits already.
    async fn hold(&self, tx: &mut Transaction, id: LetterId, now: DateTime<Utc>) -> Result<(), ReceiveError> {
        let row = emails::lock(tx, id).await?;
        let Some(row) = row.filter(|row| matches!(row.state, LetterState::Requested | LetterState::Sent)) else {
            return Ok(());
        };
        letters::hold(tx, id, ExceptionKind::MessageBounced.word()).await?;
        if let Some(duty) = row.kind.duty() {
            deadlines::reopen(tx, row.case, duty).await?;
        }
        self.doubt(tx, id, &row, now).await?;
        self.show(tx, json!({ "letter": id, "kind": row.kind }), now).await
    }

    /// The address, wherever it is known, is no longer relied on.
    async fn doubt(
        &self,
        tx: &mut Transaction,
        id: LetterId,
        row: &EmailRow,
        now: DateTime<Utc>,
    ) -> Result<(), ReceiveError> {
        let contacts = addresses::came_back(tx, id, &row.address, self.bounce.for_good, now).await?;
        let told = |(contact, person)| {
            let facts = json!({ "contact_point": contact, "letter": id, "reason": self.bounce.reason, "for_good": self.bounce.for_good });
            NewEvent::new(person, "contact_point.bounced", facts)
        };
        let log: Vec<NewEvent> = contacts.into_iter().map(told).collect();
        events::append(tx, now, &log).await?;
        Ok(())
    }

    /// A person sees it (M7), and the case remembers it.
    async fn show(&self, tx: &mut Transaction, mut detail: Value, now: DateTime<Utc>) -> Result<(), ReceiveError> {
        detail["reason"] = json!(self.bounce.reason);
        detail["status"] = json!(self.bounce.status);
        let facts =
            json!({ "letter": detail["letter"], "communication": self.communication, "reason": self.bounce.reason });
        let exception = NewException {
            id: ExceptionId::new(now),
            kind: ExceptionKind::MessageBounced,
            key: format!("bounced:{}", self.communication),
            batch: None,
            communication: Some(self.communication),
            case: Some(self.case),
            detail,
            owner: Role::Indexer,
        };
        exceptions::open(tx, &exception, now).await?;
        events::append(tx, now, &[NewEvent::new(self.case, "letter.bounced", facts)]).await?;
        Ok(())
    }
}
