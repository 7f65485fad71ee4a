use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Catalogue, CatalogueRow, RowKind};
use crate::{Certainty, List, Parameter};

/// The name of a row of the catalogue, the same from one version of it to the next. A result carries those it rests on, so that it can be
/// asked whether an officer has signed them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowName {
    /// The table.
    pub kind: RowKind,
    /// What is unique in it ([`CatalogueRow::key`]).
    pub key: String,
}

impl RowName {
    /// A rule (`RL-60`).
    #[must_use]
    pub fn rule(id: &str) -> Self {
        Self { kind: RowKind::Rule, key: id.to_owned() }
    }

    /// A figure.
    #[must_use]
    pub fn figure(parameter: Parameter) -> Self {
        Self { kind: RowKind::Parameter, key: parameter.key().to_owned() }
    }

    /// A list of articles.
    #[must_use]
    pub fn list(list: List) -> Self {
        Self { kind: RowKind::List, key: list.key().to_owned() }
    }

    /// A row of any table.
    #[must_use]
    pub fn of(kind: RowKind, key: &str) -> Self {
        Self { kind, key: key.to_owned() }
    }
}

impl Catalogue {
    /// The version of a row that holds on a day; before the first one, the first.
    #[must_use]
    pub fn row_named(&self, name: &RowName, on: NaiveDate) -> Option<CatalogueRow<'_>> {
        let versions = || self.rows().filter(|row| row.kind() == name.kind && row.key() == name.key);
        versions().find(|row| row.period().holds(on)).or_else(|| {
            versions().min_by_key(|row| row.period().effective_from).filter(|row| on < row.period().effective_from)
        })
    }

    /// Of these rows, those that an officer must sign before what rests on them is printed, as they stand on a day.
    #[must_use]
    pub fn to_sign<'a>(&self, names: &'a [RowName], on: NaiveDate) -> Vec<&'a RowName> {
        let sure = |name: &RowName| self.row_named(name, on).map_or(Certainty::Memory, |row| row.period().sure());
        names.iter().filter(|name| sure(name).needs_signature()).collect()
    }
}
