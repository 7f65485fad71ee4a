//! Somebody sees that an envelope was read wrongly, so that a request counts from too early or too late a day: they propose what stands on
//! it, with a reason and the page that shows it. Another person decides (I-03; `decide_date`).

use domain::{Actor, ChannelKind, CommunicationId, CommunicationState, DateCorrectionId, EnvelopeReading, UserId};
use law::evidence::EvidenceFound;
use serde_json::json;
use store::{
    StoreError, Transaction,
    communications::{self, CommunicationRow},
    date_corrections::{self, NewCorrection},
    events::{self, NewEvent},
    second_checks::{self, SecondCheck},
};

use crate::{Casework, register::evidence};

/// What a person proposes.
#[derive(Clone, Debug)]
pub struct DateProposal {
    /// The communication.
    pub communication: CommunicationId,
    /// What stands on its envelope and letter.
    pub reading: EnvelopeReading,
    /// Why, in words.
    pub reason: String,
    /// The page that shows it, by its place in the envelope, from 1.
    pub page: u32,
    /// The part of the page: left, top, width, height in its pixels.
    pub part: Option<String>,
}

/// Why nothing was proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeDateError {
    /// Only a letter that is registered is dated by what a person reads on it.
    #[error("the communication is no registered letter")]
    NotDated,
    /// A reason in words is owed.
    #[error("a reason is needed")]
    NoReason,
    /// The reading gives the day that counts already.
    #[error("the reading gives the same day")]
    SameDay,
    /// It is read a second time, blind: that comes first, or another person does it.
    #[error("a second reading is owed")]
    BeingChecked,
    /// Something is proposed already.
    #[error("another day is proposed already")]
    Proposed,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The date of a communication as it stands, and as a reading gives it.
///
/// # Errors
/// When the store refuses.
pub async fn dates_read(
    tx: &mut Transaction,
    casework: &Casework,
    communication: CommunicationId,
    reading: &EnvelopeReading,
) -> Result<(EnvelopeReading, EvidenceFound, EvidenceFound), StoreError> {
    let row = communications::lock(tx, communication).await?;
    let stands = evidence::standing_reading(tx, &row).await?;
    let now = evidence::read_as(tx, casework, &row, &stands).await?;
    Ok((stands, now, evidence::read_as(tx, casework, &row, reading).await?))
}

/// Proposes another day.
///
/// # Errors
/// When it is no registered letter, the day would be the same, no reason is given, a second reading is owed, something is proposed
/// already, or the store refuses; nothing was done then.
pub async fn propose_date(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    proposal: &DateProposal,
) -> Result<DateCorrectionId, ProposeDateError> {
    let reason = proposal.reason.trim();
    if reason.is_empty() {
        return Err(ProposeDateError::NoReason);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = communications::lock(&mut tx, proposal.communication).await?;
    if row.channel != ChannelKind::Post || row.state != CommunicationState::Registered {
        return Err(ProposeDateError::NotDated);
    }
    if !may_propose(check_of(&mut tx, row.id).await?.as_ref(), by) {
        return Err(ProposeDateError::BeingChecked);
    }
    let before = evidence::standing(&mut tx, casework, &row).await?.evidence;
    let after = evidence::read_as(&mut tx, casework, &row, &proposal.reading).await?.evidence;
    if before.date() == after.date() {
        return Err(ProposeDateError::SameDay);
    }
    let new = NewCorrection {
        id: DateCorrectionId::new(now),
        communication: row.id,
        reading: proposal.reading.clone(),
        before: (before.date(), before.chosen().kind),
        after: (after.date(), after.chosen().kind),
        reason: reason.to_owned(),
        page: proposal.page.max(1),
        part: proposal.part.clone(),
        by,
    };
    if !date_corrections::propose(&mut tx, &new, now).await? {
        return Err(ProposeDateError::Proposed);
    }
    events::append(&mut tx, now, &happened(&row, "case.date_correction_proposed", &new, reason)).await?;
    tx.commit().await?;
    Ok(new.id)
}

/// The check of an envelope, when one is owed or was done.
pub(crate) async fn check_of(
    tx: &mut Transaction,
    communication: CommunicationId,
) -> Result<Option<SecondCheck>, StoreError> {
    match second_checks::lock(tx, communication).await {
        Ok(check) => Ok(Some(check)),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who read it may say that it was read wrongly; whoever has to read it blind reads it first; nobody comes between two readings that differ.
fn may_propose(check: Option<&SecondCheck>, by: UserId) -> bool {
    let Some(check) = check.filter(|check| check.outcome.is_none()) else { return true };
    match &check.second {
        None => check.first_by == by,
        Some((reader, _)) => *reader == by,
    }
}

/// What is told in the log of each case of the communication, and in its own.
pub(crate) fn happened(
    row: &CommunicationRow,
    kind: &'static str,
    correction: &NewCorrection,
    reason: &str,
) -> Vec<NewEvent> {
    let facts = json!({
        "communication": row.id, "correction": correction.id, "before": correction.before.0, "after": correction.after.0,
        "evidence_kind": correction.after.1, "page": correction.page, "reason": reason,
    });
    let cases = row.cases.iter().map(|case| NewEvent::new(*case, kind, facts.clone()));
    cases.chain([NewEvent::new(row.id, kind, facts.clone())]).collect()
}
