//! Persons as lists and choices name them.

use domain::{BirthDate, Person};

/// `14/02/1990`, as precise as the papers are.
#[must_use]
pub fn birth(birth: BirthDate) -> String {
    match birth {
        BirthDate::Day { date } => date.format("%d/%m/%Y").to_string(),
        BirthDate::Month { year, month } => format!("{month:02}/{year}"),
        BirthDate::Year { year } => year.to_string(),
    }
}

/// `DIALLO Aminata, 14/02/1990`.
#[must_use]
pub fn person_label(person: &Person) -> String {
    let family = person.family_name.as_ref().map(|name| name.to_uppercase());
    let given = person.given_names.as_ref().map(|name| name.0.clone());
    let name = [family, given].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name =
        if name.is_empty() { person.description.as_ref().map(|d| d.0.clone()).unwrap_or_default() } else { name };
    match person.birth {
        Some(date) => format!("{name}, {}", birth(date)),
        None => name,
    }
}
