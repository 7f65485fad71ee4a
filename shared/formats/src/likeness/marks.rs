//! What on a page belongs to one paper rather than to all of its kind: dates, numbers, electronic addresses.

use crate::fold;

const MONTHS: [&str; 12] = [
    "JANVIER",
    "FEVRIER",
    "MARS",
    "AVRIL",
    "MAI",
    "JUIN",
    "JUILLET",
    "AOUT",
    "SEPTEMBRE",
    "OCTOBRE",
    "NOVEMBRE",
    "DECEMBRE",
];
/// Digits of a number that tells something: a postcode has five.
const DIGITS: usize = 5;
/// Marks kept of a page.
const MOST: usize = 64;

/// The marks of a text, each once, in the order of the page: numbers of five digits and more however they are grouped, dates in
/// words, electronic addresses.
#[must_use]
pub fn marks(written: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in written.lines() {
        let line = fold::capitals(line);
        for mark in numbers(&line).into_iter().chain(dates(&line)).chain(addresses(&line)) {
            if found.len() < MOST && !found.contains(&mark) {
                found.push(mark);
            }
        }
    }
    found
}

/// Digits that follow each other, with at most one space, point, slash or hyphen between two.
fn numbers(line: &str) -> Vec<String> {
    let (mut found, mut digits, mut gap) = (Vec::new(), String::new(), false);
    for letter in line.chars().chain(['\n', '\n']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            gap = false;
        } else if !gap && matches!(letter, ' ' | '.' | '/' | '-') {
            gap = true;
        } else {
            if digits.len() >= DIGITS {
                found.push(std::mem::take(&mut digits));
            }
            digits.clear();
            gap = false;
        }
    }
    found
}

/// `3 NOVEMBRE 2026` as `3-11-2026`.
fn dates(line: &str) -> Vec<String> {
    let words: Vec<&str> =
        line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let date = |three: &[&str]| {
        let day: u8 = three[0].trim_end_matches("ER").parse().ok().filter(|day| (1..=31).contains(day))?;
        let month = MONTHS.iter().position(|month| *month == three[1])? + 1;
        let year: u16 = three[2].parse().ok().filter(|year| (1900..2100).contains(year))?;
        Some(format!("{day}-{month}-{year}"))
    };
    words.windows(3).filter_map(date).collect()
}

fn addresses(line: &str) -> Vec<String> {
    let word = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let whole = |word: &String| word.split_once('@').is_some_and(|(name, host)| name.len() >= 2 && host.contains('.'));
    line.split_whitespace().map(word).filter(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_numbers_and_addresses_are_marks_however_they_are_written() {
        let text = "67000 Strasbourg, le 1er août 2026\nné le 14/02/1990, tél. 06 12 34 56 78 (aminata.diallo@exemple.fr)\n\
            article R. 431-5, 12 pages, 225 €\nRecommandé n° 1A 203 417 8866 1";
        assert_eq!(
            marks(text),
            ["67000", "1-8-2026", "14021990", "0612345678", "AMINATA.DIALLO@EXEMPLE.FR", "20341788661"]
        );
        assert!(marks("Article L. 423-7, page 1 sur 2").is_empty());
    }
}
