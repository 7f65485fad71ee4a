//! Dates as letters write them.

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

/// The date in full words: "jeudi 12 novembre 2026", "vendredi 1er janvier 2027".
#[must_use]
pub fn date(date: NaiveDate) -> String {
    let day = DAYS[date.weekday().num_days_from_monday() as usize];
    let ordinal = if date.day() == 1 { "er" } else { "" };
    format!("{day} {}{ordinal} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_full_words() {
        let on = |y, m, d| date(NaiveDate::from_ymd_opt(y, m, d).expect("date"));
        assert_eq!(on(2026, 11, 12), "jeudi 12 novembre 2026");
        assert_eq!(on(2027, 1, 1), "vendredi 1er janvier 2027");
        assert_eq!(on(2028, 2, 29), "mardi 29 février 2028");
    }
}
