//! Who may work while a request is pending, written out for each article (`work_right.toml`; R-46).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Catalogue,
    error::CatalogueError,
    in_force,
    part::Placed,
    raw::{Author, Day, RawRow, raw_rows},
    row::Period,
    validate::{kept, periods},
};
use crate::{why::Certainty, worded::worded_enum};

worded_enum! {
    /// What a text says of work.
    WorkRule {
        /// Work is allowed.
        Yes = "yes",
        /// It is not.
        No = "no",
        /// Allowed if the person has the work permit (code du travail, art. L. 5221-2).
        IfWorkPermit = "if_work_permit",
        /// Allowed if the person came with a long-stay visa, worth a title or not.
        IfLongStayVisa = "if_long_stay_visa",
        /// Allowed if the person has been in France for at least a year.
        IfOneYear = "if_one_year",
        /// Allowed within the limit that the row states.
        Limited = "limited",
    }
}

/// One answer of the table: what, and the text it is read in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkCell {
    /// What the text says.
    pub work: WorkRule,
    /// The text.
    pub text: String,
    /// The limit, in French, of [`WorkRule::Limited`].
    pub limit: Option<String>,
}

/// The work right of one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkRightRow {
    /// The article (`L. 423-7`).
    pub article: String,
    /// Récépissé of a first request (CESEDA R. 431-14).
    pub recepisse: WorkCell,
    /// Extension attestation of a first request (CESEDA R. 431-15-2).
    pub extension: WorkCell,
    /// The card itself: what documents of a renewal keep (CESEDA R. 431-15, R. 431-15-2 al. 4) and a grant gives.
    pub card: WorkCell,
    /// Source and period.
    pub period: Period,
}

impl Catalogue {
    /// The table of work rights, every period.
    #[must_use]
    pub fn work_rights(&self) -> &[WorkRightRow] {
        &self.law.work_rights
    }

    /// The work right of an article as it stands on a day.
    #[must_use]
    pub fn work_right(&self, article: &str, on: NaiveDate) -> Option<&WorkRightRow> {
        in_force(self.law.work_rights.iter().filter(|row| row.article == article), on, |row| &row.period)
    }
}

raw_rows! {
    Raw { article: String, recepisse: WorkCell, extension: WorkCell, card: WorkCell, }
}

impl RawRow for Raw {
    type Row = WorkRightRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { article, recepisse, extension, card, .. } = self;
        for cell in [&recepisse, &extension, &card] {
            if cell.text.trim().is_empty() {
                return Err(format!("{article}: say which text gives or withholds the right to work"));
            }
            if (cell.work == WorkRule::Limited) != cell.limit.is_some() {
                return Err(format!("{article}: \"limited\" goes with a limit, and only it"));
            }
        }
        Ok(WorkRightRow { article, recepisse, extension, card, period })
    }
}

pub(super) fn check(rows: &[Placed<WorkRightRow>], errors: &mut Vec<CatalogueError>) {
    periods(rows, |row| (row.article.clone(), &row.period), errors);
    kept(rows, "row on the right to work", errors);
}
