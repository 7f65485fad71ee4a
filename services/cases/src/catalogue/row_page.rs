//! A row: what it says on a day, where it comes from, its versions, what rests on the same texts.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use law::{Catalogue, CatalogueRow, Citation};
use web::{Frame, Page, View, dates, parts::Badge, t, t1, tw};

use super::{
    asked::{Asked, Shown},
    entry::Entry,
    index, place,
    values::{self, Item, Value},
    words,
};
use crate::state::Cases;

#[derive(Template)]
#[template(path = "rules/row.html")]
pub(crate) struct RowPage {
    page: Page,
    code: Option<String>,
    sure: Badge,
    rule_set: String,
    day: String,
    out_of_force: Option<String>,
    version: Version,
    values: Vec<Value>,
    cited: Vec<Item>,
    author: String,
    meaning: String,
    history: Vec<Version>,
    related: Vec<Related>,
}

/// A version in the history.
struct Version {
    path: String,
    current: bool,
    period: String,
    summary: String,
    source: String,
    certainty: Badge,
    doubt: Option<Doubt>,
    author: String,
}

/// What is not known of the first day of a version.
struct Doubt {
    note: String,
    certainty: Badge,
}

/// The other rows that rest on a text.
struct Related {
    text: String,
    rows: Vec<Item>,
}

#[derive(Template)]
#[template(path = "rules/unknown.html")]
struct UnknownPage {
    page: Page,
    what: String,
    search: String,
}

pub(crate) async fn show(
    State(cases): State<Cases>,
    frame: Frame,
    Path((kind, key)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let entries = Entry::all(&cases.catalogue);
    let shown = asked.shown(cases.web.today());
    match entries.iter().find(|entry| entry.is_at(&kind, &key)) {
        Some(entry) => View(page(&frame, &cases.catalogue, entry, &entries, &shown)).into_response(),
        None => unknown(&frame, &key),
    }
}

/// A row that does not exist, or no longer under that name: what was looked for, and two ways back.
fn unknown(frame: &Frame, key: &str) -> Response {
    let page = UnknownPage {
        page: Page::new(frame, t("rules-unknown")).under(place::INDEX, t("door-rules")),
        what: t1("rules-unknown-what", "key", words::clipped(key)),
        search: place::search(key),
    };
    (StatusCode::NOT_FOUND, View(page)).into_response()
}

fn page(frame: &Frame, catalogue: &Catalogue, entry: &Entry<'_>, entries: &[Entry<'_>], shown: &Shown) -> RowPage {
    let row = entry.nearest(shown.day);
    let period = row.period();
    let group = entry.group();
    let version = |other: CatalogueRow<'_>| Version::of(other, entry, other.period() == period, catalogue);
    let index = shown.overview();
    RowPage {
        page: Page::new(frame, words::name(row))
            .under(index.path(), t("door-rules"))
            .under(index.with_group(Some(group)).path(), group.label())
            .shortcut("j k", t("cases-key-rows")),
        code: words::code(row),
        sure: words::certainty(period.sure()),
        rule_set: index::rule_set(catalogue),
        day: dates::long(shown.day),
        out_of_force: words::out_of_force(period, shown.day),
        version: version(row),
        values: values::of(row, catalogue),
        cited: Citation::of_source(&period.source).iter().map(cited).collect(),
        author: period.author.clone(),
        meaning: tw("rules-meaning", period.certainty.word()),
        history: entry.history().into_iter().map(version).collect(),
        related: related(row, entry, entries, shown),
    }
}

fn cited(citation: &Citation) -> Item {
    Item { text: citation.to_string(), path: Some(place::search(&citation.place)) }
}

impl Version {
    fn of(row: CatalogueRow<'_>, entry: &Entry<'_>, current: bool, catalogue: &Catalogue) -> Self {
        let period = row.period();
        Self {
            path: format!("{}?le={}", entry.path(), dates::iso(period.effective_from)),
            current,
            period: words::period(period),
            summary: values::summary(row, catalogue),
            source: period.source.clone(),
            certainty: words::certainty(period.certainty),
            doubt: period
                .from_note
                .clone()
                .map(|note| Doubt { note, certainty: words::certainty(period.from_certainty) }),
            author: period.author.clone(),
        }
    }
}

/// For each text that the source of the row names, the other rows in force that rest on it or speak of it.
fn related(row: CatalogueRow<'_>, entry: &Entry<'_>, entries: &[Entry<'_>], shown: &Shown) -> Vec<Related> {
    let others: Vec<(&Entry<'_>, CatalogueRow<'_>, BTreeSet<Citation>)> = entries
        .iter()
        .filter(|other| other.path() != entry.path())
        .filter_map(|other| other.on(shown.day).map(|row| (other, row, row.citations())))
        .collect();
    let of = |citation: &Citation| {
        let rows = others.iter().filter(|(_, _, cited)| cited.contains(citation));
        let item = |(other, row, _): &(&Entry<'_>, CatalogueRow<'_>, BTreeSet<Citation>)| Item {
            text: format!("{} : {}", other.group().label(), words::full_name(*row)),
            path: Some(shown.path_of(&other.path())),
        };
        Related { text: citation.to_string(), rows: rows.map(item).collect() }
    };
    Citation::of_source(&row.period().source).iter().map(of).filter(|related| !related.rows.is_empty()).collect()
}
