use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use domain::Department;
use serde::Serialize;

use crate::{
    catalogue::{Catalogue, HolidayRow},
    dates::{days_after, days_before},
    easter::days_from_easter,
};

/// A public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its French name.
    pub name: String,
}

/// No territory of the catalogue has this département.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no territory of the catalogue holds the département {0}")]
pub struct UnknownDepartment(pub String);

/// The working days of a département: Monday to Friday, less the public holidays of its territory
/// (code du travail, art. L. 3133-1, L. 3134-13, L. 3422-2).
#[derive(Clone, Debug)]
pub struct Calendar {
    territory: String,
    overseas: bool,
    zone: Tz,
    rows: Vec<HolidayRow>,
}

impl Calendar {
    /// The calendar of a département.
    ///
    /// # Errors
    /// When no territory of the catalogue has it.
    pub fn for_department(catalogue: &Catalogue, department: Department) -> Result<Self, UnknownDepartment> {
        let code = department.code();
        let territory = catalogue
            .territories()
            .iter()
            .find(|territory| territory.departments.contains(&code))
            .ok_or(UnknownDepartment(code))?;
        let rows = catalogue
            .holidays()
            .iter()
            .filter(|row| row.territories.is_empty() || row.territories.contains(&territory.code))
            .cloned()
            .collect();
        Ok(Self { territory: territory.code.clone(), overseas: territory.overseas, zone: territory.zone, rows })
    }

    /// The zone in which the law counts the days here.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// Code of the territory (`alsace-moselle`).
    #[must_use]
    pub fn territory(&self) -> &str {
        &self.territory
    }

    /// Whether the territory is overseas.
    #[must_use]
    pub const fn is_overseas(&self) -> bool {
        self.overseas
    }

    /// The public holidays from `from` to `to`, both included, in order. Two that fall on one day are both given.
    #[must_use]
    pub fn holidays(&self, from: NaiveDate, to: NaiveDate) -> Vec<Holiday> {
        from.iter_days().take_while(|date| *date <= to).flat_map(|date| self.holidays_on(date)).collect()
    }

    fn holidays_on(&self, date: NaiveDate) -> impl Iterator<Item = Holiday> + '_ {
        let from_easter = days_from_easter(date);
        self.rows
            .iter()
            .filter(move |row| row.falls_on(date, from_easter))
            .map(move |row| Holiday { date, name: row.name.clone() })
    }

    /// The name of the public holiday on a day, if any.
    #[must_use]
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        let from_easter = days_from_easter(date);
        self.rows.iter().find(|row| row.falls_on(date, from_easter)).map(|row| row.name.as_str())
    }

    /// Whether a day is a working day (jour ouvré).
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday(date).is_none()
    }

    /// The first working day strictly after `date`.
    #[must_use]
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        self.working_day_on_or_after(days_after(date, 1))
    }

    /// `date` when it is a working day, else the first one after it: where a limit that falls on a Saturday, a Sunday or
    /// a holiday is carried.
    #[must_use]
    pub fn working_day_on_or_after(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(date)
    }

    /// The `n`-th working day after `date`; the day itself is not counted. `n = 0` gives `date`.
    #[must_use]
    pub fn add_working_days(&self, date: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(date, |day, _| self.next_working_day(day))
    }

    /// The `n`-th working day before `date`; the day itself is not counted. `n = 0` gives `date`.
    #[must_use]
    pub fn subtract_working_days(&self, date: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(date, |day, _| {
            let eve = days_before(day, 1);
            eve.iter_days().rev().find(|day| self.is_working_day(*day)).unwrap_or(eve)
        })
    }
}
