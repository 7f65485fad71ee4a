//! A person says whether pages that look alike are the same paper. The later one is then linked to the earlier as its repeat:
//! nothing is merged or left out, and the date that counts can only improve (I-03).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Actor, CommunicationId, CommunicationState, ResemblanceId, ResemblanceOutcome, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction, cases,
    communications::{self, CommunicationRow},
    events::{self, NewEvent},
    resemblances::{self, PagePair},
    undo,
};
use uuid::Uuid;

use crate::{
    Casework,
    recompute::{Asked, recompute},
    tell_date::tell_date,
};

/// The word of the action that is taken back.
pub(crate) const ACTION: &str = "settle_resemblance";

/// What was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledResemblance {
    /// Pairs of pages that are the same paper.
    pub same: usize,
    /// Pairs that are not.
    pub different: usize,
    /// The date that counts for a case, when it improved.
    pub improved: Option<NaiveDate>,
    /// The key that takes it back.
    pub undo: Uuid,
}

/// Why nothing was settled.
#[derive(Debug, thiserror::Error)]
pub enum SettleResemblanceError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// What stood before, of one pair.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    pair: ResemblanceId,
    outcome: Option<ResemblanceOutcome>,
}

/// Says of all pairs of pages of two communications which are the same paper: those named, and no other.
///
/// # Errors
/// When there are no such pairs, the actor may not see them, or the store refuses; nothing was done then.
pub async fn settle_resemblance(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    (later, earlier): (CommunicationId, CommunicationId),
    same: &[ResemblanceId],
) -> Result<SettledResemblance, SettleResemblanceError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = communications::lock(&mut tx, later).await?;
    let pairs = resemblances::lock(&mut tx, later, earlier).await?;
    let (alike, unlike): (Vec<&PagePair>, Vec<&PagePair>) = pairs.iter().partition(|pair| same.contains(&pair.id));
    for (pairs, outcome) in [(&alike, ResemblanceOutcome::Same), (&unlike, ResemblanceOutcome::Different)] {
        for pair in pairs {
            resemblances::settle(&mut tx, pair.id, Some(outcome), by, now).await?;
        }
    }
    let pages =
        |pairs: &[&PagePair]| pairs.iter().map(|pair| json!([pair.later_page, pair.earlier_page])).collect::<Vec<_>>();
    let facts = json!({ "earlier": earlier, "same": pages(&alike), "different": pages(&unlike) });
    events::append(&mut tx, now, &[NewEvent::new(later, "communication.resemblance_settled", facts)]).await?;
    let improved = improve(&mut tx, casework, &row, now).await?;
    let before: Vec<Before> = pairs.iter().map(|pair| Before { pair: pair.id, outcome: pair.outcome }).collect();
    let undo = undo::remember(&mut tx, by, ACTION, later.uuid(), json!(before), now).await?;
    let settled = SettledResemblance { same: alike.len(), different: unlike.len(), improved, undo };
    tx.commit().await?;
    Ok(settled)
}

/// A communication that is registered, and repeats one as a whole, was sent when that one was: its evidences are kept beside its
/// own, and the case that it opened follows an earlier date. One that is not registered yet follows when it is.
async fn improve(
    tx: &mut Transaction,
    casework: &Casework,
    row: &CommunicationRow,
    now: DateTime<Utc>,
) -> Result<Option<NaiveDate>, SettleResemblanceError> {
    if row.state != CommunicationState::Registered {
        return Ok(None);
    }
    let repeated = resemblances::evidences_repeated(tx, row.id).await?;
    let usable = repeated.into_iter().filter(|evidence| evidence.date <= row.received_on);
    let Some(best) = usable.min_by_key(|evidence| (evidence.date, evidence.kind.code())) else { return Ok(None) };
    let (by, mut improved) = (tx.actor().to_string(), None);
    for id in &row.cases {
        let case = cases::lock(tx, *id).await?;
        if case.received_on != row.received_on || best.date >= case.evidence_on {
            continue;
        }
        communications::add_evidence(tx, row.id, &best, &by, now).await?;
        cases::set_evidence(tx, *id, best.date, best.kind).await?;
        let facts = json!({
            "communication": row.id, "before": case.evidence_on, "after": best.date, "evidence_kind": best.kind
        });
        events::append(tx, now, &[NewEvent::new(*id, "case.evidence_improved", facts)]).await?;
        recompute(tx, casework, &[*id], Asked::FACT, now).await?;
        tell_date::<SettleResemblanceError>(tx, casework, *id, row.id, (best.date, best.kind), now).await?;
        improved = Some(best.date);
    }
    Ok(improved)
}

/// What was said is taken back; a date that improved stays.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    by: UserId,
    later: CommunicationId,
    before: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let before: Vec<Before> = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    for Before { pair, outcome } in &before {
        resemblances::settle(tx, *pair, *outcome, by, now).await?;
    }
    let facts = json!({ "pairs": before.len() });
    events::append(tx, now, &[NewEvent::new(later, "communication.resemblance_taken_back", facts)]).await
}
