//! The pieces of a request (`pieces.toml`; CESEDA R. 431-10, R. 431-11, annexe 10).

use chrono::NaiveDate;
use domain::PieceKind;
use serde::{Deserialize, Serialize};

use super::{
    Catalogue,
    error::CatalogueError,
    part::Rows,
    raw::{Author, Day, RawRow, raw_rows},
    row::Period,
    validate::{kept, periods},
};
use crate::{why::Certainty, worded::worded_enum};

worded_enum! {
    /// For which requests a piece is asked.
    PieceRequestKind {
        /// A first title, or another than the one held.
        First = "first",
        /// A renewal.
        Renewal = "renewal",
        /// Every request.
        Both = "both",
    }
}

/// A piece that a title asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PieceRow {
    /// Its key (`t06_support`).
    pub key: String,
    /// Its kind.
    pub kind: PieceKind,
    /// What it is, in French.
    pub label: String,
    /// The titles that ask for it; empty: every title of residence.
    pub titles: Vec<String>,
    /// The articles that ask for it; empty: every article of those titles.
    pub articles: Vec<String>,
    /// For which requests.
    pub request: PieceRequestKind,
    /// Whether nothing can be examined without it (CESEDA R. 431-10; CRPA L. 114-5-1).
    pub indispensable: bool,
    /// Kinds that do as well.
    pub alternatives: Vec<PieceKind>,
    /// Whether another administration gives it (CRPA L. 114-8): never asked of the person.
    pub obtained_by_administration: bool,
    /// Whether it is brought when the card is handed over only.
    pub at_handover: bool,
    /// Source and period: its legal basis.
    pub period: Period,
}

impl Catalogue {
    /// The pieces, every period.
    #[must_use]
    pub fn piece_rows(&self) -> &[PieceRow] {
        &self.law.pieces
    }

    /// The pieces in force on a day.
    pub(crate) fn pieces_on(&self, on: NaiveDate) -> impl Iterator<Item = &PieceRow> {
        self.law.pieces.iter().filter(move |row| row.period.holds(on))
    }
}

raw_rows! {
    Raw {
        key: String, kind: PieceKind, label: String, request: PieceRequestKind,
        #[serde(default)] titles: Vec<String>,
        #[serde(default)] articles: Vec<String>,
        #[serde(default)] indispensable: bool,
        #[serde(default)] alternatives: Vec<PieceKind>,
        #[serde(default)] obtained_by_administration: bool,
        #[serde(default)] at_handover: bool,
    }
}

impl RawRow for Raw {
    type Row = PieceRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { key, kind, label, request, titles, articles, indispensable, alternatives, .. } = self;
        let (obtained_by_administration, at_handover) = (self.obtained_by_administration, self.at_handover);
        if indispensable && (obtained_by_administration || at_handover) {
            return Err(format!("{key}: an indispensable piece comes from the person, with the request"));
        }
        Ok(PieceRow {
            key,
            kind,
            label,
            titles,
            articles,
            request,
            indispensable,
            alternatives,
            obtained_by_administration,
            at_handover,
            period,
        })
    }
}

pub(super) fn check(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    periods(&rows.law.pieces, |row| (row.key.clone(), &row.period), errors);
    kept(&rows.law.pieces, "piece", errors);
    for piece in &rows.law.pieces {
        let key = &piece.row.key;
        let named: Vec<_> = rows.titles.iter().filter(|title| piece.row.titles.contains(&title.row.code)).collect();
        for code in &piece.row.titles {
            if !rows.titles.iter().any(|title| title.row.code == *code) {
                errors.push(piece.mistake(format!("{key} names the unknown title {code}")));
            }
        }
        for article in &piece.row.articles {
            if !named.iter().any(|title| title.row.articles.contains(article)) {
                errors.push(piece.mistake(format!("{key} names {article}, which none of its titles has")));
            }
        }
    }
}
