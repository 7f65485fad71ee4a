//! What a row says of its own dates: the text it cites is not later than the row, and what is later than the texts we read is
//! not called verified.

use chrono::NaiveDate;

use super::{
    error::CatalogueError,
    part::{Placed, Scope},
    row::Period,
};
use crate::why::Certainty;

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

/// Checks the rows of a kind against the day of the consolidated texts.
pub(super) fn check<T>(
    rows: &[Placed<T>],
    period: impl Fn(&T) -> &Period,
    read_on: NaiveDate,
    errors: &mut Vec<CatalogueError>,
) {
    for placed in rows {
        let period = period(&placed.row);
        if let Some(mistake) = cited_later(period) {
            errors.push(placed.mistake(mistake));
        }
        if placed.scope == Scope::National
            && let Some(mistake) = not_read(period, read_on)
        {
            errors.push(placed.mistake(mistake));
        }
    }
}

/// A row cannot apply a text before that text exists.
fn cited_later(period: &Period) -> Option<String> {
    let from = period.effective_from;
    dates_cited(&period.source).find(|cited| *cited > from).map(|cited| {
        format!("applies from {from} a text of {cited}: start it on that day, and keep the former row before it")
    })
}

/// What is later than the consolidated texts was not read in them.
fn not_read(period: &Period, read_on: NaiveDate) -> Option<String> {
    let later = period.effective_from > read_on || dates_cited(&period.source).any(|cited| cited > read_on);
    (later && period.certainty == Certainty::Verified)
        .then(|| format!("later than the texts read ({read_on}): it is \"secondary\" or \"memory\", not \"verified\""))
}

/// Whether a source names a text later than those read.
pub(super) fn cites_later(source: &str, read_on: NaiveDate) -> bool {
    dates_cited(source).any(|cited| cited > read_on)
}

/// The days written in French in a source: "5 mai 2026", "1er août 2023".
fn dates_cited(source: &str) -> impl Iterator<Item = NaiveDate> {
    let words: Vec<&str> =
        source.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let found: Vec<NaiveDate> = words.windows(3).filter_map(day).collect();
    found.into_iter()
}

fn day(words: &[&str]) -> Option<NaiveDate> {
    let [day, month, year] = words else { return None };
    let month = MONTHS.iter().position(|name| name == month)?;
    let day = day.trim_end_matches("er").parse().ok()?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(month).ok()? + 1, day)
}
