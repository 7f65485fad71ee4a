use chrono::NaiveDate;
use domain::CaseReference;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::head::Addressee;

/// The list that goes with the papers of a request to the competent administration (bordereau de transmission, CRPA L. 114-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferSlip {
    /// "Préfecture du Bas-Rhin".
    pub prefecture: String,
    /// The service.
    pub service: String,
    /// The competent administration.
    pub to: Addressee,
    /// The day of the transfer.
    pub date: NaiveDate,
    /// The case.
    #[schemars(with = "String")]
    pub reference: CaseReference,
    /// The person, as their name is written.
    pub person: String,
    /// What was asked.
    pub request: String,
    /// The day of the first reception: the delays run from it (CRPA L. 114-3).
    pub received_on: NaiveDate,
    /// The date that counts for the person.
    pub evidence_on: NaiveDate,
    /// Why the other administration is competent.
    pub because: String,
    /// The papers, page by page.
    pub papers: Vec<SlipPaper>,
    /// The originals that go along.
    pub originals: Vec<String>,
    /// Says that nothing of it is real.
    #[serde(default)]
    pub demonstration: bool,
}

/// A paper of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipPaper {
    /// What it is.
    pub label: String,
    /// Its first page in the envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Its last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u32>,
    /// The day it came.
    pub received_on: NaiveDate,
}
