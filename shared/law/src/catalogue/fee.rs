//! What a title costs, by date (`fees.toml`; CESEDA L. 436-1 to L. 436-8).

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
    /// The kinds of fee. Closed: the catalogue must hold each of them.
    FeeKind {
        /// Tax on the delivery or renewal of a title (L. 436-1).
        Title = "title",
        /// The same, for the articles that pay less (L. 436-1, al. 2).
        TitleReduced = "title_reduced",
        /// Stamp duty on every card (L. 436-7).
        Stamp = "stamp",
        /// Regularisation before a first title (L. 436-4).
        Regularisation = "regularisation",
        /// Renewal asked for after the filing delay (L. 436-5).
        Late = "late",
        /// Provisional permit.
        ProvisionalPermit = "provisional_permit",
        /// Travel document of a foreign minor (L. 436-3).
        MinorDocument = "minor_document",
    }
}

/// A fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeRow {
    /// Its kind.
    pub kind: FeeKind,
    /// What it is, in French.
    pub label: String,
    /// Euros.
    pub euros: u32,
    /// Euros for a first title, where they differ.
    pub first_euros: Option<u32>,
    /// Euros of it paid with the request, not given back.
    pub at_request_euros: u32,
    /// The articles that pay it; empty: every one that no other row names.
    pub articles: Vec<String>,
    /// The articles that never pay it.
    pub exempt: Vec<String>,
    /// The articles that do not pay it for a first title.
    pub exempt_first: Vec<String>,
    /// Source and period.
    pub period: Period,
}

impl Catalogue {
    /// Every fee, every period.
    #[must_use]
    pub fn fees(&self) -> &[FeeRow] {
        &self.law.fees
    }

    /// A fee as it stands on a day.
    #[must_use]
    pub fn fee(&self, kind: FeeKind, on: NaiveDate) -> Option<&FeeRow> {
        in_force(self.law.fees.iter().filter(|row| row.kind == kind), on, |row| &row.period)
    }

    /// What is not known of the fee of a day, because a change whose first day is doubtful is near: after the texts were read, the
    /// amount before that day is as doubtful as the one after it.
    #[must_use]
    pub fn fee_doubt(&self, kind: FeeKind, on: NaiveDate) -> Option<&str> {
        let near =
            |period: &Period| period.holds(on) || (self.rule_set.consolidated_on < on && on < period.effective_from);
        let mut rows = self.law.fees.iter().filter(|row| row.kind == kind && near(&row.period));
        rows.find_map(|row| row.period.from_note.as_deref())
    }
}

raw_rows! {
    Raw {
        kind: FeeKind, label: String, euros: u32, first_euros: Option<u32>,
        #[serde(default)] at_request_euros: u32,
        #[serde(default)] articles: Vec<String>,
        #[serde(default)] exempt: Vec<String>,
        #[serde(default)] exempt_first: Vec<String>,
    }
}

impl RawRow for Raw {
    type Row = FeeRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { kind, label, euros, first_euros, at_request_euros, articles, exempt, exempt_first, .. } = self;
        if at_request_euros > euros {
            return Err("at_request_euros is more than euros".to_owned());
        }
        Ok(FeeRow { kind, label, euros, first_euros, at_request_euros, articles, exempt, exempt_first, period })
    }
}

pub(super) fn check(rows: &[Placed<FeeRow>], errors: &mut Vec<CatalogueError>) {
    periods(rows, |row| (format!("fee {:?}", row.kind), &row.period), errors);
    kept(rows, "fee", errors);
    for kind in FeeKind::ALL {
        if !rows.iter().any(|row| row.row.kind == *kind && row.row.period.effective_to.is_none()) {
            errors.push(CatalogueError::whole(format!("the fee {kind:?} is missing, or no longer in force")));
        }
    }
}
