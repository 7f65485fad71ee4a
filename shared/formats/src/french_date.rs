//! Dates as French letters write them.

use chrono::{Datelike, NaiveDate};

const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// "jeudi 12 novembre 2026", "vendredi 1er janvier 2027".
#[must_use]
pub fn long(date: NaiveDate) -> String {
    let weekday = DAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
    format!("{weekday} {}", medium(date))
}

/// "12 novembre 2026", "1er janvier 2027".
#[must_use]
pub fn medium(date: NaiveDate) -> String {
    format!("{} {}", day_and_month(date), date.year())
}

/// "12 novembre", "1er janvier".
#[must_use]
pub fn day_and_month(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    match date.day() {
        1 => format!("1er {month}"),
        day => format!("{day} {month}"),
    }
}

/// "novembre 2026".
#[must_use]
pub fn month_and_year(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{month} {}", date.year())
}

/// "12/11/2026".
#[must_use]
pub fn numeric(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_french_letters_write_them() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("date");
        assert_eq!(long(date(2026, 11, 12)), "jeudi 12 novembre 2026");
        assert_eq!(long(date(2027, 1, 1)), "vendredi 1er janvier 2027");
        assert_eq!(medium(date(2027, 8, 2)), "2 août 2027");
        assert_eq!(day_and_month(date(2027, 2, 1)), "1er février");
        assert_eq!(numeric(date(2027, 3, 5)), "05/03/2027");
    }
}
