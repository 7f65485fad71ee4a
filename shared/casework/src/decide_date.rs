//! Another person decides on the day that one person proposed for a letter (I-03). Accepted, what was read wrongly counts for nothing and
//! stays on record; the cases that counted from it count from what is right, their dates are computed again, and letters that told the day
//! before say the new one. Refused, with a reason, nothing changes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, CaseId, CheckOutcome, CommunicationId, CommunicationState, CorrectionOutcome, DateCorrectionId,
    EnvelopeReading, Evidence, EvidenceKind, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    batches::{self, EnvelopeMarks},
    cases,
    communications::{self, CommunicationRow},
    complements,
    date_corrections::{self, NewCorrection},
    events::{self, NewEvent},
    second_checks, undo,
};
use uuid::Uuid;

use crate::{
    Casework, Retold, UndoError,
    propose_date::{check_of, happened},
    recompute::{Asked, recompute},
    register::{
        earlier::{Beginning, beginning},
        evidence,
    },
    settle_check::tell_again,
    tell_date::tell_date,
};

/// The word of the undo.
pub(crate) const ACTION: &str = "decide_date";

/// What a decision did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateDecided {
    /// The day that counted before.
    pub before: NaiveDate,
    /// The day that counts now.
    pub after: NaiveDate,
    /// The letters that said the day before.
    pub retold: Retold,
    /// The key that takes it back.
    pub undo: Uuid,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideDateError {
    /// Who proposed it does not decide on it; nobody else takes it back.
    #[error("another person decides")]
    SamePerson,
    /// Refusing needs a reason.
    #[error("a reason is needed")]
    NoReason,
    /// It is no longer what was shown: decided, taken back, or it gives another day by now.
    #[error("what was shown is no longer proposed")]
    NoLongerProposed,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// What stood before, for the undo.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Before {
    correction: Option<DateCorrectionId>,
    /// The marks that were corrected.
    marks: Option<EnvelopeMarks>,
    /// The evidences that count for nothing since.
    withdrawn: Vec<(EvidenceKind, NaiveDate)>,
    /// The evidences that were added.
    added: Vec<(EvidenceKind, NaiveDate)>,
    /// The cases whose date moved: what counted before, and the date that counts since.
    moved: Vec<(CaseId, NaiveDate, EvidenceKind, NaiveDate)>,
    /// The day from which it counted as the answer to a request for pieces.
    answered: Option<NaiveDate>,
    /// The check that ended with it, and whether the decision was its second reading.
    check: Option<bool>,
}

impl Before {
    /// The cases whose date moved.
    pub(crate) fn cases(&self) -> impl Iterator<Item = CaseId> {
        self.moved.iter().map(|(id, ..)| *id)
    }
}

/// Accepts or refuses what is `shown` for a communication; only a refusal needs a reason.
///
/// # Errors
/// When it is proposed by the same person, it is refused without a reason, something else is proposed by now, or the store refuses; nothing
/// was done then.
pub async fn decide_date(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    (communication, shown): (CommunicationId, DateCorrectionId),
    accept: bool,
    reason: &str,
) -> Result<DateDecided, DecideDateError> {
    let reason = reason.trim();
    if !accept && reason.is_empty() {
        return Err(DecideDateError::NoReason);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = communications::lock(&mut tx, communication).await?;
    let correction = waiting(&mut tx, &row, shown).await?;
    if correction.by == by {
        return Err(DecideDateError::SamePerson);
    }
    let mut before = Before { correction: Some(correction.id), ..Before::default() };
    let mut retold = Retold::default();
    if accept {
        apply(&mut tx, casework, &row, &correction, &mut before, now).await?;
        for case in &row.cases {
            retold += tell_date::<DecideDateError>(&mut tx, casework, *case, row.id, correction.after, now).await?;
        }
    }
    before.check = end_check(&mut tx, &correction, by, accept, now).await?;
    let (outcome, kind) = if accept {
        (CorrectionOutcome::Accepted, "case.date_correction_accepted")
    } else {
        (CorrectionOutcome::Refused, "case.date_correction_refused")
    };
    date_corrections::decide(&mut tx, correction.id, outcome, by, Some(reason), now).await?;
    let said = if reason.is_empty() { correction.reason.as_str() } else { reason };
    events::append(&mut tx, now, &happened(&row, kind, &correction, said)).await?;
    let undo = undo::remember(&mut tx, by, ACTION, communication.uuid(), json!(before), now).await?;
    tx.commit().await?;
    let after = if accept { correction.after.0 } else { correction.before.0 };
    Ok(DateDecided { before: correction.before.0, after, retold, undo })
}

/// Who proposed it thought better of it.
///
/// # Errors
/// When another person proposed it, it is no longer proposed, or the store refuses; nothing was done then.
pub async fn withdraw_date_proposal(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    (communication, shown): (CommunicationId, DateCorrectionId),
) -> Result<(), DecideDateError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = communications::lock(&mut tx, communication).await?;
    let correction = date_corrections::waiting_of(&mut tx, row.id).await?.map(|found| found.proposed);
    let correction = correction.filter(|found| found.id == shown).ok_or(DecideDateError::NoLongerProposed)?;
    if correction.by != by {
        return Err(DecideDateError::SamePerson);
    }
    date_corrections::decide(&mut tx, correction.id, CorrectionOutcome::Withdrawn, by, None, now).await?;
    let told = happened(&row, "case.date_correction_withdrawn", &correction, &correction.reason);
    events::append(&mut tx, now, &told).await?;
    Ok(tx.commit().await?)
}

/// What is proposed, when it is what was shown and the letter is still dated as it was then.
async fn waiting(
    tx: &mut Transaction,
    row: &CommunicationRow,
    shown: DateCorrectionId,
) -> Result<NewCorrection, DecideDateError> {
    let found = date_corrections::waiting_of(tx, row.id).await?.map(|found| found.proposed);
    let registered = row.state == CommunicationState::Registered;
    found.filter(|found| found.id == shown && registered).ok_or(DecideDateError::NoLongerProposed)
}

/// The marks become those that two persons read; what was read wrongly counts for nothing, and what counted from it counts anew.
async fn apply(
    tx: &mut Transaction,
    casework: &Casework,
    row: &CommunicationRow,
    correction: &NewCorrection,
    before: &mut Before,
    now: DateTime<Utc>,
) -> Result<(), DecideDateError> {
    let found = evidence::read_as(tx, casework, row, &correction.reading).await?.evidence;
    if (found.date(), found.chosen().kind) != correction.after {
        return Err(DecideDateError::NoLongerProposed);
    }
    let kept = communications::evidences(tx, row.id).await?;
    let presumed = |known: &Evidence| known.kind == EvidenceKind::PostalPresumption;
    let stays = |known: &&Evidence| {
        let found =
            || std::iter::once(found.chosen()).chain(found.alternatives()).any(|e| e.date == known.date && presumed(e));
        // It was presumed because nothing could be read.
        if presumed(known) { found() } else { says(&correction.reading, known.kind, known.date) }
    };
    for wrong in kept.iter().filter(|known| !stays(known)) {
        communications::withdraw_evidence(tx, row.id, wrong.kind, wrong.date, now).await?;
        before.withdrawn.push((wrong.kind, wrong.date));
    }
    let by = tx.actor().to_string();
    for evidence in std::iter::once(found.chosen()).chain(found.alternatives()) {
        let added = !kept.iter().any(|known| (known.kind, known.date) == (evidence.kind, evidence.date));
        before.added.extend(added.then_some((evidence.kind, evidence.date)));
        communications::add_evidence(tx, row.id, evidence, &by, now).await?;
    }
    let known = store::reads::indexing::envelope(tx, row.id).await?.marks;
    before.marks = Some(known.clone());
    batches::set_marks(tx, row.id, &marks(known, &correction.reading)).await?;
    // The pieces that it brought were sent that day (CRPA L. 112-1).
    before.answered = complements::answered_on_another_day(tx, row.id, correction.after.0).await?;
    for case in &row.cases {
        move_case(tx, casework, *case, row, before, now).await?;
    }
    Ok(())
}

/// Whether a reading shows a proof of this day. What no person reads on an envelope is not in question.
fn says(reading: &EnvelopeReading, kind: EvidenceKind, date: NaiveDate) -> bool {
    let read = match kind {
        EvidenceKind::Postmark => reading.postmark_on,
        EvidenceKind::Franking => reading.franking_on,
        EvidenceKind::RegisteredDeposit => reading.deposit_on,
        EvidenceKind::TrackingAccepted => reading.tracked_on,
        EvidenceKind::LetterDate => reading.letter_date,
        EvidenceKind::PostalPresumption
        | EvidenceKind::Reception
        | EvidenceKind::ServerReception
        | EvidenceKind::CounterReceipt
        | EvidenceKind::Call
        | EvidenceKind::DropBox
        | EvidenceKind::HandedOver
        | EvidenceKind::OnlineAttestation => return true,
    };
    read == Some(date)
}

fn marks(known: EnvelopeMarks, reading: &EnvelopeReading) -> EnvelopeMarks {
    EnvelopeMarks {
        postmark_on: reading.postmark_on,
        legibility: reading.legibility,
        registered_number: reading.registered_number.clone(),
        franking_on: reading.franking_on,
        tracked_on: reading.tracked_on,
        ..known
    }
}

/// A case counts from the earliest of what it was opened with. One that counts from something else, earlier and not taken back, stays.
async fn move_case(
    tx: &mut Transaction,
    casework: &Casework,
    id: CaseId,
    row: &CommunicationRow,
    before: &mut Before,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let case = cases::lock(tx, id).await?;
    let Some(Beginning { evidence: (date, kind), .. }) = beginning(tx, casework, id).await? else { return Ok(()) };
    let misread = before.withdrawn.iter().any(|(_, wrong)| *wrong == case.evidence_on);
    if case.received_on != row.received_on || date == case.evidence_on || (date > case.evidence_on && !misread) {
        return Ok(());
    }
    before.moved.push((id, case.evidence_on, case.evidence_kind, date));
    cases::set_evidence(tx, id, date, kind).await?;
    let facts = json!({ "communication": row.id, "before": case.evidence_on, "after": date, "evidence_kind": kind });
    events::append(tx, now, &[NewEvent::new(id, "case.evidence_corrected", facts)]).await?;
    recompute(tx, casework, &[id], Asked::FACT, now).await?;
    Ok(())
}

/// Two persons have said what stands on the envelope: a check that was owed ends with their word. Returns whether the decision was its
/// second reading.
async fn end_check(
    tx: &mut Transaction,
    correction: &NewCorrection,
    by: UserId,
    accept: bool,
    now: DateTime<Utc>,
) -> Result<Option<bool>, StoreError> {
    let check = check_of(tx, correction.communication).await?.filter(|check| check.outcome.is_none());
    let Some(check) = check else { return Ok(None) };
    let first = check.second.is_none();
    // Refused while nobody read it blind yet: somebody still does.
    if first && (!accept || check.first_by == by) {
        return Ok(None);
    }
    if first {
        second_checks::set_second(tx, check.communication, by, &correction.reading, now).await?;
    }
    let outcome = if accept { CheckOutcome::Corrected } else { CheckOutcome::Agreed };
    second_checks::settle(tx, check.communication, outcome, now).await?;
    Ok(Some(first))
}

/// A decision was a mistake: the proposal waits again, and what it changed is as before. `false` when the date has moved on since.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    communication: CommunicationId,
    before: &Before,
    now: DateTime<Utc>,
) -> Result<bool, UndoError> {
    let Some(correction) = before.correction else { return Ok(false) };
    let row = communications::lock(tx, communication).await?;
    for (id, _, _, after) in &before.moved {
        if cases::lock(tx, *id).await?.evidence_on != *after {
            return Ok(false);
        }
    }
    if row.state != CommunicationState::Registered || !date_corrections::reopen(tx, correction).await? {
        return Ok(false);
    }
    if let Some(marks) = &before.marks {
        batches::set_marks(tx, communication, marks).await?;
    }
    for (kind, date) in &before.added {
        communications::withdraw_evidence(tx, communication, *kind, *date, now).await?;
    }
    for (kind, date) in &before.withdrawn {
        communications::restore_evidence(tx, communication, *kind, *date).await?;
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
    match before.check {
        Some(true) => second_checks::read_anew(tx, communication).await?,
        Some(false) => second_checks::reopen(tx, communication).await?,
        None => {}
    }
    tell_again(tx, casework, communication, now).await?;
    let facts = json!({ "correction": correction });
    events::append(tx, now, &[NewEvent::new(communication, "communication.check_taken_back", facts)]).await?;
    Ok(true)
}
