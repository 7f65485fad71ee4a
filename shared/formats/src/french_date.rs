//! Dates as French letters write them.

use chrono::{Datelike, Days, NaiveDate};

use crate::fold;

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

/// Years that a day in somebody's papers may have. A year outside was mistyped.
const YEARS: std::ops::RangeInclusive<i32> = 1880..=2200;

/// A whole day as people type it and as browsers send it: `12/11/2026`, `12.11.2026`, `12-11-2026`, `12 11 2026`, `12112026`,
/// `2026-11-12`. A year of two digits is one of this century; `None` for what is no day, or of no plausible year (`12/11/202`).
#[must_use]
pub fn typed(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (day, month, year) = match parts.as_slice() {
        [all] if all.len() == 8 => (&all[..2], &all[2..4], &all[4..]),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => (*day, *month, *year),
        [day, month, year] if day.len() <= 2 && month.len() <= 2 => (*day, *month, *year),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(whole_year(year)?, month.parse().ok()?, day.parse().ok()?)
}

/// A year of four digits, or of two in this century.
fn whole_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(2000 + year),
        4 => Some(year).filter(|year| YEARS.contains(year)),
        _ => None,
    }
}

/// A day as people say it, before `today`: "mardi", "mardi dernier", "hier", "avant-hier", "il y a trois jours", "il y a 2 semaines",
/// "19 novembre", "le 3 nov. 2026"; a weekday is the last one before today, a day without a year the last one up to today.
#[must_use]
pub fn said(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let plain = plain(text);
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let words = words.strip_prefix(&["le"]).unwrap_or(&words);
    let back = |days: u64| today.checked_sub_days(Days::new(days));
    match words {
        ["aujourd", "hui"] => Some(today),
        ["hier"] => back(1),
        ["avant", "hier"] => back(2),
        ["il", "y", "a", count, unit] => back(small_number(count)? * days_of(unit)?),
        [day] | [day, "dernier" | "passe"] => weekday(day, today),
        [day, month] => dated(day, month, None, today),
        [day, month, year] => match weekday(day, today) {
            Some(_) => dated(month, year, None, today),
            None => dated(day, month, Some(whole_year(year)?), today),
        },
        [name, day, month, year] if weekday(name, today).is_some() => dated(day, month, Some(whole_year(year)?), today),
        _ => None,
    }
}

/// Small letters without accents, words separated by one space.
fn plain(text: &str) -> String {
    fold::postal(text).to_lowercase()
}

fn weekday(name: &str, today: NaiveDate) -> Option<NaiveDate> {
    let wanted = DAYS.iter().position(|day| *day == name)?;
    std::iter::successors(today.pred_opt(), NaiveDate::pred_opt)
        .take(7)
        .find(|date| date.weekday().num_days_from_monday() as usize == wanted)
}

fn dated(day: &str, month: &str, year: Option<i32>, today: NaiveDate) -> Option<NaiveDate> {
    let day: u32 = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
    let named = |name: &&str| month.len() >= 3 && plain(name).starts_with(month);
    // "jui" is June or July: not understood.
    let mut found = MONTHS.iter().enumerate().filter(|(_, name)| named(name)).map(|(at, _)| at);
    let month = u32::try_from(found.next()? + 1).ok().filter(|_| found.next().is_none())?;
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => [today.year(), today.year() - 1]
            .into_iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|date| *date <= today),
    }
}

fn small_number(word: &str) -> Option<u64> {
    const SAID: [&str; 10] = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];
    let said = || SAID.iter().position(|said| *said == word).and_then(|at| u64::try_from(at + 1).ok());
    let one = || (word == "une").then_some(1);
    word.parse().ok().or_else(said).or_else(one).filter(|count| *count <= 100)
}

fn days_of(unit: &str) -> Option<u64> {
    match unit {
        "jour" | "jours" => Some(1),
        "semaine" | "semaines" => Some(7),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_understood_as_callers_say_it() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("date");
        // A Monday.
        let said = |text: &str| said(text, day("2026-11-30"));
        for (text, date) in [
            ("mardi", "2026-11-24"),
            ("Mardi dernier", "2026-11-24"),
            ("lundi", "2026-11-23"),
            ("hier", "2026-11-29"),
            ("avant-hier", "2026-11-28"),
            ("aujourd’hui", "2026-11-30"),
            ("il y a trois jours", "2026-11-27"),
            ("il y a une semaine", "2026-11-23"),
            ("19 novembre", "2026-11-19"),
            ("le 19 nov.", "2026-11-19"),
            ("3 décembre", "2025-12-03"),
            ("1er août 2026", "2026-08-01"),
            ("jeudi 19 novembre", "2026-11-19"),
            ("jeudi 19 novembre 2026", "2026-11-19"),
            ("le 19 nov. 26", "2026-11-19"),
        ] {
            assert_eq!(said(text), Some(day(date)), "{text}");
        }
        for text in ["", "Diallo", "3 jui", "31 février", "il y a longtemps", "mardi prochain", "le", "19 nov. 226"] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_whole_day_is_read_as_it_is_typed_and_a_year_mistyped_is_none() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 12);
        for text in ["2026-11-12", "12/11/2026", "12.11.2026", "12-11-2026", "12 11 2026", "12112026", "12/11/26"] {
            assert_eq!(typed(text), day, "{text}");
        }
        for text in [
            "",
            "12/11",
            "12/11/202",
            "12/11/20262",
            "12/11/0026",
            "12/11/1026",
            "31/02/2026",
            "+12/11/2026",
            "hier",
            "١٢/١١/٢٠٢٦",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

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
