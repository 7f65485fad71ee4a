use law::{Catalogue, CatalogueRow, Certainty};
use web::{parts::Badge, t, t3, tw};

use crate::catalogue::{asked::Shown, entry::Entry, group::Group, values, words};

/// A row in a list.
pub(crate) struct RowLine {
    pub(crate) path: String,
    pub(crate) code: Option<String>,
    pub(crate) name: String,
    pub(crate) summary: String,
    pub(crate) source: String,
    pub(crate) certainty: Badge,
    pub(crate) period: String,
    /// Why it does not apply, when it does not.
    pub(crate) out_of_force: Option<String>,
}

impl RowLine {
    pub(crate) fn of(entry: &Entry<'_>, shown: &Shown, catalogue: &Catalogue) -> Self {
        let row = entry.nearest(shown.day);
        let period = row.period();
        Self {
            path: shown.path_of(&entry.path()),
            code: words::code(row),
            name: words::name(row),
            summary: values::summary(row, catalogue),
            source: period.source.clone(),
            certainty: words::certainty(period.sure()),
            period: words::period(period),
            out_of_force: words::out_of_force(period, shown.day),
        }
    }

    /// What the row is, for those who hear it.
    pub(crate) fn spoken(&self) -> String {
        self.code.iter().chain([&self.name]).cloned().collect::<Vec<_>>().join(", ")
    }
}

/// The rows of a group.
pub(crate) struct Section {
    pub(crate) word: &'static str,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) rows: Vec<RowLine>,
}

/// The rows by group, those without rows left out.
pub(crate) fn sections(entries: &[&Entry<'_>], shown: &Shown, catalogue: &Catalogue) -> Vec<Section> {
    if shown.is_overview() {
        return Vec::new();
    }
    let of = |group: &Group| {
        let rows = entries.iter().filter(|entry| entry.group() == *group);
        Section {
            word: group.word(),
            label: group.label(),
            help: group.help(),
            rows: rows.map(|entry| RowLine::of(entry, shown, catalogue)).collect(),
        }
    };
    Group::ALL.iter().map(of).filter(|section| !section.rows.is_empty()).collect()
}

/// A group in the overview, or all of them together.
pub(crate) struct GroupLine {
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    pub(crate) path: String,
    pub(crate) count: usize,
    pub(crate) certainties: Vec<Share>,
}

/// How many rows of a group have a certainty, and where they are listed.
pub(crate) struct Share {
    pub(crate) count: usize,
    pub(crate) path: String,
    pub(crate) certainty: String,
    pub(crate) spoken: String,
}

/// Every group, then the whole: how many of its rows are in force on the day, and how sure they are.
pub(crate) fn overview(entries: &[Entry<'_>], shown: &Shown) -> Vec<GroupLine> {
    let rows: Vec<_> = entries.iter().filter_map(|entry| entry.on(shown.day)).collect();
    Group::ALL.into_iter().map(Some).chain([None]).map(|group| GroupLine::of(group, &rows, shown)).collect()
}

impl GroupLine {
    fn of(group: Option<Group>, rows: &[CatalogueRow<'_>], shown: &Shown) -> Self {
        let label = group.map_or_else(|| t("rules-everything"), Group::label);
        let rows: Vec<_> = rows.iter().filter(|row| group.is_none_or(|group| Group::of(row.kind()) == group)).collect();
        let shown = shown.with_group(group);
        let count = |one: &Certainty| {
            let count = rows.iter().filter(|row| row.period().sure() == *one).count();
            let certainty = tw("rules-certainty", one.word());
            let spoken = t3("rules-count-spoken", ("group", &label), ("certainty", &certainty), ("count", count));
            Share { count, path: shown.with_certainty(Some(*one)).path(), certainty, spoken }
        };
        let certainties = Certainty::ALL.iter().map(count).collect();
        Self { certainties, help: group.map(Group::help), path: shown.path(), count: rows.len(), label }
    }
}
