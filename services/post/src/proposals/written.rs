//! Who writes, as they say it themselves (`reading::written`), as proposals; a person confirms.

use chrono::{DateTime, Utc};
use domain::BirthDate;
use reading::{
    PageRead,
    written::{self, Written},
};
use serde_json::json;
use store::suggestions::NewSuggestion;

use super::suggestion;

/// The persons that the pages name, each place by itself: whoever shows them puts together what belongs together.
pub(super) fn of(pages: &[&PageRead], now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| !page.blank && page.error.is_none()) {
        for (place, person) in written::persons(page) {
            found.extend(suggestions(&person, place, page.number, now));
        }
    }
    found
}

/// A reading by the eye of the machine is never as sure as a zone with check digits.
const SUREST: f32 = 92.0;

fn suggestions(person: &Written, origin: &str, page: u32, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut value = json!({ "family_name": person.family_name, "given_names": person.given_names });
    match person.birth {
        Some(BirthDate::Day { date }) => value["birth"] = json!(date.to_string()),
        Some(birth) => value["birth"] = json!(birth),
        None => {}
    }
    if !person.foreigner_number.is_empty() {
        value["foreigner_number"] = json!(person.foreigner_number);
    }
    let confidence = person.confidence.min(SUREST);
    let mut found = vec![suggestion(now, "person", value, origin, confidence, page)];
    if !person.address.is_empty() {
        let name = format!("{} {}", person.given_names, person.family_name.to_uppercase()).trim().to_owned();
        let lines: Vec<&str> =
            std::iter::once(name.as_str()).chain(person.address.iter().map(String::as_str)).collect();
        found.push(suggestion(now, "address", json!(lines.join("\n")), origin, confidence, page));
    }
    found
}
