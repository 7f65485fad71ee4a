//! The card that comes back with a registered letter's advice of receipt (avis de réception): when it was presented, when it was handed
//! over. The day it counts from follows (CPCE R. 1-1-6), and the delays that run from it.

use chrono::NaiveDate;
use domain::{Actor, LetterId, LetterRefused, LetterState, UserId};
use law::{Delivery, FactsContradict, RegisteredNotification};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    letters::{self, LetterRow},
    postal::{self, PostalFate},
    undo,
};
use uuid::Uuid;

use crate::{
    Casework, complement,
    letter_came_back::notification,
    on_its_way::{NotOnItsWay, on_its_way, with_it},
};

/// What the card says.
#[derive(Clone, Copy, Debug)]
pub struct Advice {
    /// The letter.
    pub letter: LetterId,
    /// First presentation.
    pub presented_on: NaiveDate,
    /// The day it was handed over, when it was.
    pub delivered_on: Option<NaiveDate>,
}

/// What followed.
#[derive(Clone, Debug)]
pub struct AdviceNoted {
    /// The key that takes it back.
    pub undo: Uuid,
    /// How the letter counts.
    pub notification: RegisteredNotification,
}

/// Why a card was not noted.
#[derive(Debug, thiserror::Error)]
pub enum AdviceError {
    /// The letter has not left, or is back.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// It is no registered letter.
    #[error("the letter did not leave as a registered one")]
    NotRegistered,
    /// The dates cannot all be true.
    #[error(transparent)]
    Contradict(#[from] FactsContradict),
    /// It was presented before it left, or in the future.
    #[error("the letter was presented before it left, or after today")]
    NotThen,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotOnItsWay> for AdviceError {
    fn from(why: NotOnItsWay) -> Self {
        match why {
            NotOnItsWay::Refused(refused) => refused.into(),
            NotOnItsWay::NotByPost => Self::NotRegistered,
            NotOnItsWay::Store(error) => error.into(),
        }
    }
}

/// What stood before, for the undo.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Before {
    item: domain::PostalItemId,
    fate: PostalFate,
    /// What else was in the envelope.
    #[serde(default)]
    with: Vec<LetterId>,
}

/// Notes a card that came back.
///
/// # Errors
/// When the letter is no registered one that left, or the dates contradict each other; nothing was done then.
pub async fn record_advice(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    advice: &Advice,
) -> Result<AdviceNoted, AdviceError> {
    let now = casework.clock.now();
    let today = casework.today();
    let mut tx = casework.begin(actor).await?;
    let (letter, item) = on_its_way(&mut tx, advice.letter).await?;
    let left_at = item.left_at.filter(|_| item.registered_number.is_some()).ok_or(AdviceError::NotRegistered)?;
    let left_on = casework.site.local_date(left_at);
    let last = advice.delivered_on.unwrap_or(advice.presented_on);
    if advice.presented_on < left_on || last > today {
        return Err(AdviceError::NotThen);
    }
    let fate =
        PostalFate { presented_on: Some(advice.presented_on), collected_on: advice.delivered_on, ..item.fate.clone() };
    let notification =
        notification(&casework.site.catalogue, &item, &fate, today)?.ok_or(AdviceError::NotRegistered)?;
    let with = with_it(&mut tx, &item).await?;
    let before =
        Before { item: item.id, fate: item.fate.clone(), with: with.iter().map(|(letter, _)| letter.id).collect() };
    let delivery = Delivery::RegisteredPresented(advice.presented_on);
    let mut all = with;
    all.push((letter, item));
    for (letter, item) in &all {
        postal::set_fate(&mut tx, item.id, &fate, by, now).await?;
        complement::runs_from(&mut tx, casework, letter.id, delivery, now).await?;
        let facts = json!({
            "letter": letter.id, "kind": letter.kind, "presented_on": advice.presented_on,
            "how": notification.how, "notified_on": notification.notified_on,
        });
        events::append(&mut tx, now, &[NewEvent::new(letter.case, "letter.notified", facts)]).await?;
    }
    let undo = undo::remember(&mut tx, by, "record_advice", advice.letter.uuid(), json!(before), now).await?;
    tx.commit().await?;
    Ok(AdviceNoted { undo, notification })
}

/// The card was noted by mistake: the letter is again where it was, and so are its delays. `false` when it has moved on since.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    by: UserId,
    letter: LetterId,
    before: &Before,
) -> Result<bool, StoreError> {
    let now = casework.clock.now();
    let row = letters::lock_one(tx, letter).await?;
    if row.state != LetterState::HandedToPost {
        return Ok(false);
    }
    let item = postal::get(tx, before.item).await?;
    let mut all = with_it(tx, &item).await?;
    all.retain(|(letter, _)| before.with.contains(&letter.id));
    all.push((row, item));
    for (row, item) in all {
        postal::set_fate(tx, item.id, &before.fate, by, now).await?;
        restart(tx, casework, &row, before).await?;
        let facts = json!({ "letter": row.id, "kind": row.kind });
        events::append(tx, now, &[NewEvent::new(row.case, "letter.notification_taken_back", facts)]).await?;
    }
    Ok(true)
}

async fn restart(
    tx: &mut Transaction,
    casework: &Casework,
    letter: &LetterRow,
    before: &Before,
) -> Result<(), StoreError> {
    match before.fate.presented_on {
        Some(on) => {
            let delivery = Delivery::RegisteredPresented(on);
            complement::runs_from(tx, casework, letter.id, delivery, casework.clock.now()).await
        }
        None => complement::does_not_run(tx, letter.id).await,
    }
}
