//! Where rows are read, proposed and signed.

use law::{Catalogue, CatalogueRow, RowKind, RowName, urgency::Reason};
pub(crate) use web::rule_pages::{INDEX, of, slug, word};

/// The page of what changes.
pub(crate) const CHANGES: &str = "/regles/changements";

/// The page of what is proposed.
pub(crate) const PROPOSALS: &str = "/regles/propositions";

/// What stands in the place of the key of an order that does not exist yet.
pub(crate) const NEW: &str = "nouveau";

/// The form to change a row.
pub(crate) fn change(kind: RowKind, key: &str) -> String {
    format!("{INDEX}/modifier/{}/{}", word(kind), slug(key))
}

/// Where a row is signed.
pub(crate) fn sign(row: CatalogueRow<'_>) -> String {
    format!("{INDEX}/signer/{}/{}", word(row.kind()), slug(&row.key()))
}

/// The page of a row that a result rests on.
pub(crate) fn of_name(name: &RowName) -> String {
    of(name.kind, &name.key)
}

/// The page of the row that a reason of urgency rests on, while the catalogue has it.
pub(crate) fn of_signal(catalogue: &Catalogue, reason: &Reason) -> Option<String> {
    let row = catalogue.signals().iter().find(|row| row.signal == reason.signal && row.label == reason.label)?;
    Some(of(RowKind::Signal, &CatalogueRow::Signal(row).key()))
}

/// The list of the rows that rest on an article, or hold some words.
pub(crate) fn search(words: &str) -> String {
    let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    format!("{INDEX}?q={words}")
}
