//! What a letter says, as it was decided: kept with the letter, so that the same PDF can be made again.

use chrono::NaiveDate;
use domain::{CaseKind, CaseReference, ChannelKind, EvidenceKind, HeldTitle, LetterId, PieceKind};
use serde::{Deserialize, Serialize};

/// A rule and its version, printed on the letter (I-14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFact {
    /// Identifier of the rule.
    pub rule: String,
    /// Version of the rule set.
    pub version: String,
    /// The text, as a lawyer cites it.
    pub source: String,
}

/// The date that counts for the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFact {
    /// The date.
    pub date: NaiveDate,
    /// What proves it.
    pub kind: EvidenceKind,
}

/// When silence becomes a rejection, and until when it can be contested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceFact {
    /// The day the implicit decision is born.
    pub on: NaiveDate,
    /// The delay in French.
    pub delay: String,
    /// The rule.
    pub rule: RuleFact,
    /// Last day to appeal, délai franc counted.
    pub appeal_until: NaiveDate,
    /// The rule of the appeal.
    pub appeal_rule: RuleFact,
}

/// A piece received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceFact {
    /// What it is.
    pub kind: PieceKind,
    /// Its pages.
    pub pages: u32,
}

/// Everything that LT-01 and LT-03 say about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterFacts {
    /// The letter.
    pub letter: LetterId,
    /// The case.
    pub reference: CaseReference,
    /// Prefecture of the catalogue.
    pub prefecture: String,
    /// Service of the prefecture.
    pub service: String,
    /// The day that the letter is dated.
    pub date: NaiveDate,
    /// Address lines, addressee first; empty when nobody safe is known yet.
    pub recipient: Vec<String>,
    /// The person, when known.
    pub person: Option<String>,
    /// Whether the letter must not show on the outside where it comes from.
    pub neutral: bool,
    /// The door by which the request came.
    pub channel: ChannelKind,
    /// What the case asks for.
    pub kind: CaseKind,
    /// The title asked for, in plain French.
    pub title: Option<String>,
    /// The ground in free text or article.
    pub ground: Option<String>,
    /// The title that the person holds.
    #[serde(default)]
    pub held_title: Option<HeldTitle>,
    /// First reception by any service.
    pub received_on: NaiveDate,
    /// The date that counts.
    pub evidence: EvidenceFact,
    /// Pages received.
    pub pages: Option<u32>,
    /// The pieces received, in order.
    pub pieces: Vec<PieceFact>,
    /// Whether the legal basis of the channel is recorded (RL-84).
    pub channel_basis: bool,
    /// Silence.
    pub silence: SilenceFact,
}
