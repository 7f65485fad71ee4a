use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{CatalogueRow, RowKind, worded::worded_enum};

worded_enum! {
    /// How sure we are of a row of the catalogue.
    ///
    /// Ordered from the surest to the least sure: the certainty of a result is the greatest of those it rests on.
    Certainty {
        /// Read in the consolidated text of the rule set.
        Verified = "verified",
        /// From a public page or public data.
        Secondary = "secondary",
        /// From memory: an officer signs before it prints.
        Memory = "memory",
    }
}

impl Certainty {
    /// Whether an officer must sign before a letter resting on it is printed.
    #[must_use]
    pub const fn needs_signature(self) -> bool {
        matches!(self, Self::Memory)
    }
}

/// Why a date or a right is what it is: the answer to "pourquoi ?" on the screens and the basis printed on letters (I-14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Identifier of the rule (`RL-81`).
    pub rule: String,
    /// Name of the rule set (`2026-04-03`).
    pub version: String,
    /// The text, as a lawyer cites it.
    pub source: String,
    /// The least certain of the rows it rests on.
    pub certainty: Certainty,
    /// The facts and steps, each a French sentence. Carries dates and counts only, never personal data.
    pub because: Vec<String>,
    /// The rows from memory that it rests on: an officer signs each before it prints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_memory: Vec<RowRef>,
}

/// A version of a row of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowRef {
    /// Its table.
    pub kind: RowKind,
    /// Its key in the table.
    pub key: String,
    /// The first day of the version.
    pub from: NaiveDate,
}

/// How sure what a result rests on is, with the rows that wait for a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    certainty: Certainty,
    from_memory: Vec<RowRef>,
}

impl Basis {
    /// The basis that a row is.
    pub(crate) fn of(row: CatalogueRow<'_>) -> Self {
        let certainty = row.period().sure();
        let from_memory = if certainty.needs_signature() { vec![row.named()] } else { Vec::new() };
        Self { certainty, from_memory }
    }

    /// Its certainty and its rows from memory.
    pub(crate) fn parts(self) -> (Certainty, Vec<RowRef>) {
        (self.certainty, self.from_memory)
    }

    /// That of a result that names its row already.
    pub(crate) fn from_row(certainty: Certainty, row: Option<RowRef>) -> Self {
        Self { certainty, from_memory: row.into_iter().collect() }
    }

    /// Both together: as sure as the less sure of them.
    pub(crate) fn with(mut self, other: impl Into<Self>) -> Self {
        let other = other.into();
        self.certainty = self.certainty.max(other.certainty);
        for row in other.from_memory {
            if !self.from_memory.contains(&row) {
                self.from_memory.push(row);
            }
        }
        self
    }
}

impl From<Certainty> for Basis {
    fn from(certainty: Certainty) -> Self {
        Self { certainty, from_memory: Vec::new() }
    }
}

impl Why {
    /// Adds a sentence.
    #[must_use]
    pub fn and(mut self, sentence: impl Into<String>) -> Self {
        self.because.push(sentence.into());
        self
    }

    /// Lowers the certainty to that of another row the result rests on.
    #[must_use]
    pub fn resting_on(mut self, basis: impl Into<Basis>) -> Self {
        let from_memory = std::mem::take(&mut self.from_memory);
        let Basis { certainty, from_memory } = Basis { certainty: self.certainty, from_memory }.with(basis);
        (self.certainty, self.from_memory) = (certainty, from_memory);
        self
    }
}
