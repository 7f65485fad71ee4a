//! Lists of articles that a text names (`lists.toml`).

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
use crate::why::Certainty;

/// The lists that the rules read. Closed: the catalogue must hold each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// Titles asked for until the eve of the nineteenth birthday (CESEDA R. 431-5, 2°).
    UntilNineteen,
    /// Holders whose title is asked for or renewed without any tax (CESEDA L. 436-8).
    TaxExempt,
    /// Titles of persons protected by OFPRA themselves (CESEDA L. 424-1, L. 424-9).
    Protection,
    /// Titles that are a provisional permit (APS) which allows work (CESEDA L. 431-4).
    ProvisionalPermit,
    /// Titles of European citizens and their families (CESEDA, livre II).
    European,
    /// Titles granted on medical grounds (CESEDA L. 425-9, L. 425-10).
    Health,
    /// Resident cards whose request counts as renewal of the card held (CESEDA R. 423-1, R. 423-3, R. 423-4).
    CountsAsRenewal,
    /// Titles whose refusal goes before the commission (CESEDA L. 432-13).
    Commission,
    /// Requests made to the OFII (CESEDA R. 434-7).
    OfiiRequest,
    /// Articles that a text names without being a title of the catalogue.
    OtherArticles,
}

impl List {
    /// Every list.
    pub const ALL: &'static [Self] = &[
        Self::UntilNineteen,
        Self::TaxExempt,
        Self::Protection,
        Self::ProvisionalPermit,
        Self::European,
        Self::Health,
        Self::CountsAsRenewal,
        Self::Commission,
        Self::OfiiRequest,
        Self::OtherArticles,
    ];

    /// Its key in the catalogue.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::UntilNineteen => "until_nineteen",
            Self::TaxExempt => "tax_exempt",
            Self::Protection => "protection",
            Self::ProvisionalPermit => "provisional_permit",
            Self::European => "european",
            Self::Health => "health",
            Self::CountsAsRenewal => "counts_as_renewal",
            Self::Commission => "commission",
            Self::OfiiRequest => "ofii_request",
            Self::OtherArticles => "other_articles",
        }
    }
}

/// A list of articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleList {
    /// Its key (`until_nineteen`).
    pub key: String,
    /// What it is, in French.
    pub label: String,
    /// The articles (`L. 423-22`).
    pub articles: Vec<String>,
    /// Source and period.
    pub period: Period,
}

impl Catalogue {
    /// Every list, every period.
    #[must_use]
    pub fn lists(&self) -> &[ArticleList] {
        &self.law.lists
    }

    /// A list as it stands on a day.
    #[must_use]
    pub fn list(&self, list: List, on: NaiveDate) -> Option<&ArticleList> {
        in_force(self.law.lists.iter().filter(|row| row.key == list.key()), on, |row| &row.period)
    }

    /// Whether a list names an article on a day. An article that is not known is on no list.
    #[must_use]
    pub fn lists_article(&self, list: List, article: Option<&str>, on: NaiveDate) -> bool {
        let row = self.list(list, on);
        article.zip(row).is_some_and(|(article, row)| row.articles.iter().any(|named| named == article))
    }
}

raw_rows! {
    Raw { key: String, label: String, articles: Vec<String>, }
}

impl RawRow for Raw {
    type Row = ArticleList;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { key, label, articles, .. } = self;
        if !List::ALL.iter().any(|list| list.key() == key) {
            return Err(format!("unknown list {key}"));
        }
        Ok(ArticleList { key, label, articles, period })
    }
}

pub(super) fn check(rows: &[Placed<ArticleList>], errors: &mut Vec<CatalogueError>) {
    periods(rows, |row| (row.key.clone(), &row.period), errors);
    kept(rows, "list of articles", errors);
    for list in List::ALL {
        if !rows.iter().any(|row| row.row.key == list.key() && row.row.period.effective_to.is_none()) {
            let key = list.key();
            errors.push(CatalogueError::whole(format!("the list {key} is missing, or no longer in force")));
        }
    }
}
