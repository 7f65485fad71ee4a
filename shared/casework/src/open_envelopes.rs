//! The post is opened (M1): a registered number scanned by hand, envelopes counted, before any scanner saw them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{Actor, Evidence, OpenedClass, OpenedId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    openings::{self, Opened},
    undo,
};
use uuid::Uuid;

use crate::{Casework, UndoError};

/// The word of the action, for whoever takes it back.
pub(crate) const ACTION: &str = "open_envelopes";

/// How long what was opened by mistake can be taken back (I-27).
const TAKE_BACK_FOR: TimeDelta = TimeDelta::hours(24);

/// An envelope opened by hand.
#[derive(Clone, Debug)]
pub struct Opening {
    /// How it is sorted.
    pub class: OpenedClass,
    /// Number of the registered letter, as scanned.
    pub number: Option<String>,
    /// Serial of its arrival label.
    pub label: String,
    /// Where it comes from.
    pub origin: Option<String>,
    /// A better evidence than the reception.
    pub evidence: Option<Evidence>,
    /// Written in the paper register while the system was down: the true day, and who saw it.
    pub register: Option<(NaiveDate, String)>,
}

/// What became of an envelope.
#[derive(Clone, Debug)]
pub enum OpenedNow {
    /// It is in the book.
    Kept(Opened),
    /// Its number was there before; when the actor may see it, under which entry.
    Known(Option<Opened>),
}

/// Envelopes put into the book together.
#[derive(Clone, Debug)]
pub struct OpenedTogether {
    /// What became of each, in their order.
    pub envelopes: Vec<OpenedNow>,
    /// The key that takes all of it back; none when nothing was kept.
    pub undo: Option<Uuid>,
}

/// What was put into the book, to take it out again.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    ids: Vec<OpenedId>,
    drop_box: Option<OpenedId>,
}

/// Why the post could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// A paper register tells of the past.
    #[error("the day of the register is later than today")]
    Future,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts envelopes into the book, in their order.
///
/// # Errors
/// When a day lies in the future or the store refuses; nothing was kept then.
pub async fn open_envelopes(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    openings: Vec<Opening>,
) -> Result<OpenedTogether, OpeningError> {
    let mut tx = casework.begin(actor).await?;
    let envelopes = insert(&mut tx, casework, by, openings).await?;
    let undo = remember(&mut tx, casework, by, &envelopes, None).await?;
    tx.commit().await?;
    Ok(OpenedTogether { envelopes, undo })
}

/// Remembers what was put into the book together, and the emptying of the drop box in which it was found.
pub(crate) async fn remember(
    tx: &mut Transaction,
    casework: &Casework,
    by: UserId,
    opened: &[OpenedNow],
    drop_box: Option<OpenedId>,
) -> Result<Option<Uuid>, StoreError> {
    let kept = |opened: &OpenedNow| match opened {
        OpenedNow::Kept(opened) => Some(opened.id),
        OpenedNow::Known(_) => None,
    };
    let ids: Vec<OpenedId> = opened.iter().filter_map(kept).collect();
    let Some(target) = drop_box.or_else(|| ids.first().copied()) else { return Ok(None) };
    let before = json!(Kept { ids, drop_box });
    undo::remember(tx, by, ACTION, target.uuid(), before, casework.clock.now()).await.map(Some)
}

/// All of it was put into the book by mistake. What was taken back one by one meanwhile stays so.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    by: UserId,
    before: &Value,
    now: DateTime<Utc>,
) -> Result<(), UndoError> {
    let kept: Kept = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    for id in &kept.ids {
        if openings::take_back(tx, *id, by, now - TAKE_BACK_FOR, now).await? {
            events::append(tx, now, &[NewEvent::new(*id, "envelope.opening_taken_back", json!({}))]).await?;
        } else if openings::is_in_use(tx, *id).await? {
            return Err(UndoError::EnvelopeMoved);
        }
    }
    if let Some(drop_box) = kept.drop_box
        && openings::take_back_drop_box(tx, drop_box, by, now).await?
    {
        events::append(tx, now, &[NewEvent::new(drop_box, "drop_box.emptying_taken_back", json!({}))]).await?;
    }
    Ok(())
}

/// The same, inside a transaction that does more.
pub(crate) async fn insert(
    tx: &mut Transaction,
    casework: &Casework,
    by: UserId,
    openings: Vec<Opening>,
) -> Result<Vec<OpenedNow>, OpeningError> {
    let (now, today) = (casework.clock.now(), casework.today());
    let mut done = Vec::with_capacity(openings.len());
    // A microsecond apart: labels are printed, and the list is read, in the order of the pile.
    let moments = std::iter::successors(Some(now), |moment| Some(*moment + TimeDelta::microseconds(1)));
    for (opening, opened_at) in openings.into_iter().zip(moments) {
        let (opened_on, witness) = opening.register.map_or((today, None), |(day, witness)| (day, Some(witness)));
        if opened_on > today {
            return Err(OpeningError::Future);
        }
        let opened = Opened {
            id: OpenedId::new(now),
            label: opening.label,
            class: opening.class,
            number: opening.number,
            origin: opening.origin,
            opened_on,
            opened_at,
            opened_by: by,
            evidence: opening.evidence.filter(|evidence| evidence.date <= opened_on),
            witness,
            communication: None,
            forwarded: None,
        };
        if openings::insert(tx, &opened).await? {
            let facts = json!({ "label": opened.label, "class": opened.class, "opened_on": opened_on, "evidence": opened.evidence,
                                "from_register": opened.witness.is_some() });
            events::append(tx, now, &[NewEvent::new(opened.id, "envelope.opened", facts)]).await?;
            done.push(OpenedNow::Kept(opened));
        } else {
            let number = opened.number.as_deref().unwrap_or_default();
            done.push(OpenedNow::Known(openings::by_number(tx, number, 1).await?.into_iter().next()));
        }
    }
    Ok(done)
}

/// Takes back an envelope that `by` opened by mistake; `false` when it is too late: scanned, sent on, or a day old.
///
/// # Errors
/// When the store refuses.
pub async fn take_back_opening(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: OpenedId,
) -> Result<bool, StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let done = openings::take_back(&mut tx, id, by, now - TAKE_BACK_FOR, now).await?;
    if done {
        events::append(&mut tx, now, &[NewEvent::new(id, "envelope.opening_taken_back", json!({}))]).await?;
    }
    tx.commit().await?;
    Ok(done)
}
