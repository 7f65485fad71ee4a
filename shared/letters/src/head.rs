use chrono::NaiveDate;
use domain::{CaseReference, LetterId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What all letters have: who writes, to whom, about which case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The service that writes.
    pub sender: Sender,
    /// Address lines as printed, addressee first, at most seven (AFNOR NF Z 10-011: six, and the country).
    #[schemars(length(min = 1, max = 7))]
    pub recipient: Vec<String>,
    /// The case: `26-067-0000123-45`.
    #[schemars(with = "String")]
    pub reference: CaseReference,
    /// The letter: `let_` and 32 hexadecimal digits.
    #[schemars(with = "String")]
    pub letter: LetterId,
    /// The day that the letter is dated.
    pub date: NaiveDate,
    /// How it is printed.
    #[serde(default)]
    pub variant: Variant,
}

/// The service that writes (R-16; CRPA R. 112-5 2°).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// "Préfecture du Bas-Rhin".
    pub prefecture: String,
    /// "Bureau de l'admission au séjour".
    pub service: String,
    /// Postal address of the service.
    #[schemars(length(min = 1, max = 6))]
    pub address: Vec<String>,
    /// Telephone number as people dial it: "03 88 00 00 00".
    pub phone: String,
    /// E-mail address, when the service has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When people may come or call: "du lundi au vendredi, de 9 h à 16 h".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// What the service can do, read after "Ce service peut".
    #[serde(default = "usual_can")]
    pub can: String,
    /// What it cannot do, read after "Ce service ne peut pas".
    #[serde(default = "usual_cannot")]
    pub cannot: String,
    /// Town printed before the date ("Strasbourg, le ...").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<String>,
}

impl Sender {
    /// What a service that studies requests can do.
    #[must_use]
    pub fn usual_can() -> String {
        usual_can()
    }

    /// What it cannot do.
    #[must_use]
    pub fn usual_cannot() -> String {
        usual_cannot()
    }
}

fn usual_can() -> String {
    "étudier cette demande, recevoir vos pièces et vous dire où elle en est".to_owned()
}

fn usual_cannot() -> String {
    "répondre pour une autre préfecture ni pour le service de l'asile".to_owned()
}

/// How a letter is printed (R-116, section 3.7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Variant {
    /// Body in 16 pt instead of 12.
    pub large_print: bool,
    /// Says "DUPLICATA" under the date.
    pub duplicate: bool,
    /// Says on every page that the prefecture does not exist and that the letter is worth nothing.
    pub demonstration: bool,
    /// For protected persons, prisoners and health files: nothing above the fold names the service;
    /// these lines (a post box code) stand there as the return address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4))]
    pub neutral: Option<Vec<String>>,
}

/// A rule of the catalogue and its version (I-14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleVersion {
    /// "RL-81".
    pub id: String,
    /// "2026-04-03".
    pub version: String,
}

/// The date on which the person is held to have acted, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceWords {
    /// The date proved.
    pub date: NaiveDate,
    /// What proves it, to be read after "d'après ": "le cachet de la poste".
    pub words: String,
}

/// A name and address, as people write it on an envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// "Tribunal administratif de Strasbourg".
    pub name: String,
    /// Address lines.
    #[schemars(length(min = 1, max = 6))]
    pub address: Vec<String>,
}
