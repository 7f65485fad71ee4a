use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    acknowledgement::mentions,
    french,
    head::{EvidenceWords, Head, RuleVersion},
    mention::{Due, MandatoryMention},
};

/// LT-03, the deposit receipt: what was received and when, and for the holder of a long-lived card the
/// proof that the steps were taken (CESEDA L. 433-3, R. 433-3). A paper to show: it has no coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DepositReceipt {
    /// Who writes to whom.
    pub head: Head,
    /// The person, as they call themselves: "Mme DIALLO Aminata, née le 14 février 1990". When absent, the
    /// receipt is for "la personne désignée ci-dessus".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What is asked: "Renouvellement d'une carte de résident".
    pub request: String,
    /// On which ground, in words and article.
    pub ground: String,
    /// The day on which the request was received, when it was received before and this is a receipt of pieces that were added to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_to: Option<NaiveDate>,
    /// The day of the receipt that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<NaiveDate>,
    /// The day that it gave as the one that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_before: Option<NaiveDate>,
    /// By which door: "par courrier".
    pub channel: String,
    /// The day that the first service of the administration received the request.
    pub received_on: NaiveDate,
    /// The day on which the person is held to have acted.
    pub evidence: EvidenceWords,
    /// Pages counted.
    #[schemars(range(min = 1))]
    pub pages: u32,
    /// The pieces received.
    #[serde(default)]
    pub pieces: Vec<ReceivedPiece>,
    /// SHA-256 of the file as received, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: Option<String>,
    /// The card that the person holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_title: Option<HeldTitle>,
    /// Who signs for the prefect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatory: Option<String>,
    /// The rule that says when the request is held to be made.
    pub rule: RuleVersion,
}

/// One piece received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivedPiece {
    /// In plain words.
    pub label: String,
    /// Its pages.
    #[schemars(range(min = 1))]
    pub pages: u32,
}

/// The card that the person holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldTitle {
    /// "carte de résident".
    pub label: String,
    /// Number printed on the card.
    pub number: String,
    /// The last day of validity.
    pub expires_on: NaiveDate,
    /// What the receipt is worth with this card.
    pub proof: TitleProof,
}

/// What a deposit receipt is worth with the card held (RL-68, RL-69).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TitleProof {
    /// Resident card: the receipt is the attestation of CESEDA R. 433-3, and the summons for the hand-over.
    ResidentCard {
        /// Rights are kept until this day (three months after expiry, L. 433-3).
        rights_until: NaiveDate,
        /// The rule that computed it.
        rule: RuleVersion,
    },
    /// Four-year card, card of more than a year under a treaty, or a département listed by order: the
    /// rights are the same, this paper is one evidence among others.
    KeptRights {
        /// Rights are kept until this day.
        rights_until: NaiveDate,
        /// The rule that computed it.
        rule: RuleVersion,
    },
    /// Any other card: the receipt proves the deposit only.
    DepositOnly,
}

/// What LT-03 must say beside what every letter says.
pub const MENTIONS: &[MandatoryMention] = mentions! {
    "person", "personne qui a déposé", "CESEDA R. 433-3";
    "request", "objet de la demande", "section 3.9, LT-03";
    "reception-date", "date de réception de la demande", "CRPA L. 112-3";
    "evidence-date", "date retenue et sa preuve", "CRPA L. 112-1";
    "pages", "nombre de pages reçues", "R-82";
    "pieces", "liste des pièces reçues", "R-82";
    "digest", "empreinte du dossier reçu", "R-82";
    "title-number", "numéro du titre détenu", "section 3.9, LT-03";
    "title-expiry", "date d'expiration du titre détenu", "section 3.9, LT-03";
    "kept-rights", "droits conservés et jusqu'à quand", "CESEDA L. 433-3";
    "deposit-proof", "attestation de dépôt et convocation", "CESEDA R. 433-3";
    "replaces", "attestation remplacée et date qu'elle donnait", "R-90";
    "not-a-title", "portée du document", "I-26";
};

impl DepositReceipt {
    /// What this letter owes, in the order of [`MENTIONS`].
    pub(crate) fn due(&self) -> Vec<Due> {
        MENTIONS.iter().filter_map(|mention| self.texts(mention.key).map(|texts| Due { mention, texts })).collect()
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(match key {
            "person" => vec![self.person.clone().unwrap_or_else(|| "la personne désignée ci-dessus".to_owned())],
            "request" => vec![self.request.clone(), self.added_to.map_or_else(|| self.ground.clone(), french::date)],
            "reception-date" => vec![french::date(self.received_on), self.channel.clone()],
            "evidence-date" => vec![french::date(self.evidence.date), self.evidence.words.clone()],
            "pages" => vec![self.pages.to_string()],
            "pieces" => self.pieces.first().map(|_| self.pieces.iter().map(|piece| piece.label.clone()).collect())?,
            "digest" => vec![self.sha256.clone()?],
            "title-number" => vec![self.held_title.as_ref()?.number.clone()],
            "title-expiry" => vec![french::date(self.held_title.as_ref()?.expires_on)],
            "kept-rights" => {
                vec![french::date(self.kept_rights()?.0), "droits sociaux".to_owned(), "L. 433-3".to_owned()]
            }
            "deposit-proof" => match self.held_title.as_ref()?.proof {
                TitleProof::ResidentCard { .. } => {
                    vec!["R. 433-3".to_owned(), "vaut convocation pour la remise".to_owned()]
                }
                TitleProof::KeptRights { .. } | TitleProof::DepositOnly => return None,
            },
            "replaces" => {
                let texts = [Some(self.replaces?), self.dated_before];
                texts.into_iter().flatten().map(french::date).collect()
            }
            "not-a-title" => vec!["ne remplace pas un titre de séjour".to_owned()],
            _ => return None,
        })
    }

    fn kept_rights(&self) -> Option<(NaiveDate, &RuleVersion)> {
        match &self.held_title.as_ref()?.proof {
            TitleProof::ResidentCard { rights_until, rule } | TitleProof::KeptRights { rights_until, rule } => {
                Some((*rights_until, rule))
            }
            TitleProof::DepositOnly => None,
        }
    }

    /// The rules that the letter applies (I-14).
    pub(crate) fn rules(&self) -> Vec<&RuleVersion> {
        let mut rules = vec![&self.rule];
        rules.extend(self.kept_rights().map(|(_, rule)| rule));
        rules
    }
}
