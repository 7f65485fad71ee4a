//! Scanned paper is destroyed batch by batch: two persons have compared the scan with it, the time to keep it is over, nothing is open about
//! it and no original is left in it. Until then it stays.

use chrono::{Months, NaiveDate};
use domain::{Actor, BatchId, PaperFate, UserId};
use law::{Catalogue, Parameter};
use serde_json::json;
use store::{
    StoreError,
    batch_checks::{self, BatchPaper},
    events::{self, NewEvent},
    papers::{self, Paper, Whereto},
};

use crate::Casework;

/// Why the paper of a batch stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperStays {
    /// Fewer than two persons have compared it with its scan.
    NotCheckedTwice,
    /// It is kept until this day.
    KeptUntil(NaiveDate),
    /// Something is open about it.
    Open(u32),
    /// Originals are still in the house.
    Originals(u32),
}

/// Persons who compare a scan with its paper before that is destroyed.
const CHECKS: usize = 2;

/// Everything that keeps the paper of a batch, received on a day, on `today`.
#[must_use]
pub fn what_keeps(
    paper: &BatchPaper,
    received_on: NaiveDate,
    today: NaiveDate,
    catalogue: &Catalogue,
) -> Vec<PaperStays> {
    let months = catalogue.parameters(received_on).number(Parameter::PaperKept);
    let until = received_on.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    let mut reasons = Vec::new();
    if paper.checked_by.len() < CHECKS {
        reasons.push(PaperStays::NotCheckedTwice);
    }
    if today < until {
        reasons.push(PaperStays::KeptUntil(until));
    }
    if paper.open > 0 {
        reasons.push(PaperStays::Open(paper.open));
    }
    if paper.originals > 0 {
        reasons.push(PaperStays::Originals(paper.originals));
    }
    reasons
}

/// Why the paper of a batch was not destroyed.
#[derive(Debug, thiserror::Error)]
pub enum DestroyError {
    /// Something keeps it.
    #[error("the paper is kept")]
    Kept(Vec<PaperStays>),
    /// This person has already compared it: somebody else does.
    #[error("the second check is another person's")]
    SamePerson,
    /// This person has not said that they compared it, or its paper is gone.
    #[error("there is no check of this person to take back")]
    NoCheck,
    /// A check is taken back with the reason.
    #[error("a reason is needed")]
    NoReason,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person has compared the scan of a batch with its paper, page by page. Returns how many have.
///
/// # Errors
/// When they already had.
pub async fn check_batch(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    batch: BatchId,
) -> Result<usize, DestroyError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !batch_checks::check(&mut tx, batch, by, now).await? {
        return Err(DestroyError::SamePerson);
    }
    let paper = batch_checks::standing(&mut tx, Some(batch), 1).await?.pop().ok_or(StoreError::NotFound("batch"))?;
    let checks = paper.checked_by.len();
    events::append(&mut tx, now, &[NewEvent::new(batch, "batch.checked", json!({ "checks": checks }))]).await?;
    tx.commit().await?;
    Ok(checks)
}

/// A person had not compared the scan with its paper after all. Their word stays on record, with the reason; they may compare it later.
/// Possible as long as the paper is there: it only keeps the paper longer. Returns how many checks are left.
///
/// # Errors
/// When this person gave no check, or the paper is gone; nothing was done then.
pub async fn withdraw_batch_check(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    batch: BatchId,
    reason: &str,
) -> Result<usize, DestroyError> {
    if reason.trim().is_empty() {
        return Err(DestroyError::NoReason);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !batch_checks::withdraw(&mut tx, batch, by, reason.trim(), now).await? {
        return Err(DestroyError::NoCheck);
    }
    let paper = batch_checks::standing(&mut tx, Some(batch), 1).await?.pop().ok_or(StoreError::NotFound("batch"))?;
    let checks = paper.checked_by.len();
    events::append(&mut tx, now, &[NewEvent::new(batch, "batch.check_withdrawn", json!({ "checks": checks }))]).await?;
    tx.commit().await?;
    Ok(checks)
}

/// Notes that the paper of a batch was destroyed. Final: paper does not come back. Returns how many envelopes.
///
/// # Errors
/// When something keeps it; nothing was noted then.
pub async fn destroy_papers(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    batch: BatchId,
) -> Result<usize, DestroyError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let paper = batch_checks::standing(&mut tx, Some(batch), 1).await?.pop().ok_or(StoreError::NotFound("batch"))?;
    let received_on = casework.site.local_date(paper.received_at);
    let kept = what_keeps(&paper, received_on, casework.today(), &casework.site.catalogue);
    if !kept.is_empty() {
        return Err(DestroyError::Kept(kept));
    }
    for envelope in &paper.envelopes {
        let to = Whereto::Out(PaperFate::Destroyed, paper.file_name.clone());
        papers::insert_move(&mut tx, Paper::Envelope(*envelope), &to, by, now).await?;
    }
    let facts = json!({ "envelopes": paper.envelopes.len(), "checked_by": paper.checked_by });
    events::append(&mut tx, now, &[NewEvent::new(batch, "batch.papers_destroyed", facts)]).await?;
    tx.commit().await?;
    Ok(paper.envelopes.len())
}
