use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    french,
    head::{Addressee, EvidenceWords, Head, RuleVersion},
    mention::{Due, MandatoryMention},
};

/// LT-01, the acknowledgement of a request (accusé de réception: CRPA L. 112-3, content R. 112-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// Who writes to whom.
    pub head: Head,
    /// What is asked: "Renouvellement d'un titre de séjour".
    pub request: String,
    /// On which ground, in words and article: "parent d'un enfant français (CESEDA, article L. 423-7)".
    pub ground: String,
    /// The day that the first service of the administration received the request (CRPA L. 114-3).
    pub received_on: NaiveDate,
    /// The day on which the person is held to have acted (CRPA L. 112-1).
    pub evidence: EvidenceWords,
    /// Pages counted in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub pages: Option<u32>,
    /// When silence becomes a rejection.
    pub implicit_rejection: ImplicitRejection,
    /// Whether the administration recorded a basis for the channel used. Without it the date is only
    /// "au plus tôt" and the limit to appeal is not opposable (CE, opinion of 10 October 2024, no 493514).
    pub channel_basis: bool,
    /// How to contest an implicit rejection.
    pub appeals: Appeals,
    /// Pieces asked for at once (CRPA L. 114-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingPieces>,
    /// What happens next, one sentence a step.
    #[schemars(length(min = 1, max = 6))]
    pub next_steps: Vec<String>,
    /// Six digits that open the state of the case by telephone; none for protected persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^\d{6}$"))]
    pub status_code: Option<String>,
}

/// When silence becomes a rejection (CESEDA R.* 432-1, R. 432-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImplicitRejection {
    /// The day on which it arises.
    pub on: NaiveDate,
    /// The delay in words: "quatre mois".
    pub delay: String,
    /// The articles: "CESEDA, articles R.* 432-1 et R. 432-2".
    pub source: String,
    /// The rule that computed it.
    pub rule: RuleVersion,
}

/// Limits and routes of appeal against an implicit rejection (CJA R. 421-1 and following).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appeals {
    /// Last day, délai franc counted.
    pub until: NaiveDate,
    /// The minister, for the hierarchical appeal. The gracious appeal goes to the sender.
    pub minister: Addressee,
    /// The administrative court.
    pub court: Addressee,
    /// The rule that computed the limit.
    pub rule: RuleVersion,
}

/// Pieces asked for at once (CRPA L. 114-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingPieces {
    /// Which ones.
    #[schemars(length(min = 1))]
    pub pieces: Vec<MissingPiece>,
    /// The last day to send them.
    pub until: NaiveDate,
}

/// One piece asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingPiece {
    /// In plain words: "l'acte de naissance de votre enfant".
    pub label: String,
    /// The text that requires it.
    pub basis: String,
}

macro_rules! mentions {
    ($($key:literal, $words:literal, $source:literal;)+) => {
        &[$(MandatoryMention { key: $key, words: $words, source: $source },)+]
    };
}
pub(crate) use mentions;

/// What LT-01 must say beside what every letter says.
pub const MENTIONS: &[MandatoryMention] = mentions! {
    "request", "objet de la demande", "section 3.9, LT-01";
    "reception-date", "date de réception de la demande", "CRPA R. 112-5, 1°";
    "evidence-date", "date retenue et sa preuve", "CRPA L. 112-1";
    "implicit-date", "date à laquelle le silence vaut décision", "CRPA R. 112-5, 1°";
    "implicit-nature", "nature de la décision implicite (rejet)", "CRPA R. 112-5, dernier alinéa";
    "appeal-limits", "délais de recours", "CRPA R. 112-5, dernier alinéa";
    "appeal-routes", "voies de recours", "CRPA R. 112-5, dernier alinéa";
    "missing-pieces", "pièces manquantes, délai et effet sur le délai", "CRPA R. 112-5, 3° et L. 114-5";
    "next-steps", "suite de la procédure", "section 3.9, LT-01";
    "pages", "nombre de pages reçues", "R-82";
    "status-code", "code de suivi", "section 3.1";
    "coupon", "coupon-réponse", "section 3.7";
};

impl Acknowledgement {
    /// What this letter owes, in the order of [`MENTIONS`].
    pub(crate) fn due(&self) -> Vec<Due> {
        MENTIONS.iter().filter_map(|mention| self.texts(mention.key).map(|texts| Due { mention, texts })).collect()
    }

    /// The texts that a mention must print, `None` when these data do not call for it.
    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(match key {
            "request" => vec![self.request.clone(), self.ground.clone()],
            "reception-date" => vec![french::date(self.received_on)],
            "evidence-date" => vec![french::date(self.evidence.date), self.evidence.words.clone()],
            "implicit-date" => self.implicit_date(),
            "implicit-nature" => vec!["rejet implicite".to_owned(), self.implicit_rejection.source.clone()],
            "appeal-limits" => self.appeal_limits(),
            "appeal-routes" => self.appeal_routes(),
            "missing-pieces" => self.missing.as_ref()?.texts(),
            "next-steps" => self.next_steps.clone(),
            "pages" => vec![self.pages?.to_string()],
            "status-code" => vec![self.status_code.clone()?],
            "coupon" => vec!["Coupon-réponse".to_owned(), self.head.reference.to_string()],
            _ => return None,
        })
    }

    fn implicit_date(&self) -> Vec<String> {
        let mut texts = vec![french::date(self.implicit_rejection.on), self.implicit_rejection.delay.clone()];
        if !self.channel_basis {
            texts.push("au plus tôt".to_owned());
        }
        texts
    }

    fn appeal_limits(&self) -> Vec<String> {
        let mut texts = vec!["deux mois".to_owned(), french::date(self.appeals.until)];
        if !self.channel_basis {
            texts.push("pas opposable".to_owned());
        }
        texts
    }

    fn appeal_routes(&self) -> Vec<String> {
        let mut texts = vec!["gracieux".to_owned(), "hiérarchique".to_owned()];
        for addressee in [&self.appeals.minister, &self.appeals.court] {
            texts.push(addressee.name.clone());
            texts.extend(addressee.address.iter().cloned());
        }
        texts
    }

    /// The rules that the letter applies (I-14).
    pub(crate) fn rules(&self) -> Vec<&RuleVersion> {
        vec![&self.implicit_rejection.rule, &self.appeals.rule]
    }
}

impl MissingPieces {
    fn texts(&self) -> Vec<String> {
        let mut texts = vec![french::date(self.until), "suspendu".to_owned()];
        texts.extend(self.pieces.iter().flat_map(|piece| [piece.label.clone(), piece.basis.clone()]));
        texts
    }
}
