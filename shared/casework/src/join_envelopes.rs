//! A separator sheet lay where none belongs: what was scanned as two envelopes is one. The second one joins the one that lies before it.

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, CommunicationId, CommunicationState, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, batches,
    events::{self, NewEvent},
    scanning::{self, Stands},
    undo,
};
use uuid::Uuid;

use crate::{Casework, EndError, UndoError, count_pages::count_again, end_without_case};

/// Why two envelopes were not joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// No envelope lies before it in its batch.
    #[error("no envelope lies before it")]
    First,
    /// One of them is registered or ended: that is to be taken back first.
    #[error("one of the envelopes is registered or ended")]
    Registered,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stood before, to take it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Before {
    first: Stands,
    second: Stands,
    whole: Stands,
    cases: Vec<CaseId>,
}

const fn waits(state: CommunicationState) -> bool {
    matches!(state, CommunicationState::Received | CommunicationState::ToIndex)
}

/// Joins an envelope to the one before it; `outcome` says in words what became of it. Returns the key that takes it back.
///
/// # Errors
/// When none lies before it, or one of them is registered; nothing was done then.
pub async fn join_envelopes(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    communication: CommunicationId,
    outcome: &str,
) -> Result<Uuid, JoinError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let (second, state) = scanning::lock_envelope(&mut tx, communication).await?;
    let (from, to) = second.pages.ok_or(JoinError::First)?;
    let all = batches::envelopes(&mut tx, second.batch).await?;
    let before = all.iter().filter(|e| e.pages.is_some_and(|(_, last)| last < from));
    let before = before.max_by_key(|e| e.pages).ok_or(JoinError::First)?;
    let (first, first_state) = scanning::lock_envelope(&mut tx, before.communication).await?;
    if !waits(state) || !waits(first_state) || second.part_of.is_some() {
        return Err(JoinError::Registered);
    }
    let start = first.pages.ok_or(JoinError::First)?.0;
    let cases = end_without_case::end(&mut tx, communication, outcome, now).await.map_err(refused)?;
    let counted = |one: Option<i32>, other: Option<i32>| match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    };
    let whole = Stands {
        pages: Some((start, to)),
        declared: counted(first.declared, second.declared),
        scanned: Some(scanning::counted(&mut tx, first.batch, start, to).await?),
        ..first.clone()
    };
    scanning::put(&mut tx, &whole).await?;
    scanning::put(&mut tx, &Stands { pages: None, scanned: Some(0), part_of: Some(first.id), ..second.clone() })
        .await?;
    scanning::hand_proposals(&mut tx, communication, first.communication, (from, to), 0).await?;
    count_again(&mut tx, &whole, &actor.to_string(), now).await?;
    let facts = json!({ "joined": communication });
    events::append(&mut tx, now, &[NewEvent::new(first.communication, "envelope.joined", facts)]).await?;
    let before = json!(Before { first, second, whole, cases });
    let key = undo::remember(&mut tx, by, "join_envelopes", communication.uuid(), before, now).await?;
    tx.commit().await?;
    Ok(key)
}

fn refused(error: EndError) -> JoinError {
    match error {
        EndError::Store(store) => JoinError::Store(store),
        EndError::AlreadyEnded | EndError::NoOutcome | EndError::Refused(_) => JoinError::Registered,
    }
}

/// They were two envelopes after all.
pub(crate) async fn take_back(tx: &mut Transaction, before: &Value, now: DateTime<Utc>) -> Result<(), UndoError> {
    let before: Before = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    let (stands, state) = scanning::lock_envelope(tx, before.whole.communication).await?;
    if !waits(state) || stands != before.whole {
        return Err(UndoError::EnvelopeMoved);
    }
    scanning::put(tx, &before.first).await?;
    scanning::put(tx, &before.second).await?;
    let (first, second) = (before.first.communication, before.second.communication);
    if let Some(range) = before.second.pages {
        scanning::hand_proposals(tx, first, second, range, 0).await?;
    }
    end_without_case::open_again(tx, second, &before.cases, now).await?;
    count_again(tx, &before.first, "envelopes parted", now).await?;
    count_again(tx, &before.second, "envelopes parted", now).await?;
    let facts = json!({ "parted": second });
    Ok(events::append(tx, now, &[NewEvent::new(first, "envelope.parted", facts)]).await?)
}
