use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{PersonId, Personal, coded::coded_enum};

coded_enum! {
    /// How much of a person ordinary staff may see.
    pub enum Protection {
        /// Nothing special.
        None = 0, "none";
        /// Visible to referents and supervisors only.
        Protected = 1, "protected";
        /// Sealed by a decision.
        Sealed = 2, "sealed";
    }
}

/// A date of birth as precise as the papers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "precision", rename_all = "snake_case")]
pub enum BirthDate {
    /// Day, month and year.
    Day {
        /// The date.
        date: NaiveDate,
    },
    /// Month and year.
    Month {
        /// Year.
        year: i32,
        /// Month, 1 to 12.
        month: u32,
    },
    /// Year only.
    Year {
        /// Year.
        year: i32,
    },
}

impl BirthDate {
    /// Reads `14/02/1990`, `02/1990`, `1990`, `1990-02-14`; `None` when it is no date of anybody's birth.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let years = 1880..=2200;
        if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return years.contains(&date.year()).then_some(Self::Day { date });
        }
        let parts: Vec<u32> = text.split(['/', '.', '-', ' ']).map(|p| p.parse().ok()).collect::<Option<_>>()?;
        let year = |y: u32| i32::try_from(y).ok().filter(|y| years.contains(y));
        match parts[..] {
            [d, m, y] => Some(Self::Day { date: NaiveDate::from_ymd_opt(year(y)?, m, d)? }),
            [m, y] if (1..=12).contains(&m) => Some(Self::Month { year: year(y)?, month: m }),
            [y] => Some(Self::Year { year: year(y)? }),
            _ => None,
        }
    }

    /// The first day that it may be.
    #[must_use]
    pub fn earliest(self) -> Option<NaiveDate> {
        match self {
            Self::Day { date } => Some(date),
            Self::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1),
            Self::Year { year } => NaiveDate::from_ymd_opt(year, 1, 1),
        }
    }
}

/// A person. Nothing but the identifier is mandatory: a person may exist with only a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Family name as written.
    pub family_name: Option<Personal<String>>,
    /// Given names as written.
    pub given_names: Option<Personal<String>>,
    /// Date of birth.
    pub birth: Option<BirthDate>,
    /// Foreigner number (AGDREF) as typed; a format, never a condition.
    pub foreigner_number: Option<Personal<String>>,
    /// What is known when no name is ("inconnu, pli 0123").
    pub description: Option<Personal<String>>,
    /// Who may see the person.
    pub protection: Protection,
}

impl Person {
    /// The name as a letter writes it (`Aminata DIALLO`), `None` when no name is known.
    #[must_use]
    pub fn display_name(&self) -> Option<String> {
        let given = self.given_names.as_ref().map(|g| g.0.clone());
        let family = self.family_name.as_ref().map(|f| f.to_uppercase());
        match (given, family) {
            (None, None) => None,
            (given, family) => Some([given, family].into_iter().flatten().collect::<Vec<_>>().join(" ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_is_as_precise_as_what_was_written() {
        let day = NaiveDate::from_ymd_opt(1990, 2, 14).expect("date");
        assert_eq!(BirthDate::parse("14/02/1990"), Some(BirthDate::Day { date: day }));
        assert_eq!(BirthDate::parse("1990-02-14"), Some(BirthDate::Day { date: day }));
        assert_eq!(BirthDate::parse("02/1990"), Some(BirthDate::Month { year: 1990, month: 2 }));
        assert_eq!(BirthDate::parse("1990"), Some(BirthDate::Year { year: 1990 }));
        assert_eq!(BirthDate::parse("30/02/1990"), None);
        assert_eq!(BirthDate::parse("90-02-14"), None, "nobody was born in the year 90");
        assert_eq!(BirthDate::parse("vers 1990"), None);
    }
}
