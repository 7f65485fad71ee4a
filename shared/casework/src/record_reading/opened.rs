//! A scanned envelope meets the one that was opened by hand: by its arrival label, else by its registered number.

use chrono::{DateTime, Utc};
use domain::{CommunicationId, ExceptionId, ExceptionKind, OpenedClass, Role, SuggestionId};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, communications,
    events::{self, NewEvent},
    exceptions::{self, NewException},
    openings::{self, Opened},
    suggestions::{self, NewSuggestion},
};

use crate::seal_envelope::{self, SealEnvelopeError};

/// The proposal that carries the serial of an arrival label.
pub const ARRIVAL_LABEL: &str = "arrival_label";
const NUMBER: &str = "registered_number";

/// Matches the envelope and hands on what is known of it: its number, the evidence of when it was given.
pub(super) async fn meet(
    tx: &mut Transaction,
    communication: CommunicationId,
    read: &[NewSuggestion],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let of = |field: &str| -> Vec<String> {
        let values = read.iter().filter(|s| s.field == field).filter_map(|s| s.value.as_str());
        values.map(str::to_owned).collect()
    };
    let (labels, numbers) = (of(ARRIVAL_LABEL), of(NUMBER));
    if labels.is_empty() && numbers.is_empty() {
        return Ok(());
    }
    let Some(opened) = openings::match_scanned(tx, communication, &labels, &numbers, now).await? else { return Ok(()) };
    if let Some(number) = opened
        .number
        .as_ref()
        .filter(|number| !numbers.iter().any(|read| openings::plain(read) == openings::plain(number)))
    {
        suggestions::insert(tx, communication, &[scanned_by_hand(json!(number), now)]).await?;
    }
    if let Some(evidence) = &opened.evidence {
        communications::add_evidence(tx, communication, evidence, &opened.opened_by.to_string(), now).await?;
    }
    let true_day = opened.opened_on;
    if communications::received_before(tx, communication, opened.opened_at, true_day).await? {
        let facts = json!({ "received_on": true_day, "label": opened.label });
        events::append(tx, now, &[NewEvent::new(communication, "communication.received_before", facts)]).await?;
    }
    if opened.class == OpenedClass::MedicalSealed {
        say_scanned(tx, communication, &opened, now).await?;
    }
    let facts = json!({ "communication": communication, "label": opened.label });
    events::append(tx, now, &[NewEvent::new(opened.id, "envelope.matched", facts)]).await
}

fn scanned_by_hand(number: Value, now: DateTime<Utc>) -> NewSuggestion {
    NewSuggestion {
        id: SuggestionId::new(now),
        field: NUMBER.to_owned(),
        value: number,
        origin: "hand".to_owned(),
        confidence: 100.0,
        page: None,
    }
}

/// A sealed medical envelope is not to be scanned (I-22): nothing of it is shown, and a person must look.
async fn say_scanned(
    tx: &mut Transaction,
    communication: CommunicationId,
    opened: &Opened,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match seal_envelope::seal(tx, communication, &opened.opened_by.to_string(), None, now).await {
        Err(SealEnvelopeError::Store(error)) => return Err(error),
        Ok(())
        | Err(
            SealEnvelopeError::Registered
            | SealEnvelopeError::Sealed
            | SealEnvelopeError::Open
            | SealEnvelopeError::SentOn
            // Closing asks for no work: only showing again does.
            | SealEnvelopeError::Queue(_),
        ) => {}
    }
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::MedicalScanned,
        key: format!("medical_scanned:{communication}"),
        batch: None,
        communication: Some(communication),
        case: None,
        detail: json!({ "label": opened.label }),
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}
