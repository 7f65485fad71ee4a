//! A letter, a message, a visit or a call reports a blockage or an error of the administration: it is recognised at indexing or told at a
//! desk, its date is the diligence date, and somebody answers. Until then the cases of what brought it are more urgent.

use chrono::NaiveDate;
use domain::{Actor, BlockageKind, BlockageReportId, CaseId, CommunicationId, UserId};
use serde_json::json;
use store::{
    StoreError, Transaction,
    blockages::{self, NewReport},
    communications,
    events::{self, NewEvent},
};

use crate::{
    Casework,
    recompute::{Asked, recompute},
};

/// Why a report was not kept, or not answered.
#[derive(Debug, thiserror::Error)]
pub enum BlockageError {
    /// What happens, or what was done, must be said.
    #[error("words are owed")]
    NoWords,
    /// It is reported, or answered, already.
    #[error("already done")]
    Already,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps a report that a communication brings.
///
/// # Errors
/// When nothing says what happens, or it is known already.
pub async fn report_blockage(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    communication: CommunicationId,
    kind: BlockageKind,
    words: &str,
    blocked_since: Option<NaiveDate>,
) -> Result<BlockageReportId, BlockageError> {
    if words.trim().is_empty() {
        return Err(BlockageError::NoWords);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let brought_by = communications::lock(&mut tx, communication).await?;
    let id = BlockageReportId::new(now);
    let report = NewReport { id, communication, kind, words: words.trim().to_owned(), blocked_since, by };
    if !blockages::insert(&mut tx, &report, now).await? {
        return Err(BlockageError::Already);
    }
    let told = |case: &CaseId| {
        NewEvent::new(
            *case,
            "blockage.reported",
            json!({ "report": id, "blockage": kind, "communication": communication }),
        )
    };
    let log: Vec<NewEvent> = brought_by.cases.iter().map(told).collect();
    events::append(&mut tx, now, &log).await?;
    counted(tx, casework, &brought_by.cases).await?;
    Ok(id)
}

/// Says what was done about a report.
///
/// # Errors
/// When nothing says it, or somebody already did.
pub async fn answer_blockage(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: BlockageReportId,
    words: &str,
) -> Result<(), BlockageError> {
    if words.trim().is_empty() {
        return Err(BlockageError::NoWords);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !blockages::answer(&mut tx, id, by, words.trim(), now).await? {
        return Err(BlockageError::Already);
    }
    let cases = blockages::cases_of(&mut tx, id).await?;
    let answered = |case: &CaseId| NewEvent::new(*case, "blockage.answered", json!({ "report": id }));
    events::append(&mut tx, now, &cases.iter().map(answered).collect::<Vec<_>>()).await?;
    counted(tx, casework, &cases).await
}

/// Counts the urgency of the cases again.
async fn counted(mut tx: Transaction, casework: &Casework, cases: &[CaseId]) -> Result<(), BlockageError> {
    recompute(&mut tx, casework, cases, Asked::FACT, casework.clock.now()).await?;
    Ok(tx.commit().await?)
}
