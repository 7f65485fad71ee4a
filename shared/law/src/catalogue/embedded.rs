use super::{Catalogue, CatalogueError};

macro_rules! parts {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../config/catalogue/", $name)))),+]
    };
}

const PARTS: &[(&str, &str)] = parts![
    "rule-set.toml",
    "rules.toml",
    "parameters.toml",
    "silence.toml",
    "lists.toml",
    "fees.toml",
    "work_right.toml",
    "documents.toml",
    "urgency.toml",
    "pieces.toml",
    "competence.toml",
    "territories.toml",
    "holidays.toml",
    "titles.toml",
    "prefectures.toml",
];

/// The files of the catalogue that the program ships with, as (name, text): what a site adds its own files to.
#[must_use]
pub const fn embedded_parts() -> &'static [(&'static str, &'static str)] {
    PARTS
}

/// The catalogue that the program ships with.
///
/// # Errors
/// The mistakes of the shipped files: none, as a test of this crate checks.
pub fn embedded_catalogue() -> Result<Catalogue, Vec<CatalogueError>> {
    Catalogue::from_toml(PARTS)
}
