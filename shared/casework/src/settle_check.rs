//! Two persons read an envelope differently: the second one, with both readings and the image before them, says which is right.
//! A correction may only improve the date that counts (I-03).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Actor, CheckOutcome, CommunicationId, EnvelopeReading, Evidence, EvidenceDate, EvidenceKind, UserId};
use law::evidence::{EvidenceFound, improved};
use serde_json::json;
use store::{
    StoreError, Transaction,
    batches::{self, EnvelopeMarks},
    cases,
    communications::{self, CommunicationRow},
    events::{self, NewEvent},
    second_checks,
};

use crate::{
    Casework,
    recompute::{Asked, recompute},
    register::{dated_by_post, facts},
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
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
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
    let row = communications::lock(&mut tx, communication).await?;
    let kept = communications::evidences(&mut tx, communication).await?;
    let (first, both) = dates(casework, &check.first, &second, row.received_on, &kept);
    let after = match outcome {
        CheckOutcome::Agreed => first.evidence.date(),
        CheckOutcome::Corrected => correct(&mut tx, casework, &row, &second, &both.evidence, now).await?,
    };
    second_checks::settle(&mut tx, communication, outcome, now).await?;
    let before = first.evidence.date();
    let facts = json!({ "outcome": outcome, "reasons": check.reasons, "before": before, "after": after });
    events::append(&mut tx, now, &[NewEvent::new(communication, "communication.checked", facts)]).await?;
    tx.commit().await?;
    Ok(Settlement { outcome, before, after })
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
    row: &CommunicationRow,
    second: &EnvelopeReading,
    both: &EvidenceDate,
    now: DateTime<Utc>,
) -> Result<NaiveDate, StoreError> {
    let known = store::reads::indexing::envelope(tx, row.id).await?.marks;
    let marks = EnvelopeMarks {
        postmark_on: second.postmark_on,
        legibility: second.legibility,
        registered_number: second.registered_number.clone(),
        ..known
    };
    batches::set_marks(tx, row.id, &marks).await?;
    let by = tx.actor().to_string();
    for evidence in std::iter::once(both.chosen()).chain(both.alternatives()) {
        communications::add_evidence(tx, row.id, evidence, &by, now).await?;
    }
    let (date, kind): (NaiveDate, EvidenceKind) = (both.date(), both.chosen().kind);
    for id in &row.cases {
        let case = cases::lock(tx, *id).await?;
        if case.received_on == row.received_on && date < case.evidence_on {
            cases::set_evidence(tx, *id, date, kind).await?;
            let facts =
                json!({ "communication": row.id, "before": case.evidence_on, "after": date, "evidence_kind": kind });
            events::append(tx, now, &[NewEvent::new(*id, "case.evidence_improved", facts)]).await?;
            recompute(tx, casework, &[*id], Asked::FACT, now).await?;
        }
    }
    Ok(date)
}
