use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    dates::{days_after, months_after},
    why::Certainty,
    worded::worded_enum,
};

/// Where a row comes from and when it applies: every row has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The text, as a lawyer cites it.
    pub source: String,
    /// First day on which it applies.
    pub effective_from: NaiveDate,
    /// Last day on which it applies; `None`: still in force.
    pub effective_to: Option<NaiveDate>,
    /// How sure we are of what it says.
    pub certainty: Certainty,
    /// How sure we are of its first day; the same, unless the row says otherwise.
    pub from_certainty: Certainty,
    /// What is not known of its first day, in French.
    pub from_note: Option<String>,
    /// Who wrote the row.
    pub author: String,
    /// Whether it is of a prefecture; else it is the same everywhere.
    pub local: bool,
}

impl Period {
    /// Whether the row is in force on a day.
    #[must_use]
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }

    /// How sure a result is that rests on this row: the least sure of what it says and of its first day.
    #[must_use]
    pub fn sure(&self) -> Certainty {
        self.certainty.max(self.from_certainty)
    }
}

/// The rule set: its name is printed on every letter and deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleSet {
    /// Name (`2026-04-03`).
    pub name: String,
    /// Day of the consolidated texts it was read in.
    pub consolidated_on: NaiveDate,
}

/// A rule that the engine applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Identifier (`RL-81`).
    pub id: String,
    /// What it says, in a few French words.
    pub label: String,
    /// Source and period.
    pub period: Period,
}

/// The value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum ParameterValue {
    /// A number of days or months.
    Number(u32),
    /// A switch.
    Switch(bool),
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterRow {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: ParameterValue,
    /// What it is, in French.
    pub label: String,
    /// Its unit, in French.
    pub unit: Option<String>,
    /// Whether a prefecture may set its own.
    pub local: bool,
    /// Whether a prefecture may state what a text later than the rule set says of it: a figure that such a text is expected to change.
    pub later_text: bool,
    /// Source and period.
    pub period: Period,
}

/// A length of time as a text states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delay {
    /// Months, "de quantième à quantième".
    Months(u32),
    /// Calendar days.
    Days(u32),
}

impl Delay {
    /// The day it ends when it starts on `date`.
    #[must_use]
    pub fn after(self, date: NaiveDate) -> NaiveDate {
        match self {
            Self::Months(n) => months_after(date, n),
            Self::Days(n) => days_after(date, n),
        }
    }

    /// In French: "4 mois", "90 jours".
    #[must_use]
    pub fn in_french(self) -> String {
        match self {
            Self::Months(n) => format!("{n} mois"),
            Self::Days(1) => "1 jour".to_owned(),
            Self::Days(n) => format!("{n} jours"),
        }
    }
}

/// When silence becomes an implicit rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SilenceRow {
    /// Its key (`student`).
    pub key: String,
    /// What it covers, in French.
    pub label: String,
    /// The delay.
    pub delay: Delay,
    /// The articles the text names.
    pub articles: Vec<String>,
    /// A fact that only a person can establish, in French.
    pub condition: Option<String>,
    /// Source and period.
    pub period: Period,
}

impl SilenceRow {
    /// Whether its text names an article.
    #[must_use]
    pub fn names(&self, article: &str) -> bool {
        self.articles.iter().any(|named| named == article)
    }
}

/// A territory: its clock and its calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Territory {
    /// Its code (`alsace-moselle`).
    pub code: String,
    /// Its French name.
    pub label: String,
    /// The zone in which the law counts days there.
    #[serde(serialize_with = "zone_name")]
    pub zone: Tz,
    /// Whether it is overseas (CJA R. 421-7).
    pub overseas: bool,
    /// The codes of its départements.
    pub departments: Vec<String>,
    /// Source and period.
    pub period: Period,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn zone_name<S: serde::Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}

/// The day of a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayDay {
    /// A day of the year.
    Fixed {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// Days counted from Easter Sunday.
    Easter(i64),
}

/// A public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HolidayRow {
    /// Its key (`whit_monday`).
    pub key: String,
    /// Its French name.
    pub name: String,
    /// Its day.
    pub day: HolidayDay,
    /// The territories it holds in; empty: everywhere.
    pub territories: Vec<String>,
    /// Source and period.
    pub period: Period,
}

impl HolidayRow {
    /// Whether it falls on a day, `from_easter` days after Easter Sunday of that year.
    pub(crate) fn falls_on(&self, date: NaiveDate, from_easter: Option<i64>) -> bool {
        let falls = match self.day {
            HolidayDay::Fixed { month, day } => date.month() == month && date.day() == day,
            HolidayDay::Easter(offset) => from_easter == Some(offset),
        };
        falls && self.period.holds(date)
    }
}

worded_enum! {
    /// Whether a title is on the list of the online services (CESEDA R. 431-2).
    AnefStatus {
        /// Wholly.
        Yes = "yes",
        /// Not at all.
        No = "no",
        /// For some articles or situations.
        Partly = "partly",
        /// Our sources do not say.
        ToCheck = "to_check",
    }
}

/// A title of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Title {
    /// Its code (`T06`).
    pub code: String,
    /// Its name in plain French.
    pub label: String,
    /// The articles it covers.
    pub articles: Vec<String>,
    /// Whether it is on the list of the online services.
    pub anef: AnefStatus,
    /// Since when.
    pub anef_since: Option<NaiveDate>,
    /// For whom, when not for all, in French.
    pub anef_note: Option<String>,
    /// Since when, for the articles that have their own date.
    pub anef_by_article: BTreeMap<String, NaiveDate>,
    /// Key of the row on silence that applies.
    pub silence: String,
    /// Keys of those that apply to some articles or facts.
    pub silence_variants: Vec<String>,
    /// Whether it is a service and no title of residence: no document is issued while it is pending.
    pub service: bool,
    /// Source and period.
    pub period: Period,
}

impl Title {
    /// Whether a request for this title, under `article` when it is known, is on the list of the online services on a
    /// day. `None` when the catalogue cannot tell: a person decides.
    #[must_use]
    pub fn on_list(&self, article: Option<&str>, on: NaiveDate) -> Option<bool> {
        let own = article.and_then(|article| self.anef_by_article.get(article));
        match (self.anef, own) {
            (_, Some(since)) => Some(*since <= on),
            (AnefStatus::Yes, None) => Some(self.anef_since.is_none_or(|since| since <= on)),
            (AnefStatus::No, None) => Some(false),
            (AnefStatus::Partly, None) if article.is_some() && !self.anef_by_article.is_empty() => Some(false),
            (AnefStatus::Partly | AnefStatus::ToCheck, None) => None,
        }
    }
}

/// A desk of a prefecture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its code (`sejour`).
    pub code: String,
    /// Its French name.
    pub name: String,
    /// Its telephone, E.164, when it has its own.
    pub phone: Option<String>,
    /// Its e-mail, when it has its own.
    pub email: Option<String>,
}

/// The court where an appeal is brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Court {
    /// Its French name.
    pub name: String,
    /// Its address, as printed.
    pub lines: Vec<String>,
}

/// A prefecture: what its letters say about it (CRPA R. 112-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Prefecture {
    /// Its code (`demo-67`).
    pub code: String,
    /// Its French name.
    pub name: String,
    /// The code of its département.
    pub department: String,
    /// Whether it is made up, for the demonstration.
    pub fictitious: bool,
    /// In whose name its letters are signed.
    pub signatory: String,
    /// Its address, as printed, up to six lines of 38 characters.
    pub lines: Vec<String>,
    /// The return address of neutral envelopes, without the name of a service.
    pub neutral_return: Vec<String>,
    /// Its telephone, E.164.
    pub phone: String,
    /// When the telephone is answered, in French.
    pub phone_hours: Vec<String>,
    /// Its e-mail.
    pub email: Option<String>,
    /// When the counter is open, in French.
    pub opening_hours: Vec<String>,
    /// Its desks.
    pub services: Vec<Service>,
    /// The court where an appeal is brought.
    pub court: Court,
    /// Source and period.
    pub period: Period,
}

impl Prefecture {
    /// One of its desks.
    #[must_use]
    pub fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code == code)
    }

    /// The telephone that a desk is reached at: its own, else the prefecture's (E.164).
    #[must_use]
    pub fn phone_of(&self, service: &str) -> &str {
        self.service(service).and_then(|service| service.phone.as_deref()).unwrap_or(&self.phone)
    }

    /// The e-mail address that a desk is reached at: its own, else the prefecture's.
    #[must_use]
    pub fn email_of(&self, service: &str) -> Option<&str> {
        self.service(service).and_then(|service| service.email.as_deref()).or(self.email.as_deref())
    }
}
