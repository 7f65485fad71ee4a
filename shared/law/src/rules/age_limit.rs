use chrono::{Datelike, NaiveDate};
use formats::french_date;
use serde::Serialize;

use crate::{
    Catalogue, List, Parameter, Why,
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

/// The last day to ask for a first title after growing up in France (CESEDA R. 431-5, 2° and 3°; RL-35): the eve of the
/// nineteenth birthday for the articles of 2°, else two months after the eighteenth birthday.
#[must_use]
pub fn age_limit(birth: NaiveDate, article: Option<&str>, catalogue: &Catalogue) -> AgeLimit {
    let eighteen = birthday(birth, 18);
    let until_nineteen = catalogue.lists_article(List::UntilNineteen, article, eighteen);
    let months = catalogue.parameters(eighteen).number(Parameter::AgeLimit);
    let (limit, how) = if until_nineteen {
        (days_before(birthday(birth, 19), 1), "la veille du dix-neuvième anniversaire".to_owned())
    } else {
        (months_after(eighteen, months), format!("{months} mois après le dix-huitième anniversaire"))
    };
    let why = catalogue.why("RL-35", limit).and(format!("Limite : {how}, soit le {}.", french_date::long(limit)));
    AgeLimit { limit, why }
}

/// A birthday; for somebody born on 29 February, 1 March of a common year (the reading that leaves more time).
pub(crate) fn birthday(birth: NaiveDate, age: u32) -> NaiveDate {
    let same_day = months_after(birth, 12 * age);
    if same_day.day() == birth.day() { same_day } else { same_day.succ_opt().unwrap_or(same_day) }
}
