//! A person decides on dates that would be other ones and were already told to somebody: accepted, they change and the person is written to
//! again; refused, what was told stays. Those of a case go together: the appeal hangs on the silence.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Actor, CaseId, ChangeId, ChangeState, LetterId, UserId};
use law::reckoning::{Explained, Reckoning, explain};
use serde_json::json;
use store::{
    StoreError, Transaction, cases, deadlines,
    events::{self, NewEvent},
    reckonings::{self, CaseReckoned, CaseToReckon},
    recomputations::{self, Proposal},
};

use crate::{
    Casework, EvidenceFact, LetterFacts, corrected_letter,
    recompute::{Asked, difference, facts, recompute, row},
};

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// A reason in words is owed.
    #[error("a reason is needed")]
    NoReason,
    /// Somebody decided, or another computation took the place of what was shown.
    #[error("what was shown is no longer proposed")]
    NoLongerProposed,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// What a decision did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The dates changed; the person is told by this letter.
    Accepted(LetterId),
    /// The dates stay.
    Refused,
}

/// Decides on the proposals of a case that were `shown`, with a reason.
///
/// # Errors
/// When no reason is given, or the proposals are other ones by now; nothing was done then, but that they are computed again.
pub async fn decide_changes(
    casework: &Casework,
    actor: &Actor,
    user: UserId,
    case: CaseId,
    shown: &[ChangeId],
    accept: bool,
    reason: &str,
) -> Result<Decided, DecideError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DecideError::NoReason);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let (known, proposals) = load(&mut tx, case).await?;
    let same = proposals.len() == shown.len() && proposals.iter().all(|proposal| shown.contains(&proposal.id));
    if proposals.is_empty() || !same {
        return Err(DecideError::NoLongerProposed);
    }
    if accept && !holds(casework, &known, &proposals) {
        recompute(&mut tx, casework, &[case], Asked::FACT, now).await?;
        tx.commit().await?;
        return Err(DecideError::NoLongerProposed);
    }
    let state = if accept { ChangeState::Accepted } else { ChangeState::Refused };
    recomputations::decide(&mut tx, shown, state, user, reason, now).await?;
    record(&mut tx, case, &proposals, accept, reason, now).await?;
    let decided = if accept {
        let explained = apply(&mut tx, casework, &known, &proposals, now).await?;
        Decided::Accepted(tell(&mut tx, casework, case, &proposals, &explained, now).await?)
    } else {
        Decided::Refused
    };
    reckonings::touch(&mut tx, case, casework.today()).await?;
    recompute(&mut tx, casework, &[case], Asked::FACT, now).await?;
    tx.commit().await?;
    Ok(decided)
}

async fn load(tx: &mut Transaction, case: CaseId) -> Result<(CaseToReckon, Vec<Proposal>), StoreError> {
    reckonings::lock(tx, &[case]).await?;
    let known = reckonings::load(tx, &[case], &Reckoning::KINDS).await?.pop().ok_or(StoreError::NotFound("case"))?;
    Ok((known, recomputations::lock_proposals(tx, case).await?))
}

/// Whether the law still gives what is proposed.
fn holds(casework: &Casework, known: &CaseToReckon, proposals: &[Proposal]) -> bool {
    let dates = difference(casework, known).dates;
    proposals.iter().all(|proposal| {
        let now = dates.iter().find(|date| date.kind == proposal.date);
        now.is_some_and(|date| date.now.map(|clock| iso(clock.on)) == proposal.after)
    })
}

/// Puts the new dates in the place of those that were told.
async fn apply(
    tx: &mut Transaction,
    casework: &Casework,
    known: &CaseToReckon,
    proposals: &[Proposal],
    now: DateTime<Utc>,
) -> Result<Explained, StoreError> {
    let proposed = |kind| proposals.iter().any(|proposal| proposal.date == kind);
    let gone: Vec<_> = known.dates.iter().filter(|date| !date.met && proposed(date.kind)).map(|date| date.id).collect();
    reckonings::cancel_dates(tx, &gone).await?;
    let explained = explain(&facts(known), &casework.site.catalogue, &casework.site.calendar);
    let new: Vec<_> = explained
        .clocks()
        .into_iter()
        .filter(|worded| proposed(worded.clock.kind))
        .map(|worded| (known.id, row(worded, now)))
        .collect();
    if !new.is_empty() {
        deadlines::open_all(tx, &new, now).await?;
    }
    let written = CaseReckoned { case: known.id, urgency: None, clocks_print: explained.print(), dates_changed: true };
    reckonings::write(tx, &[written], casework.today()).await?;
    Ok(explained)
}

/// The acknowledgement that takes the place of the one that told the dates before.
async fn tell(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
    proposals: &[Proposal],
    explained: &Explained,
    now: DateTime<Utc>,
) -> Result<LetterId, DecideError> {
    let row = cases::lock(tx, case).await?;
    let told = reckonings::told(tx, &[case]).await?.remove(&case).ok_or(StoreError::NotFound("letter"))?;
    let told: LetterFacts = serde_json::from_value(told.data).map_err(|_| StoreError::Malformed("letter"))?;
    let replaces = Some(told.head.date);
    let facts = corrected_letter::anew(told, explained, LetterId::new(now), casework.today());
    let why = proposals.first().map(|proposal| proposal.id.to_string()).unwrap_or_default();
    let evidence = EvidenceFact { date: row.evidence_on, kind: row.evidence_kind };
    let facts = LetterFacts { replaces, evidence, received_on: row.received_on, ..facts };
    corrected_letter::request(tx, casework, &row, why, facts, now).await
}

async fn record(
    tx: &mut Transaction,
    case: CaseId,
    proposals: &[Proposal],
    accept: bool,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let told = |proposal: &Proposal| {
        let facts = json!({
            "date": proposal.date, "before": proposal.before, "after": proposal.after, "letter_told": proposal.letter, "reason": reason,
        });
        if accept {
            NewEvent::new(case, "case.date_change_accepted", facts)
        } else {
            NewEvent::new(case, "case.date_change_refused", facts)
        }
    };
    let log: Vec<NewEvent> = proposals.iter().map(told).collect();
    events::append(tx, now, &log).await
}

fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}
