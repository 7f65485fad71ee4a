//! Somebody proposes to change a row of the prefecture; nothing changes until another person accepts it.

use chrono::NaiveDate;
use domain::{Actor, LocalRowId, UserId};
use law::{Catalogue, CatalogueError, Certainty, LocalRow, RowKind};
use serde_json::json;
use store::{
    StoreError,
    local_rows::{self, LocalRowProposal, NewLocalRow, Which},
};

use crate::{Casework, Site};

/// What is proposed.
#[derive(Clone, Debug)]
pub struct RowProposal {
    /// What the row would say.
    pub says: LocalRow,
    /// The text or decision it comes from.
    pub source: String,
    /// First day on which it would apply.
    pub from: NaiveDate,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why it is proposed.
    pub reason: String,
}

/// Why a change was not proposed, or not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// It would change days that have passed.
    #[error("a row cannot change the past: it starts on {from}, today is {today}")]
    Past {
        /// Its first day.
        from: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// The catalogue would not be right with it; every mistake.
    #[error("the catalogue would be wrong: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Refused(Vec<CatalogueError>),
    /// The installation could not work with it.
    #[error("the site could not work with it: {0}")]
    Site(#[from] crate::SiteError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a proposal, once the catalogue that it would make is found right.
///
/// # Errors
/// When it would change the past, or the catalogue would be wrong; nothing is kept then.
pub async fn propose_row(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    proposal: &RowProposal,
) -> Result<LocalRowId, ChangeError> {
    let now = casework.clock.now();
    let (kind, key) = proposal.says.about();
    let row = NewLocalRow {
        id: LocalRowId::new(now),
        kind: kind.word().to_owned(),
        key,
        says: json!(proposal.says),
        source: proposal.source.clone(),
        from: proposal.from,
        certainty: proposal.certainty.word().to_owned(),
        reason: proposal.reason.clone(),
        by,
    };
    let mut tx = casework.begin(actor).await?;
    let accepted = local_rows::read(&mut tx, Which::Accepted).await?;
    checked(casework, &accepted, &row)?;
    local_rows::insert(&mut tx, &row, now).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// The catalogue as it would be, if it would be right and the installation could work with it.
pub(crate) fn checked(
    casework: &Casework,
    accepted: &[LocalRowProposal],
    row: &NewLocalRow,
) -> Result<Catalogue, ChangeError> {
    let today = casework.today();
    // What a prefect decided may be recorded afterwards; a figure or an address never changes what was computed or printed.
    let may_be_late = row.kind == RowKind::ChannelOrder.word();
    if row.from < today && !may_be_late {
        return Err(ChangeError::Past { from: row.from, today });
    }
    let catalogue = casework.live.with_one_more(accepted, row).map_err(ChangeError::Refused)?;
    let site = &casework.site;
    Site::new(catalogue.clone().into(), &site.prefecture, &site.service, row.from.max(today))?;
    Ok(catalogue)
}

/// The catalogue as it would be with a proposal that still waits, for whoever decides.
///
/// # Errors
/// Why it cannot be accepted as things stand.
pub fn preview_row(
    casework: &Casework,
    accepted: &[LocalRowProposal],
    row: &NewLocalRow,
) -> Result<Catalogue, ChangeError> {
    checked(casework, accepted, row)
}
