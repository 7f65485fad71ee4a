//! What provisional documents are called, prove and print (`documents.toml`).

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
use crate::{
    documents::{DocumentKind, MentionKey},
    why::Certainty,
};

/// A kind of document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// Which.
    pub kind: DocumentKind,
    /// Its French name, as printed.
    pub label: String,
    /// Whether it proves that the stay is regular.
    pub proves_stay: bool,
    /// Whether the agent signs it and the service stamps it (CESEDA R. 431-12).
    pub signed_and_stamped: bool,
    /// What a landlord, an employer or a social-security office must know of it, in French.
    pub third_party: String,
    /// Source and period.
    pub period: Period,
}

/// The words that a text puts in the place of others in some territories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalWords {
    /// The territories (`saint-martin`).
    pub territories: Vec<String>,
    /// The words.
    pub text: String,
    /// The text that replaces them.
    pub source: String,
}

/// A sentence printed on documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MentionRow {
    /// Which.
    pub key: MentionKey,
    /// The words.
    pub text: String,
    /// The words of some territories, where a text replaces them.
    pub local: Vec<LocalWords>,
    /// Source and period.
    pub period: Period,
}

impl Catalogue {
    /// The kinds of document, every period.
    #[must_use]
    pub fn documents(&self) -> &[DocumentRow] {
        &self.law.documents
    }

    /// A kind of document as it stands on a day.
    #[must_use]
    pub fn document(&self, kind: DocumentKind, on: NaiveDate) -> Option<&DocumentRow> {
        in_force(self.law.documents.iter().filter(|row| row.kind == kind), on, |row| &row.period)
    }

    /// The mentions, every period.
    #[must_use]
    pub fn mentions(&self) -> &[MentionRow] {
        &self.law.mentions
    }

    /// A mention as it stands on a day.
    #[must_use]
    pub fn mention(&self, key: MentionKey, on: NaiveDate) -> Option<&MentionRow> {
        in_force(self.law.mentions.iter().filter(|row| row.key == key), on, |row| &row.period)
    }
}

raw_rows! {
    RawDocument {
        kind: DocumentKind, label: String, proves_stay: bool,
        #[serde(default)] signed_and_stamped: bool,
        third_party: String,
    }
    RawMention { key: MentionKey, text: String, #[serde(default)] local: Vec<LocalWords>, }
}

impl RawRow for RawDocument {
    type Row = DocumentRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { kind, label, proves_stay, signed_and_stamped, third_party, .. } = self;
        Ok(DocumentRow { kind, label, proves_stay, signed_and_stamped, third_party, period })
    }
}

impl RawRow for RawMention {
    type Row = MentionRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { key, text, local, .. } = self;
        if text.trim().is_empty() {
            return Err(format!("the mention {} has no words", key.word()));
        }
        if local.iter().any(|words| words.text.trim().is_empty() || words.source.trim().is_empty()) {
            return Err(format!("{}: local words without text or source", key.word()));
        }
        Ok(MentionRow { key, text, local, period })
    }
}

pub(super) fn check(
    documents: &[Placed<DocumentRow>],
    mentions: &[Placed<MentionRow>],
    errors: &mut Vec<CatalogueError>,
) {
    periods(documents, |row| (row.kind.word().to_owned(), &row.period), errors);
    periods(mentions, |row| (row.key.word().to_owned(), &row.period), errors);
    kept(documents, "document", errors);
    kept(mentions, "mention", errors);
    let mut missing = |what: &str, word: &str| {
        errors.push(CatalogueError::whole(format!("the {what} {word} is missing, or no longer in force")));
    };
    for kind in DocumentKind::ALL {
        if !documents.iter().any(|row| row.row.kind == *kind && row.row.period.effective_to.is_none()) {
            missing("document", kind.word());
        }
    }
    for key in MentionKey::ALL {
        if !mentions.iter().any(|row| row.row.key == *key && row.row.period.effective_to.is_none()) {
            missing("mention", key.word());
        }
    }
}
