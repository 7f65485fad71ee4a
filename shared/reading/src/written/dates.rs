//! A day of birth among words, however it is written.

use chrono::NaiveDate;
use domain::BirthDate;
use formats::fold::search_form;

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// `14/02/1990`, `14 02 1990`, `14021990`, `14 février 1990`, `1990`: the date that the words begin with, or that stands in a box.
pub(super) fn birth_in(words: &[&str]) -> Option<BirthDate> {
    let text = search_form(&words.join(" "));
    let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).take(3).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    let year = |part: &str| {
        (part.len() == 4).then(|| part.parse::<i32>().ok()).flatten().filter(|y| (1900..=2100).contains(y))
    };
    let day =
        |day: u32, month: u32, year: i32| NaiveDate::from_ymd_opt(year, month, day).map(|date| BirthDate::Day { date });
    match parts[..] {
        [whole, ..] if whole.len() == 8 && whole.bytes().all(|b| b.is_ascii_digit()) => {
            day(number(&whole[..2])?, number(&whole[2..4])?, year(&whole[4..])?)
        }
        [d, m, y] if year(y).is_some() => {
            let named = || MONTHS.iter().position(|name| *name == m).and_then(|at| u32::try_from(at + 1).ok());
            let first = if d == "1er" { 1 } else { number(d)? };
            day(first, number(m).or_else(named)?, year(y)?)
        }
        [y, ..] => year(y).map(|year| BirthDate::Year { year }),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_birth_is_read_however_it_is_written() {
        let found = |text: &str| birth_in(&text.split(' ').collect::<Vec<_>>());
        let day = BirthDate::parse("14/02/1990");
        for text in ["14/02/1990", "14.02.1990,", "14 02 1990", "14021990", "14 février 1990 à Dakar", "14-02-1990"] {
            assert_eq!(found(text), day, "{text}");
        }
        assert_eq!(found("1er mars 2001"), BirthDate::parse("01/03/2001"));
        assert_eq!(found("1985"), BirthDate::parse("1985"));
        for text in ["", "à Dakar", "31/02/1990", "12 rue 1990", "67000 STRASBOURG"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
