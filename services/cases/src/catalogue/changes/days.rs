use std::collections::BTreeMap;

use chrono::NaiveDate;
use law::{Catalogue, CatalogueRow};
use web::{
    dates,
    parts::{Badge, Tone},
    t, t1, t2,
};

use crate::catalogue::{
    difference::{Difference, differences},
    entry::Entry,
    group::Group,
    words,
};

/// More rows than this that begin on one day are folded by group.
const FOLDED: usize = 8;

/// A day on which something changes.
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) changed: Vec<Change>,
    pub(crate) ended: Vec<Change>,
    pub(crate) begun: Vec<Begun>,
    pub(crate) begun_title: String,
}

/// A row that changes, with what differs, or that ends.
pub(crate) struct Change {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) what: Badge,
    pub(crate) certainty: Badge,
    pub(crate) doubt: Option<String>,
    pub(crate) differences: Vec<Difference>,
}

/// The rows of a group that begin.
pub(crate) struct Begun {
    pub(crate) label: String,
    pub(crate) folded: bool,
    pub(crate) rows: Vec<(String, String)>,
}

/// What happens to a row on a day.
enum Event<'a> {
    Begins(CatalogueRow<'a>),
    Changes(CatalogueRow<'a>, CatalogueRow<'a>),
    Ends(CatalogueRow<'a>),
}

/// Every day on which a row begins, changes or ends, the latest first.
pub(crate) fn of(catalogue: &Catalogue, today: NaiveDate) -> Vec<Day> {
    let entries = Entry::all(catalogue);
    let mut days: BTreeMap<NaiveDate, Vec<(&Entry<'_>, Event<'_>)>> = BTreeMap::new();
    for entry in &entries {
        for (day, event) in events(entry) {
            days.entry(day).or_default().push((entry, event));
        }
    }
    days.into_iter().rev().map(|(day, events)| Day::of(day, &events, catalogue, today)).collect()
}

/// A version that starts the day after another one ends takes its place.
fn events<'a>(entry: &Entry<'a>) -> Vec<(NaiveDate, Event<'a>)> {
    let versions = entry.history();
    let after = |row: &CatalogueRow<'_>| row.period().effective_to.and_then(|last| last.succ_opt());
    let mut found = Vec::new();
    for row in &versions {
        let from = row.period().effective_from;
        let before = versions.iter().find(|other| after(other) == Some(from));
        found.push((from, before.map_or(Event::Begins(*row), |before| Event::Changes(*before, *row))));
        let ended = after(row).filter(|day| !versions.iter().any(|other| other.period().effective_from == *day));
        found.extend(ended.map(|day| (day, Event::Ends(*row))));
    }
    found
}

impl Day {
    fn of(day: NaiveDate, events: &[(&Entry<'_>, Event<'_>)], catalogue: &Catalogue, today: NaiveDate) -> Self {
        let (mut changed, mut ended, mut begun) = (Vec::new(), Vec::new(), Vec::new());
        for (entry, event) in events {
            match event {
                Event::Begins(row) => begun.push((*entry, *row)),
                Event::Changes(before, row) => {
                    changed.push(Change::of(entry, day, *row, differences((*before, catalogue), (*row, catalogue))));
                }
                Event::Ends(row) => ended.push(Change::of_end(entry, day, *row)),
            }
        }
        Self {
            date: dates::long(day),
            id: format!("jour-{}", dates::iso(day)),
            when: dates::relative(day, today),
            changed,
            ended,
            begun_title: t1("rules-begun", "count", begun.len()),
            begun: by_group(&begun),
        }
    }
}

impl Change {
    fn of(entry: &Entry<'_>, day: NaiveDate, row: CatalogueRow<'_>, differences: Vec<Difference>) -> Self {
        Self {
            path: format!("{}?le={}", entry.path(), dates::iso(day)),
            name: words::full_name(row),
            group: entry.group().label(),
            what: Badge::new(Tone::Soon, t("rules-changed")),
            certainty: words::certainty(row.period().sure()),
            doubt: row.period().from_note.clone(),
            differences,
        }
    }

    fn of_end(entry: &Entry<'_>, day: NaiveDate, row: CatalogueRow<'_>) -> Self {
        let what = Badge::new(Tone::Late, t("rules-ended"));
        Self { what, ..Self::of(entry, day, row, Vec::new()) }
    }
}

fn by_group(begun: &[(&Entry<'_>, CatalogueRow<'_>)]) -> Vec<Begun> {
    let of = |group: &Group| {
        let rows = begun.iter().filter(|(entry, _)| entry.group() == *group);
        let rows: Vec<_> = rows.map(|(entry, row)| (entry.path(), words::full_name(*row))).collect();
        Begun { label: counted(*group, rows.len()), folded: begun.len() > FOLDED, rows }
    };
    Group::ALL.iter().map(of).filter(|begun| !begun.rows.is_empty()).collect()
}

fn counted(group: Group, count: usize) -> String {
    t2("rules-group-count", "group", group.label(), "count", count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days() -> Vec<Day> {
        of(&law::embedded_catalogue().unwrap(), "2026-11-26".parse().unwrap())
    }

    #[test]
    fn a_tax_that_changes_is_told_with_both_amounts() {
        let days = days();
        let may = days.iter().find(|day| day.date == "vendredi 1er mai 2026").unwrap();
        let tax = may.changed.iter().find(|change| change.path.starts_with("/regles/taxe/title?")).unwrap();
        let amount = tax.differences.iter().find(|difference| difference.label == "Pour un premier titre").unwrap();
        assert_eq!((amount.before.as_str(), amount.after.as_str()), ("rien", "300\u{a0}€"));
        assert!(tax.doubt.as_deref().is_some_and(|doubt| doubt.contains("non vérifiée")));
    }

    #[test]
    fn days_run_from_the_latest_to_the_first_and_tell_every_row_once() {
        let catalogue = law::embedded_catalogue().unwrap();
        let days = days();
        assert_eq!(days.first().map(|day| day.id.as_str()), Some("jour-2026-05-05"));
        let begun: usize = days.iter().flat_map(|day| &day.begun).map(|begun| begun.rows.len()).sum();
        let changed: usize = days.iter().map(|day| day.changed.len()).sum();
        assert_eq!(begun + changed, catalogue.rows().count());
        assert!(days.iter().flat_map(|day| &day.changed).all(|change| !change.differences.is_empty()));
    }
}
