//! Which senders are owed LT-02, and what it says. Never a machine, a list or an address that is not safe (I-11).

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{
    CaseId, CaseReference, DeadlineId, DeadlineKind, ExceptionId, ExceptionKind, LetterId, LetterKind, LetterState,
    Medium, MessageClass, Nature, NotAddressable, Received, Role,
};
use serde_json::json;
use store::{
    Transaction, addresses, cases,
    deadlines::{self, NewDeadline},
    emails::{self, NewEmailLetter},
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letters::NewLetter,
};

use super::{MessageArrival, received_on};
use crate::{
    Casework, HeadFacts, ReceiptFacts, ReceiveError, RuleFact, hold_letter::held_word, jobs, rests_on::rests_on,
};

/// A message whose sender is owed a receipt.
struct Owed<'a> {
    message: &'a MessageArrival,
    received: &'a Received,
    case: CaseId,
    address: String,
}

/// Requests LT-02 for the messages that are owed one, with its deadline of one working day.
pub(super) async fn request(
    tx: &mut Transaction,
    casework: &Casework,
    messages: &[MessageArrival],
    received: &[Received],
    now: DateTime<Utc>,
) -> Result<(), ReceiveError> {
    let owed: Vec<Owed> = messages.iter().zip(received).filter_map(|(m, r)| owed(m, r)).collect();
    if owed.is_empty() {
        return Ok(());
    }
    let wanted: Vec<String> = owed.iter().map(|o| o.address.clone()).collect();
    let unfit = addresses::unfit(tx, &wanted).await?;
    let ids: Vec<CaseId> = owed.iter().map(|o| o.case).collect();
    let references = cases::references(tx, &ids).await?;
    let mut letters = Vec::with_capacity(owed.len());
    for o in &owed {
        let Some(reference) = references.get(&o.case) else { continue };
        let unfit = unfit.get(&o.address.to_lowercase()).copied();
        letters.push(letter(casework, o, *reference, unfit, now));
    }
    let inserted: HashSet<LetterId> = emails::insert(tx, &letters, now).await?.into_iter().collect();
    letters.retain(|letter| inserted.contains(&letter.letter.id));
    record(tx, casework, &owed, &letters, now).await
}

/// What is certainly not written by a person is never answered; nor is what nobody can be answered about.
fn owed<'a>(message: &'a MessageArrival, received: &'a Received) -> Option<Owed<'a>> {
    let case = match received {
        Received::Opened { case, .. } | Received::Attached { case, .. } => *case,
        Received::Unassigned { .. } | Received::Again { .. } => return None,
    };
    let by_a_person =
        message.message.class == MessageClass::Normal && matches!(message.nature, Nature::Request | Nature::Reply);
    let address = message.message.answer_to.clone().filter(|_| by_a_person)?;
    Some(Owed { message, received, case, address })
}

fn letter(
    casework: &Casework,
    owed: &Owed,
    reference: CaseReference,
    unfit: Option<NotAddressable>,
    now: DateTime<Utc>,
) -> NewEmailLetter {
    let id = LetterId::new(now);
    let received_on = received_on(casework, owed.message);
    let due = law::electronic_receipt_due(received_on, &casework.site.catalogue, &casework.site.calendar);
    let rests_on = rests_on([&due.why], &casework.site.catalogue);
    let rule = RuleFact { rule: due.why.rule, version: due.why.version, source: due.why.source };
    let facts = ReceiptFacts {
        head: HeadFacts {
            letter: id,
            reference,
            prefecture: casework.site.prefecture.clone(),
            service: casework.site.service.clone(),
            date: casework.today(),
            recipient: Vec::new(),
            person: owed.message.message.from_name.clone(),
            neutral: false,
            rests_on,
        },
        received_at: owed.message.received_at,
        received_on,
        subject: owed.message.message.subject.clone(),
        attachments: owed.message.message.attachments,
        in_reply_to: owed.message.message.message_id.clone(),
        rule: rule.clone(),
    };
    NewEmailLetter {
        letter: NewLetter {
            id,
            case: owed.case,
            kind: LetterKind::ElectronicReceipt,
            service: format!("{}/{}", casework.site.prefecture, casework.site.service),
            cause: owed.received.communication().to_string(),
            state: if unfit.is_none() { LetterState::Requested } else { LetterState::Held },
            medium: Medium::Email,
            contact: None,
            data: json!(facts),
            rule: rule.rule,
            rule_version: rule.version,
            held_reason: unfit.map(|reason| held_word(reason).to_owned()),
        },
        communication: owed.received.communication(),
        address: owed.address.clone(),
        message_id: format!("{id}@passerelle"),
    }
}

async fn record(
    tx: &mut Transaction,
    casework: &Casework,
    owed: &[Owed<'_>],
    letters: &[NewEmailLetter],
    now: DateTime<Utc>,
) -> Result<(), ReceiveError> {
    let mut log = Vec::new();
    let mut due = Vec::new();
    let mut jobs = Vec::new();
    for new in letters {
        let letter = &new.letter;
        let facts = json!({ "letter": letter.id, "kind": letter.kind, "state": letter.state });
        log.push(NewEvent::new(letter.case, "letter.requested", facts));
        if let Some(o) = owed.iter().find(|o| o.received.communication() == new.communication) {
            due.push((letter.case, deadline(casework, o.message, now)));
        }
        if letter.state == LetterState::Held {
            exceptions::open(tx, &held(letter, now), now).await?;
        } else {
            jobs.push(jobs::send_email(letter.id, now));
        }
    }
    events::append(tx, now, &log).await?;
    deadlines::open_all(tx, &due, now).await?;
    if !jobs.is_empty() {
        queue::enqueue(tx, now, &jobs).await?;
    }
    Ok(())
}

fn deadline(casework: &Casework, message: &MessageArrival, now: DateTime<Utc>) -> NewDeadline {
    let received_on = received_on(casework, message);
    let due = law::electronic_receipt_due(received_on, &casework.site.catalogue, &casework.site.calendar);
    NewDeadline {
        id: DeadlineId::new(now),
        kind: DeadlineKind::ElectronicReceiptDue,
        due_on: due.due,
        computed_from: received_on,
        rule: due.why.rule,
        rule_version: due.why.version,
        source: due.why.source,
        because: due.why.because,
    }
}

/// The sender's address may not be written to: a person finds a way, on paper.
fn held(letter: &NewLetter, now: DateTime<Utc>) -> NewException {
    NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::NoSafeAddress,
        key: format!("held:{}", letter.id),
        batch: None,
        communication: None,
        case: Some(letter.case),
        detail: json!({ "letter": letter.id, "kind": letter.kind, "held": letter.held_reason }),
        owner: Role::Indexer,
    }
}
