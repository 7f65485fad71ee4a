//! What differs between two versions of a row.

use law::{Catalogue, CatalogueRow};
use web::t;

use super::{values, words};

/// A value before and after.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// A version and the catalogue it stands in.
pub(crate) type Standing<'a> = (CatalogueRow<'a>, &'a Catalogue);

/// What differs between two versions: their name, their values, their source.
pub(crate) fn differences(before: Standing<'_>, after: Standing<'_>) -> Vec<Difference> {
    compared(&told(before), &told(after))
}

/// What a version says where nothing stood, or no longer says where nothing follows.
pub(crate) fn whole(row: Standing<'_>, begins: bool) -> Vec<Difference> {
    if begins { compared(&[], &told(row)) } else { compared(&told(row), &[]) }
}

fn told((row, catalogue): Standing<'_>) -> Vec<(String, String)> {
    let name = (t("rules-field-name"), words::name(row));
    let values = values::of(row, catalogue).into_iter().map(|value| (value.label.clone(), value.text()));
    let source = (t("rules-field-source"), row.period().source.clone());
    std::iter::once(name).chain(values).chain([source]).collect()
}

fn compared(before: &[(String, String)], after: &[(String, String)]) -> Vec<Difference> {
    let text = |told: &[(String, String)], label: &String| {
        told.iter().find(|(known, _)| known == label).map_or_else(|| t("rules-nothing"), |(_, text)| text.clone())
    };
    let mut labels: Vec<&String> = after.iter().map(|(label, _)| label).collect();
    labels
        .extend(before.iter().map(|(label, _)| label).filter(|label| !after.iter().any(|(known, _)| known == *label)));
    let difference =
        |label: &String| Difference { label: label.clone(), before: text(before, label), after: text(after, label) };
    labels.into_iter().map(difference).filter(|difference| difference.before != difference.after).collect()
}
