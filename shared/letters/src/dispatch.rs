use chrono::NaiveDate;
use domain::{CaseReference, LetterId, LetterKind, PrintRunId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The list handed to the postal operator with a pile of letters (bordereau de remise), and signed by them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchList {
    /// "Préfecture du Bas-Rhin".
    pub prefecture: String,
    /// The service.
    pub service: String,
    /// The pile.
    #[schemars(with = "String")]
    pub run: PrintRunId,
    /// The day of the handing over.
    pub date: NaiveDate,
    /// The envelopes in the order of the pile, each by the letter whose address shows.
    pub letters: Vec<DispatchedLetter>,
    /// Says that nothing of it is real.
    #[serde(default)]
    pub demonstration: bool,
}

/// One envelope of a pile. It names no one: the list stays at the post office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchedLetter {
    /// The letter.
    #[schemars(with = "String")]
    pub letter: LetterId,
    /// Its kind.
    #[schemars(with = "String")]
    pub kind: LetterKind,
    /// The case; `None` in the neutral variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub reference: Option<CaseReference>,
    /// What else is in the envelope. The list says so of each: who signs for an envelope signs for what is in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<EnclosedLetter>,
    /// Sheets of paper in the envelope, of all letters.
    #[schemars(range(min = 1))]
    pub sheets: u32,
    /// Number of the registered item, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
}

/// Another letter in the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnclosedLetter {
    /// The letter.
    #[schemars(with = "String")]
    pub letter: LetterId,
    /// Its kind.
    #[schemars(with = "String")]
    pub kind: LetterKind,
}
