//! The law as tables of dates, and the properties that hold for every date.

mod catalogue_files;
mod competence;
mod delays;
mod documents;
mod documents_asked;
mod documents_hold;
mod duties;
mod every_row;
mod evidence_dates;
mod extremes;
mod half_edited;
mod holidays;
mod inspected;
mod inspected_rules;
mod money;
mod notifications;
mod pieces;
mod position;
mod properties;
mod reckoning;
mod rule_properties;
mod scenarios;
mod silence;
mod urgency;
mod urgency_holds;
mod work_lists;
mod worked_examples;

use std::sync::LazyLock;

use chrono::NaiveDate;
use law::{Calendar, Catalogue};

/// A date written as in the tables of the law: `d("2026-11-20")`.
fn d(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

/// The shipped catalogue, read once.
fn catalogue() -> Catalogue {
    CATALOGUE.clone()
}

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| law::embedded_catalogue().expect("the shipped catalogue is right"));

fn calendar(department: &str) -> Calendar {
    Calendar::for_department(&CATALOGUE, department.parse().expect("département")).expect("calendar")
}

/// The shipped catalogue with the rows of a site.
fn catalogue_with(site: &str) -> Catalogue {
    let parts: Vec<_> = law::embedded_parts().iter().copied().chain([("site.toml", site)]).collect();
    Catalogue::from_toml(&parts).expect("the site's rows are right")
}
