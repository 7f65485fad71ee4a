use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    acknowledgement::mentions,
    french,
    head::{Head, RuleVersion},
    mention::{Due, MandatoryMention},
};

/// LT-05, the request for missing pieces (CRPA L. 114-5, L. 114-5-1; R-95).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComplementRequest {
    /// Who writes to whom.
    pub head: Head,
    /// What was asked: "Renouvellement d'un titre de séjour".
    pub request: String,
    /// The day that the request was received.
    pub received_on: NaiveDate,
    /// The pieces.
    #[schemars(length(min = 1, max = 15))]
    pub pieces: Vec<AskedPiece>,
    /// The last day to send them; none when the delay counts from the presentation of a registered letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The days left from the reception.
    #[schemars(range(min = 1))]
    pub days: u32,
    /// The rule of the limit.
    pub rule: RuleVersion,
}

/// A piece asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPiece {
    /// In plain words: "Justificatif de domicile de moins de six mois".
    pub label: String,
    /// The text that asks for it.
    pub basis: String,
    /// Whether nothing can be examined without it.
    #[serde(default)]
    pub indispensable: bool,
    /// What does as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// Why the copy received is doubted: its original is asked for (CRPA R. 113-11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

/// What LT-05 must say beside what every letter says.
pub const MENTIONS: &[MandatoryMention] = mentions! {
    "request", "demande concernée", "section 3.9, LT-05";
    "reception-date", "date de réception de la demande", "CRPA R. 112-5, 1°";
    "pieces", "pièces demandées, avec le texte de chacune", "CRPA L. 114-5 et R-95";
    "indispensable", "pièces indispensables à l'instruction", "CRPA L. 114-5-1";
    "alternatives", "ce qui peut remplacer une pièce", "section 3.9, LT-05";
    "doubt", "pourquoi l'original est demandé", "CRPA R. 113-11 et R-97";
    "original-back", "comment l'original revient", "R-96";
    "limit", "délai pour les envoyer", "CRPA L. 114-5";
    "effect", "effet sur le délai de réponse", "CRPA L. 114-5";
    "goes-on", "l'instruction continue, rien n'est fermé", "CRPA L. 114-5-1";
    "more-time", "comment demander plus de temps", "section 3.9, LT-05";
    "coupon", "coupon-réponse", "section 3.7";
};

impl ComplementRequest {
    /// What this letter owes, in the order of [`MENTIONS`].
    pub(crate) fn due(&self) -> Vec<Due> {
        MENTIONS.iter().filter_map(|mention| self.texts(mention.key).map(|texts| Due { mention, texts })).collect()
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        let some = |texts: Vec<String>| (!texts.is_empty()).then_some(texts);
        Some(match key {
            "request" => vec![self.request.clone()],
            "reception-date" => vec![french::date(self.received_on)],
            "pieces" => self.pieces.iter().flat_map(|piece| [piece.label.clone(), piece.basis.clone()]).collect(),
            "indispensable" => some(
                self.pieces.iter().filter(|piece| piece.indispensable).map(|_| "indispensable".to_owned()).collect(),
            )?,
            "alternatives" => some(self.pieces.iter().flat_map(|piece| piece.alternatives.clone()).collect())?,
            "doubt" => some(self.doubts().flat_map(|why| [why.to_owned(), "R. 113-11".to_owned()]).collect())?,
            "original-back" => some(self.doubts().take(1).map(|_| "rendons".to_owned()).collect())?,
            "limit" => self.limit(),
            "effect" => vec!["suspendu".to_owned(), "L. 114-5".to_owned()],
            "goes-on" => vec!["pas fermé".to_owned()],
            "more-time" => vec!["plus de temps".to_owned()],
            "coupon" => vec!["Coupon-réponse".to_owned(), self.head.reference.to_string()],
            _ => return None,
        })
    }

    fn doubts(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| piece.doubt.as_deref())
    }

    fn limit(&self) -> Vec<String> {
        let days = format!("{} jours", self.days);
        self.until
            .map_or_else(|| vec![days.clone(), "présenté".to_owned()], |until| vec![french::date(until), days.clone()])
    }

    /// The rules that the letter applies (I-14).
    pub(crate) fn rules(&self) -> Vec<&RuleVersion> {
        vec![&self.rule]
    }
}
