use serde::{Deserialize, Serialize};

use crate::worded::worded_enum;

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
    pub fn resting_on(mut self, certainty: Certainty) -> Self {
        self.certainty = self.certainty.max(certainty);
        self
    }
}
