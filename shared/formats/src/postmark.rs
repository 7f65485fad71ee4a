//! The day that a postmark says.

use std::ops::Range;

use chrono::{Days, NaiveDate};

/// Post that was on its way for longer is not presumed: something else was read.
const LONGEST_WAY: Days = Days::new(60);
/// Words that a day is written in, at most.
const WORDS: usize = 3;

/// Months as postmarks write them, by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["JAN"],
    &["FEV", "FEB"],
    &["MAR"],
    &["AVR"],
    &["MAI"],
    &["JUN", "JUIN"],
    &["JUL", "JUIL"],
    &["AOU"],
    &["SEP"],
    &["OCT"],
    &["NOV"],
    &["DEC"],
];

/// `12-11-26`, `12.11.2026`, `12 NOV 26`, with or without the hour behind it.
#[must_use]
pub fn stamped(text: &str) -> Option<NaiveDate> {
    let upper = text.to_uppercase().replace('É', "E").replace('Û', "U");
    let parts: Vec<&str> = upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [day, month, year, ..] = parts[..] else { return None };
    let day: u32 = day.parse().ok()?;
    let named = || {
        let at = MONTHS.iter().position(|names| names.iter().any(|name| month.starts_with(name)))?;
        u32::try_from(at + 1).ok()
    };
    let month = month.parse().ok().or_else(named)?;
    let year: i32 = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The latest day among the words of an envelope on which it can have been posted, and the words that say it.
#[must_use]
pub fn posted(words: &[&str], received_on: NaiveDate) -> Option<(NaiveDate, Range<usize>)> {
    let plausible = received_on - LONGEST_WAY..=received_on;
    let found = |start: usize, count: usize| {
        let range = start..start + count;
        let date = stamped(&words.get(range.clone())?.join(" ")).filter(|date| plausible.contains(date))?;
        Some((date, range))
    };
    let places = (1..=WORDS).flat_map(|count| (0..words.len()).map(move |start| (start, count)));
    places.filter_map(|(start, count)| found(start, count)).max_by_key(|(date, _)| *date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("date")
    }

    #[test]
    fn dates_are_read_as_postmarks_write_them() {
        for text in ["12-11-26", "12.11.2026", "12 NOV 26", "12 NOV. 2026 17H", "12/11/26 - 17H30"] {
            assert_eq!(stamped(text), Some(day("2026-11-12")), "{text}");
        }
        for text in ["67 STRASBOURG", "31-02-26", "12 rue 26", "2026", "12-11-026"] {
            assert_eq!(stamped(text), None, "{text}");
        }
        assert_eq!(stamped("1 août 26"), Some(day("2026-08-01")));
    }

    #[test]
    fn an_envelope_was_posted_on_the_latest_day_that_it_can_have_been() {
        let received = day("2026-11-16");
        let found = |text: &str| posted(&text.split(' ').collect::<Vec<_>>(), received);
        assert_eq!(found("REMIS LE 06-11-2026 17H 12-11 2026"), Some((day("2026-11-12"), 4..6)));
        assert_eq!(found("17 H 12 NOV 26"), Some((day("2026-11-12"), 2..5)));
        for text in ["22-11 2026", "12-11 2025", "67000 STRASBOURG", ""] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
