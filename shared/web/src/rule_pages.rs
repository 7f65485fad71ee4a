//! Where a row of the catalogue is read: its address, without spaces, accents or points, whatever its key is.

use chrono::NaiveDate;
use formats::fold::capitals;
use law::{Catalogue, RowKind, RowRef};

/// The page of the index.
pub const INDEX: &str = "/regles";

/// The word of a table in addresses.
#[must_use]
pub const fn word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Title => "titre",
        RowKind::Rule => "regle",
        RowKind::Silence => "silence",
        RowKind::Document => "document",
        RowKind::Mention => "mention",
        RowKind::WorkRight => "travail",
        RowKind::Piece => "piece",
        RowKind::Fee => "taxe",
        RowKind::Parameter => "parametre",
        RowKind::List => "liste",
        RowKind::Signal => "signal",
        RowKind::Band => "rang",
        RowKind::Holiday => "jour-ferie",
        RowKind::Territory => "territoire",
        RowKind::SharedPostcode => "code-postal",
        RowKind::ChannelOrder => "arrete",
        RowKind::Prefecture => "prefecture",
    }
}

/// The key of a row as its address writes it (`L. 423-7` is `l-423-7`).
#[must_use]
pub fn slug(key: &str) -> String {
    let plain = capitals(key).to_ascii_lowercase();
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The page of a row.
#[must_use]
pub fn of(kind: RowKind, key: &str) -> String {
    format!("{INDEX}/{}/{}", word(kind), slug(key))
}

/// The page of a rule as it stood on a day, when the catalogue knows it.
#[must_use]
pub fn of_rule(catalogue: &Catalogue, id: &str, on: NaiveDate) -> Option<String> {
    catalogue.rules().iter().any(|rule| rule.id == id).then(|| on_day(&of(RowKind::Rule, id), on))
}

/// The page of a version of a row.
#[must_use]
pub fn of_version(row: &RowRef) -> String {
    on_day(&of(row.kind, &row.key), row.from)
}

/// The same page, as it stands on a day.
#[must_use]
pub fn on_day(page: &str, on: NaiveDate) -> String {
    format!("{page}?le={}", on.format("%Y-%m-%d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plain_letters_and_a_rule_that_is_not_known_has_none() {
        assert_eq!(of(RowKind::WorkRight, "L. 423-7"), "/regles/travail/l-423-7");
        assert_eq!(slug("Accord franco-algérien, art. 7 bis"), "accord-franco-algerien-art-7-bis");
        let (catalogue, day) = (law::embedded_catalogue().unwrap(), "2026-11-20".parse().unwrap());
        assert_eq!(of_rule(&catalogue, "RL-81", day).as_deref(), Some("/regles/regle/rl-81?le=2026-11-20"));
        assert_eq!(of_rule(&catalogue, "RL-0", day), None);
    }
}
