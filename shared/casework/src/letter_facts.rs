//! What a letter says, as it was decided: kept with the letter, so that the same PDF can be made again.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BirthDate, CaseKind, CaseReference, ChannelKind, DeadlineKind, EvidenceKind, HeldTitle, LetterId, LetterKind,
    Personal, PieceKind,
};
use law::documents::KnownFacts;
use serde::{Deserialize, Serialize};
use store::complements::AskedPiece;

use crate::RestsOn;

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

/// What every letter says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadFacts {
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
    /// The rows from memory that it rests on: an officer signs each before it is printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<RestsOn>,
}

/// Everything that LT-01 and LT-03 say about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterFacts {
    /// What every letter says of itself.
    #[serde(flatten)]
    pub head: HeadFacts,
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
    /// SHA-256 of the file in which they were scanned, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether the legal basis of the channel is recorded (RL-84).
    pub channel_basis: bool,
    /// Silence.
    pub silence: SilenceFact,
    /// The day of the letter that this one takes the place of, when dates that it told became other ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<NaiveDate>,
    /// The day that the letter which it takes the place of told as the one that counts, when it is another one now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_before: Option<NaiveDate>,
    /// The notice of transfer that it puts right: the request is studied here after all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_here: Option<KeptHereFact>,
}

/// Everything that LT-03 says about pieces for a request that was received before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PiecesFacts {
    /// What every letter says of itself.
    #[serde(flatten)]
    pub head: HeadFacts,
    /// The door by which they came.
    pub channel: ChannelKind,
    /// What the request asks for.
    pub kind: CaseKind,
    /// The day on which the request was received.
    pub added_to: NaiveDate,
    /// The day on which the pieces were received.
    pub received_on: NaiveDate,
    /// The date that counts for them.
    pub evidence: EvidenceFact,
    /// Their pages.
    pub pages: u32,
    /// The pieces, in order.
    pub pieces: Vec<PieceFact>,
    /// SHA-256 of the file in which they were scanned, hexadecimal.
    pub sha256: String,
    /// The rule of the date that counts.
    pub rule: RuleFact,
    /// The day of the receipt that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<NaiveDate>,
    /// The day that it told as the one that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_before: Option<NaiveDate>,
}

/// A notice of transfer that was a mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptHereFact {
    /// The day of the notice.
    pub date: NaiveDate,
    /// The administration that it named.
    pub name: String,
}

impl LetterFacts {
    /// The day that the letter tells for a date of its case (`Some(None)`: that there is none); `None` when it says nothing of such a
    /// date. The appeal limit is told as one that cannot be opposed while the basis of the channel is not recorded.
    #[must_use]
    pub fn tells(&self, date: DeadlineKind) -> Option<Option<NaiveDate>> {
        match date {
            DeadlineKind::ImplicitRejection => Some(Some(self.silence.on)),
            DeadlineKind::AppealLimit => Some(self.channel_basis.then_some(self.silence.appeal_until)),
            DeadlineKind::AcknowledgementDue
            | DeadlineKind::ChannelBasisDue
            | DeadlineKind::OutcomeDue
            | DeadlineKind::Callback
            | DeadlineKind::ElectronicReceiptDue
            | DeadlineKind::Commitment
            | DeadlineKind::NextDocumentDue
            | DeadlineKind::ComplementLimit => None,
        }
    }
}

/// Everything that LT-02 says about an electronic sending (CRPA R. 112-11-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFacts {
    /// What every letter says of itself.
    #[serde(flatten)]
    pub head: HeadFacts,
    /// When the site's own server received it.
    pub received_at: DateTime<Utc>,
    /// The local date of that instant: the one that counts (RL-02).
    pub received_on: NaiveDate,
    /// The subject of the message.
    pub subject: Option<String>,
    /// Files that came with it.
    pub attachments: u32,
    /// The Message-ID of the message, without angle brackets.
    pub in_reply_to: Option<String>,
    /// The rule that asks for the receipt.
    pub rule: RuleFact,
}

/// Everything that LT-10 says: what the engine is given, and what it said when an officer signed. The sentences are not kept to be printed:
/// the engine says them again when the paper is made, and it is not made when it would say something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionalFacts {
    /// What every letter says of itself.
    #[serde(flatten)]
    pub head: HeadFacts,
    /// The number of the document.
    pub number: String,
    /// The person's date of birth.
    pub birth: Option<BirthDate>,
    /// The foreigner number.
    pub foreigner_number: Option<Personal<String>>,
    /// What the case asks for.
    pub kind: Option<CaseKind>,
    /// The title asked for, in plain French.
    pub title: Option<String>,
    /// The number of the title held.
    pub held_number: Option<Personal<String>>,
    /// The number of the document that this one stands in the place of.
    pub replaces: Option<String>,
    /// The day by which the next one will have left.
    pub next_by: Option<NaiveDate>,
    /// What the engine is given.
    pub known: KnownFacts,
    /// What it said.
    pub said: serde_json::Value,
}

/// Everything that LT-05 says about the pieces it asks for (CRPA L. 114-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplementFacts {
    /// What every letter says of itself.
    #[serde(flatten)]
    pub head: HeadFacts,
    /// What the case asks for.
    pub kind: CaseKind,
    /// First reception by any service.
    pub received_on: NaiveDate,
    /// The pieces.
    pub pieces: Vec<AskedPiece>,
    /// The last day to send them; `None` for a registered letter, which counts from its presentation.
    pub until: Option<NaiveDate>,
    /// The days left from the reception.
    pub days: u32,
    /// The rule of the limit.
    pub rule: RuleFact,
}

/// Everything that LT-08 says about a request that is handed on (CRPA L. 114-2 to L. 114-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferFacts {
    /// What every letter says of itself.
    #[serde(flatten)]
    pub head: HeadFacts,
    /// What the case asks for.
    pub kind: CaseKind,
    /// First reception by any service.
    pub received_on: NaiveDate,
    /// The date that counts.
    pub evidence: EvidenceFact,
    /// The competent administration.
    pub to_name: String,
    /// Its address.
    pub to_lines: Vec<String>,
    /// Why it is competent.
    pub because: String,
    /// Pages handed on, when they were counted.
    pub pages: Option<u32>,
    /// Whether originals go along.
    pub originals: bool,
    /// The day of the acknowledgement that the person already has from us, which that of the competent administration takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_on: Option<NaiveDate>,
    /// The rule of the transfer.
    pub rule: RuleFact,
}

/// What a letter says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Facts {
    /// LT-01 and LT-03.
    Filing(Box<LetterFacts>),
    /// LT-03 for pieces added to a request.
    Pieces(Box<PiecesFacts>),
    /// LT-02.
    Receipt(Box<ReceiptFacts>),
    /// LT-10.
    Provisional(Box<ProvisionalFacts>),
    /// LT-05.
    Complement(Box<ComplementFacts>),
    /// LT-08.
    Transfer(Box<TransferFacts>),
}

impl Facts {
    /// What a letter of this kind was decided to say.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub fn read(kind: LetterKind, data: serde_json::Value) -> Result<Self, serde_json::Error> {
        Ok(match kind {
            LetterKind::DepositReceipt if data.get("added_to").is_some() => Self::Pieces(serde_json::from_value(data)?),
            LetterKind::Acknowledgement | LetterKind::DepositReceipt => Self::Filing(serde_json::from_value(data)?),
            LetterKind::ElectronicReceipt => Self::Receipt(serde_json::from_value(data)?),
            LetterKind::ProvisionalDocument => Self::Provisional(serde_json::from_value(data)?),
            LetterKind::ComplementRequest => Self::Complement(serde_json::from_value(data)?),
            LetterKind::TransferNotice => Self::Transfer(serde_json::from_value(data)?),
        })
    }

    /// What every letter says of itself.
    #[must_use]
    pub const fn head(&self) -> &HeadFacts {
        match self {
            Self::Filing(facts) => &facts.head,
            Self::Pieces(facts) => &facts.head,
            Self::Receipt(facts) => &facts.head,
            Self::Provisional(facts) => &facts.head,
            Self::Complement(facts) => &facts.head,
            Self::Transfer(facts) => &facts.head,
        }
    }

    /// The same letter to another address, dated anew. `neutral`: the outside must not show where it comes from.
    #[must_use]
    pub fn readdressed(mut self, recipient: Vec<String>, neutral: bool, date: NaiveDate) -> Self {
        let head = match &mut self {
            Self::Filing(facts) => &mut facts.head,
            Self::Pieces(facts) => &mut facts.head,
            Self::Receipt(facts) => &mut facts.head,
            Self::Provisional(facts) => &mut facts.head,
            Self::Complement(facts) => &mut facts.head,
            Self::Transfer(facts) => &mut facts.head,
        };
        head.recipient = recipient;
        head.neutral = neutral;
        head.date = date;
        self
    }
}
