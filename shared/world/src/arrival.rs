use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use domain::{CaseReference, ChannelKind};
use serde::{Deserialize, Serialize};

use crate::{PersonTruth, describe::persons, files::Bundle, setting::Setting, story::Story, truth::DocumentTruth};

/// What is true of an arrival by any door but the post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalTruth {
    /// Name of the story.
    pub story: String,
    /// The situation in one line, in French.
    pub situation: String,
    /// The door.
    pub channel: ChannelKind,
    /// When it reached us, on the clock of the prefecture.
    pub received_at: NaiveDateTime,
    /// The day that counts for the person.
    pub evidence_on: NaiveDate,
    /// Who it is about, the one who asks first; empty when it does not say.
    pub persons: Vec<PersonTruth>,
    /// What it rightly becomes.
    pub right: Right,
    /// The case that it is about, when its reference is quoted.
    pub reference: Option<CaseReference>,
    /// The files, in order, and how many pages each has.
    pub files: Vec<FileTruth>,
    /// The documents; pages are numbered from 1 through all files.
    pub documents: Vec<DocumentTruth>,
    /// Other doors by which the same person comes.
    pub also_by: Vec<ChannelKind>,
}

/// A file of an arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTruth {
    /// Its name.
    pub name: String,
    /// Its media type as its sender declares it.
    pub media_type: String,
    /// The archive it comes out of.
    pub inside: Option<String>,
    /// Pages that can be read; 0 for what is no document.
    pub pages: u32,
}

/// What an arrival rightly becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// A request: each request of each person is registered as a case. In doubt it is one.
    #[default]
    Request,
    /// Something about a case whose reference is quoted.
    Reply,
    /// Written by a machine: kept, never answered, no case.
    Automatic,
    /// For another service: passed on, no case here.
    Misdirected,
    /// A question or a word that asks for no title: ended with an outcome.
    Contact,
}

/// How a call rightly ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    /// Registered on a case.
    Registered,
    /// Information was given.
    InformationGiven,
    /// Somebody was promised something by a date.
    Commitment,
    /// Somebody is to call back.
    CallbackPlanned,
    /// Nothing was asked.
    NoRequest,
}

/// The references of the cases that people quote, by the name of the story. The reference of a story that is not
/// there is invented, with right check digits, and belongs to no case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References(BTreeMap<String, CaseReference>);

impl References {
    /// Keeps the reference of the case of a story.
    #[must_use]
    pub fn with(mut self, story: &str, reference: CaseReference) -> Self {
        self.0.insert(story.to_owned(), reference);
        self
    }

    pub(crate) fn of(&self, story: &str, year: i32) -> Option<CaseReference> {
        let sequence = story.bytes().fold(9_000_u32, |h, b| (h * 31 + u32::from(b)) % 900_000) + 9_000_000;
        let invented = || CaseReference::new(year, "67".parse().ok()?, sequence).ok();
        self.0.get(story).copied().or_else(invented)
    }
}

/// What differs from one arrival to the next.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub channel: ChannelKind,
    pub received_at: NaiveDateTime,
    pub evidence_on: NaiveDate,
    pub right: Right,
    pub reference: Option<CaseReference>,
    pub bundle: &'a Bundle,
}

impl ArrivalTruth {
    pub(crate) fn new(name: &str, setting: &Setting, facts: Facts<'_>) -> Self {
        let Facts { channel, received_at, evidence_on, right, reference, bundle } = facts;
        let also_by = doors(&setting.story).into_iter().filter(|door| *door != channel).collect();
        Self {
            story: name.to_owned(),
            situation: setting.story.situation.clone(),
            channel,
            received_at,
            evidence_on,
            persons: persons(setting),
            right,
            reference,
            files: bundle.truths.clone(),
            documents: bundle.documents.clone(),
            also_by,
        }
    }

    /// Pages of all files.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.files.iter().map(|file| file.pages).sum()
    }
}

/// The doors a story comes by.
fn doors(story: &Story) -> Vec<ChannelKind> {
    [
        (story.post.is_some(), ChannelKind::Post),
        (story.mail.is_some(), ChannelKind::Email),
        (story.call.is_some(), ChannelKind::Phone),
        (story.visit.is_some(), ChannelKind::Counter),
        (story.handover.is_some(), ChannelKind::Structure),
    ]
    .into_iter()
    .filter_map(|(comes, door)| comes.then_some(door))
    .collect()
}
