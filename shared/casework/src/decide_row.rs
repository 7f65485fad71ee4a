//! Another person accepts or refuses a proposed change of a row; whoever proposed it may only take it back.

use domain::{Actor, LocalRowId, ProposalOutcome, UserId};
use store::{
    StoreError,
    local_rows::{self, LocalRowDecision, Which},
};

use crate::{
    Casework,
    propose_row::{ChangeError, checked},
};

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideRowError {
    /// Somebody else was quicker.
    #[error("the proposal was already decided")]
    Already,
    /// Four eyes: nobody accepts or refuses what they proposed.
    #[error("whoever proposed a change does not decide on it")]
    OwnProposal,
    /// Only whoever proposed it takes it back.
    #[error("only whoever proposed a change takes it back")]
    NotOwnProposal,
    /// It cannot be accepted as things stand now.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Decides on a proposal. What is accepted applies in this process at once, and in the others within moments.
///
/// # Errors
/// When it was decided before, by the wrong person, or the catalogue would be wrong; nothing changed then.
pub async fn decide_row(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    id: LocalRowId,
    outcome: ProposalOutcome,
    reason: &str,
) -> Result<(), DecideRowError> {
    let mut tx = casework.begin(actor).await?;
    local_rows::wait_for_turn(&mut tx).await?;
    let found = local_rows::read(&mut tx, Which::One(id)).await?.pop().ok_or(StoreError::NotFound("proposal"))?;
    match (found.decision, outcome, found.row.by == by) {
        (Some(_), ..) => return Err(DecideRowError::Already),
        (None, ProposalOutcome::Withdrawn, false) => return Err(DecideRowError::NotOwnProposal),
        (None, ProposalOutcome::Accepted | ProposalOutcome::Refused, true) => return Err(DecideRowError::OwnProposal),
        (None, ProposalOutcome::Accepted, false) => {
            let accepted = local_rows::read(&mut tx, Which::Accepted).await?;
            checked(casework, &accepted, &found.row)?;
        }
        (None, ProposalOutcome::Withdrawn, true) | (None, ProposalOutcome::Refused, false) => {}
    }
    let decision = LocalRowDecision { outcome, reason: reason.to_owned(), by, at: casework.clock.now() };
    if !local_rows::decide(&mut tx, &found.row, &decision).await? {
        return Err(DecideRowError::Already);
    }
    tx.commit().await?;
    casework.live.refresh(&casework.database).await?;
    Ok(())
}
