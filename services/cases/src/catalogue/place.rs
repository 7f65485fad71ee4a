//! Where a row is read: its address, without spaces, accents or points, whatever its key is.

use formats::fold::capitals;
use law::{Catalogue, RowKind, RowName};

/// The page of the index.
pub(crate) const INDEX: &str = "/regles";

/// The page of what changes.
pub(crate) const CHANGES: &str = "/regles/changements";

/// The word of a table in addresses.
pub(crate) const fn word(kind: RowKind) -> &'static str {
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
pub(crate) fn slug(key: &str) -> String {
    let plain = capitals(key).to_ascii_lowercase();
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The page of a row.
pub(crate) fn of(kind: RowKind, key: &str) -> String {
    format!("{INDEX}/{}/{}", word(kind), slug(key))
}

/// The page of a row that a result rests on.
pub(crate) fn of_name(name: &RowName) -> String {
    of(name.kind, &name.key)
}

/// The page of a rule, when the catalogue knows it.
pub(crate) fn of_rule(catalogue: &Catalogue, id: &str) -> Option<String> {
    catalogue.rules().iter().any(|rule| rule.id == id).then(|| of(RowKind::Rule, id))
}

/// The list of the rows that rest on an article, or hold some words.
pub(crate) fn search(words: &str) -> String {
    let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    format!("{INDEX}?q={words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plain_letters_and_a_rule_that_is_not_known_has_none() {
        assert_eq!(of(RowKind::WorkRight, "L. 423-7"), "/regles/travail/l-423-7");
        assert_eq!(slug("Accord franco-algérien, art. 7 bis"), "accord-franco-algerien-art-7-bis");
        let catalogue = law::embedded_catalogue().unwrap();
        assert_eq!(of_rule(&catalogue, "RL-81").as_deref(), Some("/regles/regle/rl-81"));
        assert_eq!(of_rule(&catalogue, "RL-0"), None);
    }
}
