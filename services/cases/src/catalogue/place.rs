//! Where rows are read, proposed and signed.

use law::{CatalogueRow, RowKind};
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

/// The list of the rows that rest on an article, or hold some words.
pub(crate) fn search(words: &str) -> String {
    let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    format!("{INDEX}?q={words}")
}
