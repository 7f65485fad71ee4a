//! The rows as the files write them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};

use super::row::{self, AnefStatus, Court, Delay, HolidayDay, ParameterValue, Period, Service};
use crate::why::Certainty;

/// Who wrote a row.
#[derive(Clone, Debug)]
pub(super) struct Author {
    pub name: String,
    /// Whether it is a row of a prefecture.
    pub local: bool,
}

/// A row as written, and what it becomes.
pub(super) trait RawRow: DeserializeOwned {
    /// The validated row.
    type Row;

    /// Checks what a row says of itself; the message says what is wrong.
    fn into_row(self, author: Author) -> Result<Self::Row, String>;
}

/// A TOML date without time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let (Some(date), None) = (written.date, written.time) else {
            return Err(D::Error::custom("expected a date without time, as 2026-04-03"));
        };
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            .map(Self)
            .ok_or_else(|| D::Error::custom("this day does not exist"))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSet {
    pub name: String,
    pub consolidated_on: Day,
}

/// Declares the shape of a row: its own keys, and the four that every row has.
macro_rules! raw_rows {
    ($($name:ident { $($(#[$meta:meta])* $field:ident: $kind:ty,)* })+) => {
        $(
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(super) struct $name {
                $($(#[$meta])* $field: $kind,)*
                source: String,
                effective_from: Day,
                effective_to: Option<Day>,
                certainty: Certainty,
                from_certainty: Option<Certainty>,
                from_note: Option<String>,
            }

            impl $name {
                pub(super) fn period(&self, author: Author) -> Result<Period, String> {
                    if self.source.trim().is_empty() {
                        return Err("a row without source: say which text it comes from".to_owned());
                    }
                    let (effective_from, effective_to) = (self.effective_from.0, self.effective_to.map(|day| day.0));
                    if effective_to.is_some_and(|last| last < effective_from) {
                        return Err("effective_to is before effective_from".to_owned());
                    }
                    if self.from_certainty.is_some() != self.from_note.is_some() {
                        return Err("from_certainty and from_note go together: say what is not known of effective_from".to_owned());
                    }
                    Ok(Period {
                        source: self.source.clone(),
                        effective_from,
                        effective_to,
                        certainty: self.certainty,
                        from_certainty: self.from_certainty.unwrap_or(self.certainty),
                        from_note: self.from_note.clone(),
                        author: author.name,
                        local: author.local,
                    })
                }
            }
        )+
    };
}
pub(super) use raw_rows;

raw_rows! {
    Rule { id: String, label: String, }
    Parameter {
        key: String, value: ParameterValue, label: String, unit: Option<String>,
        #[serde(default)] local: bool,
        #[serde(default)] later_text: bool,
    }
    Silence {
        key: String, label: String, months: Option<u32>, days: Option<u32>,
        #[serde(default)] articles: Vec<String>,
        condition: Option<String>,
    }
    Territory {
        code: String, label: String, zone: String,
        #[serde(default)] overseas: bool,
        departments: Vec<String>,
    }
    Holiday {
        key: String, name: String, month: Option<u32>, day: Option<u32>, easter: Option<i64>,
        #[serde(default)] territories: Vec<String>,
    }
    Title {
        code: String, label: String, articles: Vec<String>, anef: AnefStatus,
        anef_since: Option<Day>, anef_note: Option<String>,
        #[serde(default)] anef_by_article: BTreeMap<String, Day>,
        silence: String,
        #[serde(default)] silence_variants: Vec<String>,
        #[serde(default)] service: bool,
    }
    Prefecture {
        code: String, name: String, department: String,
        #[serde(default)] fictitious: bool,
        signatory: String, lines: Vec<String>, neutral_return: Vec<String>, phone: String, phone_hours: Vec<String>,
        email: Option<String>, opening_hours: Vec<String>,
        #[serde(default)] service: Vec<Service>,
        court: Court,
    }
}

impl RawRow for Rule {
    type Row = row::Rule;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        Ok(row::Rule { id: self.id, label: self.label, period })
    }
}

impl RawRow for Parameter {
    type Row = row::ParameterRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { key, value, label, unit, local, later_text, .. } = self;
        let parameter = super::Parameter::from_key(&key).ok_or_else(|| format!("unknown parameter {key}"))?;
        if !parameter.accepts(value) {
            return Err(format!("{key} has a value of the wrong kind (a number or true/false)"));
        }
        Ok(row::ParameterRow { key, value, label, unit, local, later_text, period })
    }
}

impl RawRow for Silence {
    type Row = row::SilenceRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let delay = match (self.months, self.days) {
            (Some(months), None) => Delay::Months(months),
            (None, Some(days)) => Delay::Days(days),
            (None, None) | (Some(_), Some(_)) => return Err("say either months or days".to_owned()),
        };
        if matches!(delay, Delay::Months(0) | Delay::Days(0)) {
            return Err("a delay of zero".to_owned());
        }
        let Self { key, label, articles, condition, .. } = self;
        Ok(row::SilenceRow { key, label, delay, articles, condition, period })
    }
}

impl RawRow for Territory {
    type Row = row::Territory;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let zone = self.zone.parse().map_err(|_| format!("unknown time zone {}", self.zone))?;
        let Self { code, label, overseas, departments, .. } = self;
        if let Some(wrong) = departments.iter().find(|code| code.parse::<domain::Department>().is_err()) {
            return Err(format!("{wrong} is not a département code"));
        }
        Ok(row::Territory { code, label, zone, overseas, departments, period })
    }
}

impl RawRow for Holiday {
    type Row = row::HolidayRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let day = match (self.month, self.day, self.easter) {
            (Some(month), Some(day), None) if NaiveDate::from_ymd_opt(2024, month, day).is_some() => {
                HolidayDay::Fixed { month, day }
            }
            (None, None, Some(offset)) if (-81..=250).contains(&offset) => HolidayDay::Easter(offset),
            _ => return Err("say either month and day (that exist), or easter (-81 to 250 days)".to_owned()),
        };
        let Self { key, name, territories, .. } = self;
        Ok(row::HolidayRow { key, name, day, territories, period })
    }
}

impl RawRow for Title {
    type Row = row::Title;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self {
            code,
            label,
            articles,
            anef,
            anef_since,
            anef_note,
            anef_by_article,
            silence,
            silence_variants,
            service,
            ..
        } = self;
        if let Some(foreign) = anef_by_article.keys().find(|article| !articles.contains(article)) {
            return Err(format!("anef_by_article names {foreign}, which is not among the articles"));
        }
        if anef == AnefStatus::Yes && anef_since.is_none() {
            return Err("anef = \"yes\" needs anef_since".to_owned());
        }
        let anef_by_article = anef_by_article.into_iter().map(|(article, day)| (article, day.0)).collect();
        let anef_since = anef_since.map(|day| day.0);
        Ok(row::Title {
            code,
            label,
            articles,
            anef,
            anef_since,
            anef_note,
            anef_by_article,
            silence,
            silence_variants,
            service,
            period,
        })
    }
}

impl RawRow for Prefecture {
    type Row = row::Prefecture;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self {
            code,
            name,
            department,
            fictitious,
            signatory,
            lines,
            neutral_return,
            phone,
            phone_hours,
            email,
            opening_hours,
            service: services,
            court,
            ..
        } = self;
        let row = row::Prefecture {
            code,
            name,
            department,
            fictitious,
            signatory,
            lines,
            neutral_return,
            phone,
            phone_hours,
            email,
            opening_hours,
            services,
            court,
            period,
        };
        check_prefecture(&row)?;
        Ok(row)
    }
}

/// What its letters could not do without.
pub(super) fn check_prefecture(row: &row::Prefecture) -> Result<(), String> {
    if row.phone.trim().is_empty() {
        return Err("a prefecture without telephone: its letters could not be sent (CRPA R. 112-5)".to_owned());
    }
    let blocks = [("lines", &row.lines), ("neutral_return", &row.neutral_return), ("court", &row.court.lines)];
    blocks.into_iter().try_for_each(|(name, lines)| check_lines(name, lines))
}

/// An address that a window envelope can show (NF Z 10-011).
fn check_lines(name: &str, lines: &[String]) -> Result<(), String> {
    if lines.is_empty() || lines.len() > formats::address::MAX_LINES {
        return Err(format!("{name} must have one to six lines"));
    }
    match lines.iter().find(|line| line.chars().count() > formats::address::LINE_LENGTH || line.trim().is_empty()) {
        Some(line) => Err(format!("{name}: the line \"{line}\" is empty or longer than 38 characters")),
        None => Ok(()),
    }
}
