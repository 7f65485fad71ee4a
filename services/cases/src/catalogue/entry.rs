use std::collections::HashMap;

use chrono::NaiveDate;
use law::{Catalogue, CatalogueRow, RowKind};

use super::{group::Group, place};

/// A row with all its versions, in the order in which the engine looks at them.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) kind: RowKind,
    pub(crate) key: String,
    versions: Vec<CatalogueRow<'a>>,
}

impl<'a> Entry<'a> {
    /// Every row of the catalogue, in its order.
    pub(crate) fn all(catalogue: &'a Catalogue) -> Vec<Self> {
        let mut entries: Vec<Self> = Vec::new();
        let mut places: HashMap<(RowKind, String), usize> = HashMap::new();
        for row in catalogue.rows() {
            let (kind, key) = (row.kind(), row.key());
            let place = *places.entry((kind, key.clone())).or_insert(entries.len());
            if place == entries.len() {
                entries.push(Self { kind, key, versions: Vec::new() });
            }
            entries[place].versions.push(row);
        }
        entries
    }

    /// Whether an address names this row.
    pub(crate) fn is_at(&self, kind: &str, key: &str) -> bool {
        place::word(self.kind) == kind && place::slug(&self.key) == place::slug(key)
    }

    /// The version in force on a day.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<CatalogueRow<'a>> {
        self.versions.iter().copied().find(|row| row.period().holds(day))
    }

    /// The version in force on a day, else the last one before it, else the first to come.
    pub(crate) fn nearest(&self, day: NaiveDate) -> CatalogueRow<'a> {
        let history = self.history();
        let before = || history.iter().copied().rfind(|row| row.period().effective_from <= day);
        self.on(day).or_else(before).unwrap_or(history[0])
    }

    /// Every version, the oldest first.
    pub(crate) fn history(&self) -> Vec<CatalogueRow<'a>> {
        let mut versions = self.versions.clone();
        versions.sort_by_key(|row| row.period().effective_from);
        versions
    }

    pub(crate) const fn group(&self) -> Group {
        Group::of(self.kind)
    }

    pub(crate) fn path(&self) -> String {
        place::of(self.kind, &self.key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_has_an_address_of_its_own() {
        let catalogue = law::embedded_catalogue().unwrap();
        let entries = Entry::all(&catalogue);
        let paths: BTreeSet<_> = entries.iter().map(Entry::path).collect();
        assert_eq!(paths.len(), entries.len());
        for entry in &entries {
            let path = entry.path();
            let (kind, key) = path.trim_start_matches("/regles/").split_once('/').unwrap();
            assert!(entry.is_at(kind, key), "{path}");
        }
    }

    #[test]
    fn a_row_that_changed_is_read_as_it_stands_on_the_day() {
        let catalogue = law::embedded_catalogue().unwrap();
        let entries = Entry::all(&catalogue);
        let tax = entries.iter().find(|entry| entry.is_at("taxe", "title")).unwrap();
        let since = |day: &str| tax.nearest(day.parse().unwrap()).period().effective_from.to_string();
        assert_eq!(
            [since("2026-04-30"), since("2026-05-01"), since("1999-01-01")],
            ["2021-05-01", "2026-05-01", "2021-05-01"]
        );
        assert!(tax.on("1999-01-01".parse().unwrap()).is_none());
    }

    #[test]
    fn the_figure_that_a_prefecture_set_is_read_before_the_national_one() {
        let site = "[part]\nscope = \"local\"\nauthor = \"Préfecture\"\n[[parameter]]\nkey = \"complement_days\"\nvalue = 45\n\
                    unit = \"jours\"\nlabel = \"Délai laissé pour envoyer une pièce demandée\"\nlocal = true\n\
                    source = \"Arrêté\"\neffective_from = 2024-01-01\ncertainty = \"verified\"\n";
        let parts: Vec<_> = law::embedded_parts().iter().copied().chain([("site.toml", site)]).collect();
        let catalogue = Catalogue::from_toml(&parts).unwrap();
        let entries = Entry::all(&catalogue);
        let entry = entries.iter().find(|entry| entry.is_at("parametre", "complement_days")).unwrap();
        assert_eq!(entry.on("2026-11-26".parse().unwrap()).unwrap().period().author, "Préfecture");
        assert_eq!(entry.history().len(), 2);
    }
}
