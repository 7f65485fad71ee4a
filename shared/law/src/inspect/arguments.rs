use chrono::{Datelike, NaiveDate};
use domain::ChannelKind;

use super::{Input, Kind, calendar_of};
use crate::{Calendar, Catalogue};

/// Why a question cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectError {
    /// No rule has this name.
    #[error("unknown rule; see --list")]
    UnknownRule,
    /// The rule has no such key.
    #[error("unknown key {0}; see --schema")]
    UnknownKey(String),
    /// A key is given twice.
    #[error("key {0} is given twice")]
    Twice(String),
    /// A key is needed.
    #[error("key {0} is missing")]
    Missing(&'static str),
    /// Not a day of the years 1900 to 2200, written 2026-11-20.
    #[error("{0}: not a day of the years 1900 to 2200, written as 2026-11-20")]
    Date(String),
    /// Neither true nor false.
    #[error("{0}: write true or false")]
    Boolean(&'static str),
    /// Not one of the values.
    #[error("{key}: one of {choices}")]
    Choice {
        /// The key.
        key: &'static str,
        /// What may be written.
        choices: String,
    },
    /// Not a département.
    #[error("{0} is not the code of a département")]
    Department(String),
    /// Not a title of the catalogue.
    #[error("{0} is not a title of the catalogue")]
    Title(String),
    /// Not a row of the catalogue.
    #[error("{0} is not a row on silence of the catalogue")]
    Delay(String),
    /// A period is written FROM/TO.
    #[error("suspension: write periods as 2026-11-30/2026-12-15, separated by commas")]
    Period,
    /// Not a kind of piece.
    #[error("{0} is not a kind of piece")]
    Piece(String),
    /// An hour is written HH:MM.
    #[error("hour: write it as 14:30")]
    Hour,
    /// The facts contradict each other.
    #[error(transparent)]
    Contradiction(#[from] crate::FactsContradict),
    /// The answer cannot be written as JSON.
    #[error("the answer cannot be written: {0}")]
    Unprintable(String),
}

/// The facts given, checked against what the rule takes.
#[derive(Debug)]
pub(crate) struct Arguments<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Arguments<'a> {
    pub(super) fn new(inputs: &'static [Input], facts: &'a [(String, String)]) -> Result<Self, InspectError> {
        let mut given = Vec::with_capacity(facts.len());
        for (key, value) in facts {
            let canonical = key.replace('-', "_");
            let input = inputs
                .iter()
                .find(|input| input.key == canonical)
                .ok_or_else(|| InspectError::UnknownKey(key.clone()))?;
            if given.iter().any(|(known, _)| *known == input.key) {
                return Err(InspectError::Twice(key.clone()));
            }
            check(input, value)?;
            given.push((input.key, value.as_str()));
        }
        match inputs.iter().find(|input| input.required && !given.iter().any(|(key, _)| *key == input.key)) {
            Some(missing) => Err(InspectError::Missing(missing.key)),
            None => Ok(Self(given)),
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    pub(super) fn date(&self, key: &'static str) -> Result<Option<NaiveDate>, InspectError> {
        self.text(key).map(|value| date(key, value)).transpose()
    }

    /// Days separated by commas; none when the key is absent.
    pub(super) fn dates(&self, key: &'static str) -> Result<Vec<NaiveDate>, InspectError> {
        let days = self.text(key).map(|text| text.split(','));
        days.into_iter().flatten().map(|day| date(key, day.trim())).collect()
    }

    pub(super) fn required_date(&self, key: &'static str) -> Result<NaiveDate, InspectError> {
        self.date(key)?.ok_or(InspectError::Missing(key))
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<Option<bool>, InspectError> {
        self.text(key).map(|value| flag(key, value)).transpose()
    }

    /// The calendar of `department`, Paris when it is not said.
    pub(super) fn calendar(&self, catalogue: &Catalogue) -> Result<Calendar, InspectError> {
        calendar_of(catalogue, self.text("department").unwrap_or("75"))
    }

    pub(super) fn channel(&self) -> Result<ChannelKind, InspectError> {
        let word = self.text("channel").unwrap_or("post");
        ChannelKind::from_word(word).ok_or(InspectError::Missing("channel"))
    }
}

fn check(input: &Input, value: &str) -> Result<(), InspectError> {
    match input.kind {
        Kind::Date => date(input.key, value).map(|_| ()),
        Kind::Boolean => flag(input.key, value).map(|_| ()),
        Kind::Choice(choices) if !choices.contains(&value) => {
            Err(InspectError::Choice { key: input.key, choices: choices.join(", ") })
        }
        Kind::Choice(_) | Kind::Department | Kind::Text => Ok(()),
    }
}

pub(super) fn date(key: &str, value: &str) -> Result<NaiveDate, InspectError> {
    NaiveDate::parse_from_str(value, "%Y-%m-%d")
        .ok()
        .filter(|date| (1900..=2200).contains(&date.year()))
        .ok_or_else(|| InspectError::Date(key.to_owned()))
}

fn flag(key: &'static str, value: &str) -> Result<bool, InspectError> {
    match value {
        "true" | "yes" | "oui" | "1" => Ok(true),
        "false" | "no" | "non" | "0" => Ok(false),
        _ => Err(InspectError::Boolean(key)),
    }
}
