use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    acknowledgement::mentions,
    french,
    head::{Head, RuleVersion},
    mention::{Due, MandatoryMention},
};

/// LT-10, a provisional document: récépissé (CESEDA R. 431-12), extension or grant attestation (R. 431-15-1), attestation of a European's
/// family (R. 233-17), provisional permit, cover of the expired card (L. 433-3). A paper to keep and to show: it has no coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvisionalSheet {
    /// Who writes to whom.
    pub head: Head,
    /// What it is: "Récépissé de demande de titre de séjour".
    pub label: String,
    /// Its number.
    pub number: String,
    /// The holder, as they call themselves.
    pub person: String,
    /// "14 février 1990", when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// The foreigner number, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreigner_number: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none: until the card is handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// What is asked: "Renouvellement d'un titre de séjour".
    pub request: String,
    /// The title sought or granted, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its article: "L. 423-7".
    pub article: String,
    /// Whether it is granted.
    #[serde(default)]
    pub granted: bool,
    /// The title held before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<TitleBefore>,
    /// The right to work.
    pub work: WorkWords,
    /// The sentences that the texts put on it, as the engine words them.
    #[schemars(length(min = 1))]
    pub mentions: Vec<String>,
    /// What whoever is shown it must know.
    pub third_party: String,
    /// The texts it rests on.
    #[schemars(length(min = 1))]
    pub basis: Vec<String>,
    /// The day by which the next one will have left; none when none follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_by: Option<NaiveDate>,
    /// The number of the document that it stands in the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Whether the agent signs it and the service stamps it (CESEDA R. 431-12).
    #[serde(default)]
    pub signed_and_stamped: bool,
    /// Who signs for the prefect.
    pub signatory: String,
    /// The rule that gives it.
    pub rule: RuleVersion,
}

/// The title held before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleBefore {
    /// "carte de résident".
    pub label: String,
    /// Its number, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// Whether the holder may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkAllowed {
    /// Yes.
    Yes,
    /// Within a limit, which a mention states.
    Limited,
    /// No.
    No,
}

/// The right to work and the text it is read in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkWords {
    /// Whether the holder may work.
    pub allowed: WorkAllowed,
    /// The text: "CESEDA, art. R. 431-14".
    pub source: String,
}

/// What LT-10 must say beside what every letter says.
pub const MENTIONS: &[MandatoryMention] = mentions! {
    "person", "titulaire", "CESEDA R. 431-12";
    "document", "nom et numéro du document", "R-44";
    "validity", "premier et dernier jours de validité", "R-44, R-43";
    "title", "titre demandé ou accordé et son article", "R-44";
    "held-title", "titre détenu auparavant", "R-44";
    "work", "droit de travailler et son texte", "R-44, R-46";
    "proof", "mentions prévues par les textes", "R-44, R-50";
    "third-party", "ce que doit savoir la personne à qui le document est montré", "section 2.3";
    "basis", "textes appliqués", "I-14";
    "next", "document suivant, sans démarche", "R-41";
    "replaces", "document remplacé", "R-33";
    "signature", "signature de l'agent et timbre du service", "CESEDA R. 431-12";
};

impl ProvisionalSheet {
    /// What this letter owes, in the order of [`MENTIONS`].
    pub(crate) fn due(&self) -> Vec<Due> {
        MENTIONS.iter().filter_map(|mention| self.texts(mention.key).map(|texts| Due { mention, texts })).collect()
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(match key {
            "person" => [Some(&self.person), self.birth.as_ref()].into_iter().flatten().cloned().collect(),
            "document" => vec![self.label.clone(), self.number.clone()],
            "validity" => match self.to {
                Some(to) => vec![french::date(self.from), french::date(to)],
                None => vec![french::date(self.from), "remise de la carte".to_owned()],
            },
            "title" => {
                let named = [Some(&self.request), self.title.as_ref(), Some(&self.article)];
                named.into_iter().flatten().cloned().collect()
            }
            "held-title" => {
                let held = self.held.as_ref()?;
                let number = held.number.clone();
                [Some(held.label.clone()), number, Some(french::date(held.expires_on))].into_iter().flatten().collect()
            }
            "work" => vec![self.work.words().to_owned(), self.work.source.clone()],
            "proof" => self.mentions.clone(),
            "third-party" => vec![self.third_party.clone()],
            "basis" => self.basis.clone(),
            "next" => vec![french::date(self.next_by?), "sans démarche".to_owned()],
            "replaces" => vec![self.replaces.clone()?],
            "signature" => vec!["Pour le préfet".to_owned(), self.signatory.clone()],
            _ => return None,
        })
    }

    /// The rules that the letter applies (I-14).
    pub(crate) fn rules(&self) -> Vec<&RuleVersion> {
        vec![&self.rule]
    }
}

impl WorkWords {
    /// The words of the box, the same in the template.
    const fn words(&self) -> &'static str {
        match self.allowed {
            WorkAllowed::Yes => "Travail autorisé",
            WorkAllowed::Limited => "Travail autorisé, avec une limite",
            WorkAllowed::No => "Travail non autorisé",
        }
    }
}
