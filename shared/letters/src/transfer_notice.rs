use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    acknowledgement::mentions,
    french,
    head::{Addressee, EvidenceWords, Head, RuleVersion},
    mention::{Due, MandatoryMention},
};

/// LT-08, the notice that a request was handed on to the competent administration (CRPA L. 114-2; R-94).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferNotice {
    /// Who writes to whom.
    pub head: Head,
    /// What was asked: "Renouvellement d'un titre de séjour".
    pub request: String,
    /// The day that the request was received by the first service.
    pub received_on: NaiveDate,
    /// The date that counts and what proves it.
    pub evidence: EvidenceWords,
    /// Who is competent, and where to write to them.
    pub to: Addressee,
    /// Why they are: "Vous habitez dans le département 68."
    pub because: String,
    /// The pages handed on, when they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Whether originals go along.
    #[serde(default)]
    pub originals: bool,
    /// The day of the acknowledgement that the first service sent, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_on: Option<NaiveDate>,
    /// The rule of the transfer.
    pub rule: RuleVersion,
}

/// What LT-08 must say beside what every letter says.
pub const MENTIONS: &[MandatoryMention] = mentions! {
    "request", "demande concernée", "section 3.9, LT-08";
    "reception-date", "date de première réception", "CRPA L. 114-3 et R-94";
    "evidence-date", "date qui compte et sa preuve", "CRPA L. 112-1";
    "competent", "administration compétente et son adresse", "CRPA L. 114-2";
    "transferred", "la demande lui est transmise par nous", "CRPA L. 114-2";
    "because", "pourquoi elle est compétente", "R-94";
    "date-kept", "le délai court depuis la première réception", "CRPA L. 114-3";
    "acknowledgement", "l'accusé de réception viendra de l'administration compétente", "CRPA L. 114-4";
    "acknowledged", "ce que vaut l'accusé de réception déjà reçu", "CRPA L. 114-4";
    "originals", "ce que deviennent les originaux", "R-96";
    "coupon", "coupon-réponse", "section 3.7";
};

impl TransferNotice {
    /// What this letter owes, in the order of [`MENTIONS`].
    pub(crate) fn due(&self) -> Vec<Due> {
        MENTIONS.iter().filter_map(|mention| self.texts(mention.key).map(|texts| Due { mention, texts })).collect()
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(match key {
            "request" => vec![self.request.clone()],
            "reception-date" => vec![french::date(self.received_on)],
            "evidence-date" => vec![french::date(self.evidence.date), self.evidence.words.clone()],
            "competent" => std::iter::once(&self.to.name).chain(&self.to.address).cloned().collect(),
            "transferred" => vec![self.to.name.clone(), "rien à renvoyer".to_owned()],
            "because" => vec![self.because.clone()],
            "date-kept" => vec![french::date(self.received_on), "L. 114-3".to_owned()],
            "acknowledgement" => vec!["accusé de réception".to_owned(), "L. 114-4".to_owned()],
            "acknowledged" => vec![french::date(self.acknowledged_on?), "preuve".to_owned()],
            "originals" => self.originals.then(|| vec!["originaux".to_owned(), self.to.name.clone()])?,
            "coupon" => vec!["Coupon-réponse".to_owned(), self.head.reference.to_string()],
            _ => return None,
        })
    }

    /// The rules that the letter applies (I-14).
    pub(crate) fn rules(&self) -> Vec<&RuleVersion> {
        vec![&self.rule]
    }
}
