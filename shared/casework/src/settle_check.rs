//! Two persons read an envelope differently: the second one, with both readings and the image before them, says which is right.
//! A correction may only improve the date that counts (I-03), and is taken back like everything else as long as no letter left since.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, CaseId, CheckOutcome, CommunicationId, EnvelopeReading, Evidence, EvidenceDate, EvidenceKind, UserId,
};
use law::evidence::{EvidenceFound, improved};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    batches::{self, EnvelopeMarks},
    cases,
    communications::{self, CommunicationRow},
    complements, date_corrections,
    events::{self, NewEvent},
    second_checks, undo,
};
use uuid::Uuid;

use crate::{
    Casework, Retold, UndoError,
    recompute::{Asked, recompute},
    register::{dated_by_post, evidence, facts},
    tell_date::tell_date,
};

/// What a settlement did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Which reading was right.
    pub outcome: CheckOutcome,
    /// The date that counted before.
    pub before: NaiveDate,
    /// The date that counts now: the same, or an earlier one.
    pub after: NaiveDate,
    /// The letters that said the day before.
    pub retold: Retold,
    /// The key that takes it back.
    pub undo: Uuid,
}

/// What stood before, for the undo.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Before {
    /// The marks that were corrected.
    marks: Option<EnvelopeMarks>,
    /// The evidences that the correction added.
    added: Vec<(EvidenceKind, NaiveDate)>,
    /// The cases whose date moved: what counted before, and the date that counts since.
    moved: Vec<(CaseId, NaiveDate, EvidenceKind, NaiveDate)>,
    /// The day from which it counted as the answer to a request for pieces.
    answered: Option<NaiveDate>,
}

/// Why a check was not settled.
#[derive(Debug, thiserror::Error)]
pub enum SettleCheckError {
    /// Only who read it a second time says which reading is right.
    #[error("this person has not read it a second time")]
    NotRead,
    /// It is settled.
    #[error("the check is settled")]
    Settled,
    /// Another day is proposed for it, which another person accepts or refuses first.
    #[error("another day waits for a second person")]
    Proposed,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Settles a check that differed.
///
/// # Errors
/// When the person did not read it, it is settled, or the store refuses; nothing was done then.
pub async fn settle_check(
    casework: &Casework,
    actor: &Actor,
    reader: UserId,
    communication: CommunicationId,
    outcome: CheckOutcome,
) -> Result<Settlement, SettleCheckError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let check = second_checks::lock(&mut tx, communication).await?;
    if check.outcome.is_some() {
        return Err(SettleCheckError::Settled);
    }
    let Some((_, second)) = check.second.filter(|(by, _)| *by == reader) else { return Err(SettleCheckError::NotRead) };
    if date_corrections::waiting_of(&mut tx, communication).await?.is_some() {
        return Err(SettleCheckError::Proposed);
    }
    let row = communications::lock(&mut tx, communication).await?;
    let kept = communications::evidences(&mut tx, communication).await?;
    let (first, both) = dates(casework, &check.first, &second, row.received_on, &kept);
    let (after, stood) = match outcome {
        CheckOutcome::Agreed => (first.evidence.date(), Before::default()),
        CheckOutcome::Corrected => {
            let stood = correct(&mut tx, casework, (&row, &kept), &second, &both.evidence, now).await?;
            (both.evidence.date(), stood)
        }
    };
    second_checks::settle(&mut tx, communication, outcome, now).await?;
    let mut retold = Retold::default();
    if outcome == CheckOutcome::Corrected {
        let counts = (after, both.evidence.chosen().kind);
        for case in &row.cases {
            retold += tell_date::<SettleCheckError>(&mut tx, casework, *case, communication, counts, now).await?;
        }
    }
    let before = first.evidence.date();
    let facts = json!({ "outcome": outcome, "reasons": check.reasons, "before": before, "after": after });
    events::append(&mut tx, now, &[NewEvent::new(communication, "communication.checked", facts)]).await?;
    let undo = undo::remember(&mut tx, reader, "settle_check", communication.uuid(), json!(stood), now).await?;
    tx.commit().await?;
    Ok(Settlement { outcome, before, after, retold, undo })
}

/// The check was settled by mistake: it is open again with both readings, and what the correction changed is as before. `false` when
/// the date has moved on since, or the check is open again by other means.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    communication: CommunicationId,
    before: &Before,
    now: DateTime<Utc>,
) -> Result<bool, UndoError> {
    if second_checks::lock(tx, communication).await?.outcome.is_none() {
        return Ok(false);
    }
    for (id, _, _, after) in &before.moved {
        if cases::lock(tx, *id).await?.evidence_on != *after {
            return Ok(false);
        }
    }
    if let Some(marks) = &before.marks {
        batches::set_marks(tx, communication, marks).await?;
    }
    for (kind, date) in &before.added {
        communications::withdraw_evidence(tx, communication, *kind, *date, now).await?;
    }
    for (id, on, kind, after) in &before.moved {
        cases::set_evidence(tx, *id, *on, *kind).await?;
        let facts = json!({ "communication": communication, "before": after, "after": on, "evidence_kind": kind });
        events::append(tx, now, &[NewEvent::new(*id, "case.evidence_taken_back", facts)]).await?;
        recompute(tx, casework, &[*id], Asked::FACT, now).await?;
    }
    if let Some(on) = before.answered {
        complements::answered_again_on(tx, communication, on).await?;
    }
    second_checks::reopen(tx, communication).await?;
    tell_again(tx, casework, communication, now).await?;
    events::append(tx, now, &[NewEvent::new(communication, "communication.check_taken_back", json!({}))]).await?;
    Ok(true)
}

/// The letters say again what they said before a decision that was a mistake.
pub(crate) async fn tell_again(
    tx: &mut Transaction,
    casework: &Casework,
    communication: CommunicationId,
    now: DateTime<Utc>,
) -> Result<(), UndoError> {
    let row = communications::lock(tx, communication).await?;
    let stands = evidence::standing(tx, casework, &row).await?.evidence;
    let counts = (stands.date(), stands.chosen().kind);
    for case in &row.cases {
        tell_date::<UndoError>(tx, casework, *case, communication, counts, now).await?;
    }
    Ok(())
}

impl Before {
    /// The cases whose date moved.
    pub(crate) fn cases(&self) -> impl Iterator<Item = CaseId> {
        self.moved.iter().map(|(id, ..)| *id)
    }
}

/// The date of the first reading, and the better of both with every evidence of both. `kept` is what was recorded before, at the
/// opening too.
#[must_use]
pub fn dates(
    casework: &Casework,
    first: &EnvelopeReading,
    second: &EnvelopeReading,
    received_on: NaiveDate,
    kept: &[Evidence],
) -> (EvidenceFound, EvidenceFound) {
    let of = |reading| dated_by_post(&casework.site, &facts(reading, received_on), kept);
    let (first, second) = (of(first), of(second));
    let better = improved(first.evidence.clone(), second.evidence.chosen().clone());
    let why = if better.date() < first.evidence.date() { second.why } else { first.why.clone() };
    let evidence = second.evidence.alternatives().iter().cloned().fold(better, EvidenceDate::beside);
    (first, EvidenceFound { evidence, to_confirm: second.to_confirm, why })
}

/// The marks become those of the second reading; every evidence is kept, and a case that this envelope opened follows an earlier date.
async fn correct(
    tx: &mut Transaction,
    casework: &Casework,
    (row, kept): (&CommunicationRow, &[Evidence]),
    second: &EnvelopeReading,
    both: &EvidenceDate,
    now: DateTime<Utc>,
) -> Result<Before, StoreError> {
    let known = store::reads::indexing::envelope(tx, row.id).await?.marks;
    let mut before = Before { marks: Some(known.clone()), ..Before::default() };
    let marks = EnvelopeMarks {
        postmark_on: second.postmark_on,
        legibility: second.legibility,
        registered_number: second.registered_number.clone(),
        franking_on: second.franking_on,
        tracked_on: second.tracked_on,
        ..known
    };
    batches::set_marks(tx, row.id, &marks).await?;
    let by = tx.actor().to_string();
    for evidence in std::iter::once(both.chosen()).chain(both.alternatives()) {
        let added = !kept.iter().any(|known| (known.kind, known.date) == (evidence.kind, evidence.date));
        before.added.extend(added.then_some((evidence.kind, evidence.date)));
        communications::add_evidence(tx, row.id, evidence, &by, now).await?;
    }
    let (date, kind): (NaiveDate, EvidenceKind) = (both.date(), both.chosen().kind);
    // The pieces that it brought were sent that day (CRPA L. 112-1).
    before.answered = complements::answered_earlier(tx, row.id, date).await?;
    for id in &row.cases {
        let case = cases::lock(tx, *id).await?;
        if case.received_on == row.received_on && date < case.evidence_on {
            before.moved.push((*id, case.evidence_on, case.evidence_kind, date));
            cases::set_evidence(tx, *id, date, kind).await?;
            let facts =
                json!({ "communication": row.id, "before": case.evidence_on, "after": date, "evidence_kind": kind });
            events::append(tx, now, &[NewEvent::new(*id, "case.evidence_improved", facts)]).await?;
            recompute(tx, casework, &[*id], Asked::FACT, now).await?;
        }
    }
    Ok(before)
}
