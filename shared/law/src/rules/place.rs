//! In which département a place is (domain section 3.5).

use chrono::NaiveDate;
use domain::Department;
use formats::department::of_postcode;

use crate::{Catalogue, Certainty};

/// What is known of where somebody lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The INSEE code of the commune (`67482`, `2A004`, `97411`).
    Commune(&'a str),
    /// A postcode: a hint only.
    Postcode(&'a str),
    /// The département.
    Department(Department),
    /// Nothing: nobody is refused for it.
    Unknown,
}

/// The départements a place may be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub departments: Vec<Department>,
    pub certainty: Certainty,
    pub because: String,
}

/// Where a place is: the commune decides; a postcode gives its département, or those it is shared between.
pub(super) fn located(place: Place<'_>, on: NaiveDate, catalogue: &Catalogue) -> Located {
    match place {
        Place::Department(department) => {
            found(department, Certainty::Verified, "Résidence déclarée dans le département")
        }
        Place::Commune(code) => of_commune(code).map_or_else(
            || nothing(format!("{code} n'est pas le code d'une commune : demander où la personne réside.")),
            |department| found(department, Certainty::Verified, "Résidence dans une commune du département"),
        ),
        Place::Postcode(postcode) => of_code(postcode, on, catalogue),
        Place::Unknown => nothing("Aucune résidence connue : demander où la personne réside, sans rien refuser."),
    }
}

fn of_code(postcode: &str, on: NaiveDate, catalogue: &Catalogue) -> Located {
    if let Some(shared) = catalogue.shared_postcode(postcode, on) {
        let departments = shared.departments.iter().filter_map(|code| code.parse().ok()).collect();
        let because =
            format!("Le code postal {postcode} est à cheval sur plusieurs départements : demander la commune.");
        return Located { departments, certainty: shared.period.sure(), because };
    }
    of_postcode(postcode).map_or_else(
        || nothing(format!("{postcode} n'est le code postal d'aucun département : demander la commune.")),
        |department| found(department, Certainty::Secondary, "Code postal (un indice, à confirmer) du département"),
    )
}

/// The département of an INSEE code: three digits overseas, else two.
fn of_commune(code: &str) -> Option<Department> {
    let whole = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !whole {
        return None;
    }
    let department = if code.starts_with("97") || code.starts_with("98") { &code[..3] } else { &code[..2] };
    let rest = &code[department.len()..];
    rest.bytes().all(|byte| byte.is_ascii_digit()).then(|| department.parse().ok())?
}

fn found(department: Department, certainty: Certainty, how: &str) -> Located {
    Located { departments: vec![department], certainty, because: format!("{how} {}.", department.code()) }
}

fn nothing(because: impl Into<String>) -> Located {
    Located { departments: Vec::new(), certainty: Certainty::Verified, because: because.into() }
}
