//! How persons and cases are named on the pages of this desk.

use domain::{BirthDate, Personal};
use store::reads::case_list::{CaseLine, PersonLine};
use web::{t, t1, words};

/// `DIALLO Aminata`, else what is known of the person, else that nobody is identified.
pub(crate) fn person(person: Option<&PersonLine>) -> String {
    let Some(person) = person else { return t("cases-person-unknown") };
    let known = person.family_name.is_some() || person.given_names.is_some();
    match &person.description {
        Some(description) if !known => description.0.clone(),
        _ => full(person.family_name.as_ref(), person.given_names.as_ref()),
    }
}

/// `DIALLO Aminata`, or that nobody is identified.
pub(crate) fn full(family: Option<&Personal<String>>, given: Option<&Personal<String>>) -> String {
    let family = family.map(|name| name.to_uppercase());
    let given = given.map(|name| name.0.clone());
    let name: Vec<String> = [family, given].into_iter().flatten().collect();
    if name.is_empty() { t("cases-person-unknown") } else { name.join(" ") }
}

/// `14/02/1990`, as precise as the papers are.
pub(crate) fn birth(birth: BirthDate) -> String {
    match birth {
        BirthDate::Day { date } => date.format("%d/%m/%Y").to_string(),
        BirthDate::Month { year, month } => format!("{month:02}/{year}"),
        BirthDate::Year { year } => year.to_string(),
    }
}

/// What the case asks for (`renouvellement de titre`).
pub(crate) fn request(line: &CaseLine) -> String {
    line.kind.map_or_else(|| t("cases-kind-unknown"), words::case_kind)
}

/// The ground: the title of the catalogue and what was said (`L. 423-7, parent d’enfant français`).
pub(crate) fn ground(line: &CaseLine) -> Option<String> {
    let title = line.title_code.as_ref().map(|code| t1("cases-title-code", "code", code));
    let parts: Vec<String> = [title, line.ground_text.clone()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
