use chrono::{Datelike, NaiveDate};
use formats::french_date;
use serde::Serialize;

use crate::{
    Catalogue, Why,
    dates::{days_before, months_after},
};

/// The last day on which a person who grew up here asks for a title in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgeLimit {
    /// The last day, inclusive. A later request is still accepted.
    pub limit: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The articles of R. 431-5, 2°: titles that may be asked for until the eve of the nineteenth birthday.
const UNTIL_NINETEEN: &[&str] = &[
    "L. 421-22",
    "L. 421-23",
    "L. 421-26",
    "L. 421-27",
    "L. 421-28",
    "L. 421-29",
    "L. 421-30",
    "L. 421-31",
    "L. 421-32",
    "L. 421-33",
    "L. 423-14",
    "L. 423-15",
    "L. 423-21",
    "L. 423-22",
    "L. 424-1",
    "L. 424-3",
    "L. 424-24",
    "L. 426-1",
];

/// The last day to ask for a first title after growing up in France (CESEDA R. 431-5, 2° and 3°; RL-35): the eve of the
/// nineteenth birthday for the articles of 2°, else two months after the eighteenth birthday.
#[must_use]
pub fn age_limit(birth: NaiveDate, article: Option<&str>, catalogue: &Catalogue) -> AgeLimit {
    let until_nineteen = article.is_some_and(|article| UNTIL_NINETEEN.contains(&article));
    let (limit, how) = if until_nineteen {
        (days_before(birthday(birth, 19), 1), "la veille du dix-neuvième anniversaire")
    } else {
        (months_after(birthday(birth, 18), 2), "deux mois après le dix-huitième anniversaire")
    };
    let why = catalogue.why("RL-35", limit).and(format!("Limite : {how}, soit le {}.", french_date::long(limit)));
    AgeLimit { limit, why }
}

/// A birthday; for somebody born on 29 February, 1 March of a common year (the reading that leaves more time).
fn birthday(birth: NaiveDate, age: u32) -> NaiveDate {
    let same_day = months_after(birth, 12 * age);
    if same_day.day() == birth.day() { same_day } else { same_day.succ_opt().unwrap_or(same_day) }
}
