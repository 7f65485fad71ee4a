//! Dates and delays as a person reads them in French.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

const SHORT_MONTHS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];

fn day_number(date: NaiveDate) -> String {
    if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() }
}

fn name(names: &'static [&'static str], index: u32) -> &'static str {
    names.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or("")
}

/// `jeudi 12 novembre 2026`, as letters and heads of pages write it.
#[must_use]
pub fn long(date: NaiveDate) -> String {
    formats::french_date::long(date)
}

/// `12 nov. 2026`, for lists.
#[must_use]
pub fn short(date: NaiveDate) -> String {
    format!("{} {} {}", day_number(date), name(&SHORT_MONTHS, date.month0()), date.year())
}

/// `2026-11-12`, for `datetime` attributes and date fields.
#[must_use]
pub fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// `jeudi 12 novembre 2026 à 14 h 05` in the zone of the prefecture.
#[must_use]
pub fn long_instant(instant: DateTime<Utc>, zone: Tz) -> String {
    format!("{} à {}", long(instant.with_timezone(&zone).date_naive()), hour(instant, zone))
}

/// `12 nov. 2026, 14 h 05` in the zone of the prefecture.
#[must_use]
pub fn short_instant(instant: DateTime<Utc>, zone: Tz) -> String {
    format!("{}, {}", short(instant.with_timezone(&zone).date_naive()), hour(instant, zone))
}

/// `14 h 05` in the zone of the prefecture.
#[must_use]
pub fn hour(instant: DateTime<Utc>, zone: Tz) -> String {
    let local = instant.with_timezone(&zone);
    format!("{} h {:02}", local.hour(), local.minute())
}

/// The age of something, in the two largest units: `1 h 20 min`, `3 jours`, `moins d'une minute`. With its minutes named: `21 h 47`
/// alone is an hour of the day.
#[must_use]
pub fn age(from: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let age = (now - from).max(TimeDelta::zero());
    match (age.num_days(), age.num_hours(), age.num_minutes()) {
        (0, 0, 0) => "moins d’une minute".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {:02} min", minutes % 60),
        (1, ..) => "1 jour".to_owned(),
        (days, ..) => format!("{days} jours"),
    }
}

/// A date seen from today: `aujourd’hui`, `demain`, `dans 12 jours`, `il y a 3 jours`.
#[must_use]
pub fn relative(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "aujourd’hui".to_owned(),
        1 => "demain".to_owned(),
        -1 => "hier".to_owned(),
        days if days > 0 => format!("dans {days} jours"),
        days => format!("il y a {} jours", -days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn a_date_is_written_as_a_letter_writes_it() {
        assert_eq!(long(date(2026, 11, 12)), "jeudi 12 novembre 2026");
        assert_eq!(long(date(2027, 1, 1)), "vendredi 1er janvier 2027");
        assert_eq!(short(date(2026, 2, 1)), "1er févr. 2026");
    }

    #[test]
    fn an_instant_is_told_in_the_hour_of_the_prefecture() {
        let evening = DateTime::from_timestamp(1_794_437_100, 0).expect("an instant");
        assert_eq!(long_instant(evening, chrono_tz::Europe::Paris), "mercredi 11 novembre 2026 à 23 h 45");
        assert_eq!(long_instant(evening, chrono_tz::Indian::Reunion), "jeudi 12 novembre 2026 à 2 h 45");
    }

    #[test]
    fn an_age_is_never_taken_for_an_hour_of_the_day() {
        let now = DateTime::from_timestamp(1_794_437_100, 0).expect("an instant");
        let ages = [0, 5, 80, 1307, 1440, 4400].map(|minutes| age(now - TimeDelta::minutes(minutes), now));
        assert_eq!(ages, ["moins d’une minute", "5 min", "1 h 20 min", "21 h 47 min", "1 jour", "3 jours"]);
    }

    #[test]
    fn a_day_is_told_from_today() {
        let today = date(2026, 11, 21);
        assert_eq!(relative(date(2026, 11, 22), today), "demain");
        assert_eq!(relative(date(2026, 12, 3), today), "dans 12 jours");
        assert_eq!(relative(date(2026, 11, 18), today), "il y a 3 jours");
    }
}
