//! The post brings a letter back (screen M8). What it asked is in doubt, its address too, and somebody looks for the person: another
//! telephone number, a structure, another address. Nothing is closed by it, and nothing counts against the person (AS-24). What shared its
//! envelope is back with it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, CommunicationId, DeadlineKind, ExceptionId, ExceptionKind, LetterId, LetterKind, LetterRefused, LetterState,
    NotAddressable, ReturnReason, Role, UserId,
};
use law::{Catalogue, Delivery, FactsContradict, Notified, RegisteredFacts, RegisteredNotification};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction, cases, deadlines,
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letters::{self, LetterRow},
    postal::{self, ContactBefore, PostalFate, PostalItem},
    undo,
};
use uuid::Uuid;

use crate::{
    Casework, EndError, ReleaseError, complement, document_duties, end_without_case,
    hold_letter::hold,
    on_its_way::{NotOnItsWay, on_its_way, with_it},
    release_letter,
};

/// What is seen on the envelope that is back.
#[derive(Clone, Debug)]
pub struct LetterBack {
    /// The letter inside, by our own code.
    pub letter: LetterId,
    /// What the post ticked.
    pub reason: ReturnReason,
    /// The first presentation written on it.
    pub presented_on: Option<NaiveDate>,
    /// Whether the notice of passage was left, with clear and matching marks.
    pub notice_left: bool,
    /// The scan of that envelope, when it was scanned with the post of the day, and the words that it ends with.
    pub scanned: Option<(CommunicationId, String)>,
}

/// What followed.
#[derive(Clone, Debug)]
pub struct ReturnNoted {
    /// The key that takes it back.
    pub undo: Uuid,
    /// How a registered letter counts; `None` for simple post, which never arrived.
    pub notification: Option<RegisteredNotification>,
    /// Other letters to the same address, held with it.
    pub held: usize,
}

/// Why a return was not noted.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    /// It has not left, or is back already.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// Nothing says that it ever left by post.
    #[error("the letter did not leave by post")]
    NotByPost,
    /// The dates cannot all be true.
    #[error(transparent)]
    Contradict(#[from] FactsContradict),
    /// It was presented before it left, or in the future.
    #[error("the letter was presented before it left, or after today")]
    NotThen,
    /// The scan cannot end with it.
    #[error(transparent)]
    Scan(#[from] EndError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotOnItsWay> for ReturnError {
    fn from(why: NotOnItsWay) -> Self {
        match why {
            NotOnItsWay::Refused(refused) => refused.into(),
            NotOnItsWay::NotByPost => Self::NotByPost,
            NotOnItsWay::Store(error) => error.into(),
        }
    }
}

/// What stood before, for the undo.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Before {
    item: domain::PostalItemId,
    fate: PostalFate,
    exception: String,
    contact: Option<ContactBefore>,
    limit: Option<NaiveDate>,
    in_doubt: bool,
    scanned: Option<(CommunicationId, Vec<domain::CaseId>)>,
    /// Other letters to the same address, held with it.
    #[serde(default)]
    others: Vec<LetterId>,
    /// What else was in the envelope.
    #[serde(default)]
    inside: Vec<Inside>,
}

/// What stood before of another letter in the envelope.
#[derive(Debug, Serialize, Deserialize)]
struct Inside {
    letter: LetterId,
    item: domain::PostalItemId,
    fate: PostalFate,
    limit: Option<NaiveDate>,
}

/// Notes that a letter is back.
///
/// # Errors
/// When it has not left or the dates contradict each other; nothing was done then.
pub async fn letter_came_back(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    back: &LetterBack,
) -> Result<ReturnNoted, ReturnError> {
    let now = casework.clock.now();
    let today = casework.today();
    let mut tx = casework.begin(actor).await?;
    let (letter, item) = on_its_way(&mut tx, back.letter).await?;
    let left_on = item.left_at.map(|at| casework.site.local_date(at));
    if back.presented_on.is_some_and(|on| on > today || left_on.is_some_and(|left| on < left)) {
        return Err(ReturnError::NotThen);
    }
    let fate = fate(&item, back, today);
    let notification = notification(&casework.site.catalogue, &item, &fate, today)?;
    let in_doubt = notification.as_ref().is_none_or(|n| n.how == Notified::InDoubt);
    postal::set_fate(&mut tx, item.id, &fate, by, now).await?;
    let limit = if in_doubt { doubt(&mut tx, casework, &letter, now).await? } else { None };
    // Its card never came: the envelope itself says when it was presented, and the delay that it gives runs from there.
    let presented = fate.presented_on.filter(|_| !in_doubt && item.fate.presented_on.is_none());
    let presented = presented.map(Delivery::RegisteredPresented);
    if let Some(delivery) = presented {
        complement::runs_from(&mut tx, casework, letter.id, delivery, now).await?;
    }
    let with = with_it(&mut tx, &item).await?;
    let contact = match item.contact {
        Some(contact) => Some(postal::came_back_from(&mut tx, contact, back.reason.doubts_address(), now).await?),
        None => None,
    };
    let held = hold_others(&mut tx, back.reason, &item, now).await?;
    let exception = open_task(&mut tx, &letter, &item, back.reason, notification.as_ref(), now).await?;
    log(&mut tx, &letter, back, notification.as_ref(), contact.as_ref(), now).await?;
    let scanned = end_scan(&mut tx, back, now).await?;
    let mut inside = Vec::with_capacity(with.len());
    for (other, item) in with {
        postal::set_fate(&mut tx, item.id, &fate, by, now).await?;
        let limit = if in_doubt { doubt(&mut tx, casework, &other, now).await? } else { None };
        if let Some(delivery) = presented {
            complement::runs_from(&mut tx, casework, other.id, delivery, now).await?;
        }
        log(&mut tx, &other, back, notification.as_ref(), None, now).await?;
        inside.push(Inside { letter: other.id, item: item.id, fate: item.fate, limit });
    }
    let others = held.clone();
    let before =
        Before { item: item.id, fate: item.fate, exception, contact, limit, in_doubt, scanned, others, inside };
    let undo = undo::remember(&mut tx, by, "letter_came_back", letter.id.uuid(), json!(before), now).await?;
    tx.commit().await?;
    Ok(ReturnNoted { undo, notification, held: held.len() })
}

fn fate(item: &PostalItem, back: &LetterBack, today: NaiveDate) -> PostalFate {
    PostalFate {
        presented_on: back.presented_on.or(item.fate.presented_on),
        notice_left: back.notice_left || item.fate.notice_left,
        collected_on: item.fate.collected_on,
        refused_on: (back.reason == ReturnReason::Refused).then_some(back.presented_on).flatten(),
        came_back: Some((today, back.reason)),
    }
}

/// How a registered letter counts on `today`, by what the post said of it so far; `None` for simple post, before it was presented, and
/// when what was noted contradicts itself.
#[must_use]
pub fn how_it_counts(item: &PostalItem, today: NaiveDate, catalogue: &Catalogue) -> Option<RegisteredNotification> {
    notification(catalogue, item, &item.fate, today).ok().flatten()
}

/// The same for what is about to be noted.
pub(crate) fn notification(
    catalogue: &Catalogue,
    item: &PostalItem,
    fate: &PostalFate,
    today: NaiveDate,
) -> Result<Option<RegisteredNotification>, FactsContradict> {
    let Some(presented_on) = fate.presented_on.filter(|_| item.registered_number.is_some()) else { return Ok(None) };
    let facts = RegisteredFacts {
        presented_on,
        notice_left: fate.notice_left || fate.came_back.is_none(),
        collected_on: fate.collected_on,
        refused_on: fate.refused_on,
        wrong_address: fate.came_back.is_some_and(|(_, reason)| reason.doubts_address()),
    };
    law::registered_notification(&facts, today, catalogue).map(Some)
}

/// What it did, it did not do: its duty is owed again, what it announced counts for nothing, it waits for another way.
async fn doubt(
    tx: &mut Transaction,
    casework: &Casework,
    letter: &LetterRow,
    now: DateTime<Utc>,
) -> Result<Option<NaiveDate>, StoreError> {
    postal::hold_returned(tx, letter.id, ExceptionKind::LetterReturned.word()).await?;
    if let Some(duty) = letter.kind.duty() {
        deadlines::reopen(tx, letter.case, duty).await?;
    }
    let limit = match letter.kind {
        LetterKind::ComplementRequest => complement::in_doubt(tx, letter.id, now).await?,
        LetterKind::Acknowledgement => {
            deadlines::doubt(tx, letter.case, DeadlineKind::AppealLimit, now).await?;
            None
        }
        LetterKind::ProvisionalDocument => {
            document_duties::came_back(tx, casework, letter, now).await?;
            None
        }
        LetterKind::ElectronicReceipt | LetterKind::DepositReceipt | LetterKind::TransferNotice => None,
    };
    cases::refresh_next_deadline(tx, letter.case).await?;
    Ok(limit)
}

/// Nothing else leaves for an address that does not work.
async fn hold_others(
    tx: &mut Transaction,
    reason: ReturnReason,
    item: &PostalItem,
    now: DateTime<Utc>,
) -> Result<Vec<LetterId>, StoreError> {
    let Some(contact) = item.contact.filter(|_| reason.doubts_address()) else { return Ok(Vec::new()) };
    let ids = letters::not_left_to(tx, contact).await?;
    let others = letters::lock(tx, &ids).await?;
    for other in &others {
        hold(tx, other, NotAddressable::Doubtful, now).await?;
    }
    Ok(others.iter().map(|other| other.id).collect())
}

/// Somebody finds the person.
async fn open_task(
    tx: &mut Transaction,
    letter: &LetterRow,
    item: &PostalItem,
    reason: ReturnReason,
    notification: Option<&RegisteredNotification>,
    now: DateTime<Utc>,
) -> Result<String, StoreError> {
    let key = format!("returned:{}:{}", item.id, now.timestamp_micros());
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::LetterReturned,
        key: key.clone(),
        batch: None,
        communication: None,
        case: Some(letter.case),
        detail: json!({
            "letter": letter.id, "kind": letter.kind, "reason": reason, "item": item.id,
            "notified": notification.map(|n| n.how), "notified_on": notification.and_then(|n| n.notified_on),
        }),
        owner: Role::Indexer,
    };
    exceptions::open(tx, &exception, now).await?;
    Ok(key)
}

async fn log(
    tx: &mut Transaction,
    letter: &LetterRow,
    back: &LetterBack,
    notification: Option<&RegisteredNotification>,
    contact: Option<&ContactBefore>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let facts = json!({
        "letter": letter.id, "kind": letter.kind, "reason": back.reason,
        "how": notification.map_or(Notified::InDoubt, |n| n.how), "notified_on": notification.and_then(|n| n.notified_on),
    });
    let mut log = vec![NewEvent::new(letter.case, "letter.came_back", facts)];
    log.extend(contact.map(|before| {
        let facts = json!({ "contact_point": before.contact, "letter": letter.id, "reason": back.reason });
        NewEvent::new(before.person, "contact_point.returned", facts)
    }));
    events::append(tx, now, &log).await
}

/// The envelope that was scanned with the post of the day is no request.
async fn end_scan(
    tx: &mut Transaction,
    back: &LetterBack,
    now: DateTime<Utc>,
) -> Result<Option<(CommunicationId, Vec<domain::CaseId>)>, ReturnError> {
    let Some((scanned, words)) = &back.scanned else { return Ok(None) };
    let cases = end_without_case::end(tx, *scanned, words, now).await?;
    Ok(Some((*scanned, cases)))
}

/// The return was noted by mistake: everything stands as before, and the letters to the same address that it held go on.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    by: UserId,
    letter: LetterId,
    before: &Before,
) -> Result<bool, ReleaseError> {
    let now = casework.clock.now();
    let row = letters::lock_one(tx, letter).await?;
    let moved = if before.in_doubt { row.state != LetterState::Held } else { row.state != LetterState::HandedToPost };
    if moved {
        return Ok(false);
    }
    postal::set_fate(tx, before.item, &before.fate, by, now).await?;
    if before.in_doubt {
        postal::left_after_all(tx, letter).await?;
        certain_again(tx, &row, before.limit, now).await?;
    } else if before.fate.presented_on.is_none() {
        complement::does_not_run(tx, letter).await?;
    }
    for other in &before.inside {
        take_back_inside(tx, other, before.in_doubt, by, now).await?;
    }
    if let Some(contact) = &before.contact {
        postal::restore_contact(tx, contact).await?;
    }
    exceptions::end_by_key(tx, &before.exception, "undo", "noted by mistake", now).await?;
    if let Some((communication, cases)) = &before.scanned {
        end_without_case::open_again(tx, *communication, cases, now).await?;
    }
    release_letter::release_doubtful(tx, casework, &before.others).await?;
    let facts = json!({ "letter": letter, "kind": row.kind });
    events::append(tx, now, &[NewEvent::new(row.case, "letter.return_taken_back", facts)]).await?;
    Ok(true)
}

/// What came back with it did not either, unless it has moved on since.
async fn take_back_inside(
    tx: &mut Transaction,
    before: &Inside,
    in_doubt: bool,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = letters::lock_one(tx, before.letter).await?;
    let stands = if in_doubt { LetterState::Held } else { LetterState::HandedToPost };
    if row.state != stands {
        return Ok(());
    }
    postal::set_fate(tx, before.item, &before.fate, by, now).await?;
    if in_doubt {
        postal::left_after_all(tx, row.id).await?;
        certain_again(tx, &row, before.limit, now).await?;
    } else if before.fate.presented_on.is_none() {
        complement::does_not_run(tx, row.id).await?;
    }
    let facts = json!({ "letter": row.id, "kind": row.kind });
    events::append(tx, now, &[NewEvent::new(row.case, "letter.return_taken_back", facts)]).await
}

async fn certain_again(
    tx: &mut Transaction,
    letter: &LetterRow,
    limit: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if let Some(duty) = letter.kind.duty() {
        deadlines::end(tx, letter.case, &[duty], true).await?;
    }
    complement::no_longer_in_doubt(tx, letter.id, limit).await?;
    document_duties::did_not_come_back(tx, letter, now).await?;
    deadlines::certain(tx, letter.case, DeadlineKind::AppealLimit).await?;
    cases::refresh_next_deadline(tx, letter.case).await
}
