//! The text or decision that lets a request come by its door is written down by the administration, never asked of the person. An
//! obstacle online that somebody recognised opens the substitution route at once (R-110; CESEDA R. 431-2, al. 3).

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, DeadlineKind};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    deadlines,
    events::{self, NewEvent},
};

use crate::{
    Casework,
    recompute::{Asked, recompute},
};

/// Why nothing was written down.
#[derive(Debug, thiserror::Error)]
pub enum ChannelBasisError {
    /// Nobody has registered the case, or it is decided.
    #[error("the case is not open, or nobody has registered it yet")]
    NotOpen,
    /// It says so already.
    #[error("already done")]
    Already,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the basis of a case down, in the place of the one that stood there; without words it is owed again.
///
/// # Errors
/// When the case is not open, or the basis is this one already.
pub async fn record_channel_basis(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    words: &str,
) -> Result<(), ChannelBasisError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    if row.person.is_none() || !row.case.state.is_open() {
        return Err(ChannelBasisError::NotOpen);
    }
    let words = Some(words.trim()).filter(|words| !words.is_empty());
    if !note(&mut tx, casework, &row, words, now).await? {
        return Err(ChannelBasisError::Already);
    }
    Ok(tx.commit().await?)
}

/// Writes it down inside another operation; `false` when it stands so already.
pub(crate) async fn note(
    tx: &mut Transaction,
    casework: &Casework,
    row: &CaseRow,
    basis: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let case = row.case.id;
    if row.channel_basis.as_deref() == basis {
        return Ok(false);
    }
    cases::set_channel_basis(tx, case, basis).await?;
    match basis {
        Some(_) => deadlines::end(tx, case, &[DeadlineKind::ChannelBasisDue], true).await?,
        None => deadlines::reopen(tx, case, DeadlineKind::ChannelBasisDue).await?,
    }
    recompute(tx, casework, &[case], Asked::FACT, now).await?;
    cases::refresh_next_deadline(tx, case).await?;
    let facts = json!({ "basis": basis, "before": row.channel_basis });
    events::append(tx, now, &[NewEvent::new(case, "case.channel_basis_recorded", facts)]).await?;
    Ok(true)
}
