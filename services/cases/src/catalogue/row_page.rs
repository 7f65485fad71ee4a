//! A row: what it says on a day, where it comes from, its versions, what rests on the same texts.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{LocalRowId, Permission};
use law::{Catalogue, CatalogueRow, Citation, Period};
use store::local_rows::{self, LocalRowProposal, Which};
use web::{Frame, Page, Problem, Staff, View, dates, parts::Badge, t, t1, t2, tw};

use super::{
    asked::{Asked, Shown},
    entry::Entry,
    index, place,
    values::{self, Item, Value},
    words,
};
use crate::{
    local_rows::{People, Signing, change_path},
    state::Cases,
};

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
    origin: String,
    local: Vec<LocalVersion>,
    change: Option<String>,
    waiting: usize,
    signing: Option<Signing>,
}

/// A version of the prefecture: who proposed and who accepted it.
struct LocalVersion {
    path: String,
    from: String,
    who: String,
    state: Badge,
}

/// What the staff did about a row.
#[derive(Default)]
struct OfStaff {
    local: Vec<LocalVersion>,
    change: Option<String>,
    waiting: usize,
    signing: Option<Signing>,
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
    staff: Staff,
    frame: Frame,
    Path((kind, key)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let catalogue = cases.catalogue.now();
    let entries = Entry::all(&catalogue);
    let shown = asked.shown(cases.web.today());
    let Some(entry) = entries.iter().find(|entry| entry.is_at(&kind, &key)) else { return Ok(unknown(&frame, &key)) };
    let of_staff = of_staff(&cases, &staff, entry, entry.nearest(shown.day)).await?;
    Ok(View(page(&frame, &catalogue, entry, &entries, &shown, of_staff)).into_response())
}

async fn of_staff(cases: &Cases, staff: &Staff, entry: &Entry<'_>, row: CatalogueRow<'_>) -> Result<OfStaff, Problem> {
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let proposals = local_rows::read(&mut tx, Which::OfRow(row.kind().word(), &entry.key)).await?;
    let people = People::of_proposals(&mut tx, &proposals).await?;
    let signing = Signing::of(&mut tx, cases, staff, row).await?;
    let prefecture = cases.casework().map(|casework| casework.site.prefecture.clone()).unwrap_or_default();
    let zone = cases.web.zone();
    let version = |proposal: &LocalRowProposal| {
        let proposed = t2(
            "rules-proposed-by",
            "name",
            people.name(proposal.row.by),
            "date",
            dates::short_instant(proposal.at, zone),
        );
        let decided = proposal.decision.as_ref().map(|decision| {
            let date = dates::short_instant(decision.at, zone);
            t2("rules-decided-by", "name", people.name(decision.by), "date", date)
        });
        LocalVersion {
            path: format!("{}/{}", place::PROPOSALS, proposal.row.id),
            from: t1("rules-since", "from", dates::short(proposal.row.from)),
            who: std::iter::once(proposed).chain(decided).collect::<Vec<_>>().join(" "),
            state: crate::local_rows::state(proposal),
        }
    };
    Ok(OfStaff {
        local: proposals.iter().map(version).collect(),
        change: change_path(row, &prefecture).filter(|_| staff.may(Permission::KeepRules)),
        waiting: proposals.iter().filter(|proposal| proposal.decision.is_none()).count(),
        signing,
    })
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

fn page(
    frame: &Frame,
    catalogue: &Catalogue,
    entry: &Entry<'_>,
    entries: &[Entry<'_>],
    shown: &Shown,
    of_staff: OfStaff,
) -> RowPage {
    let OfStaff { local, change, waiting, signing } = of_staff;
    let row = entry.nearest(shown.day);
    let period = row.period();
    let group = entry.group();
    let version = |other: CatalogueRow<'_>| Version::of(other, entry, other.period() == period, catalogue);
    let index = shown.overview();
    RowPage {
        page: Page::new(frame, words::name(row))
            .under(index.path(), t("door-rules"))
            .under(index.with_group(Some(group)).path(), group.label())
            .shortcut("j k", t("cases-key-rows"))
            .shortcut("p", t("rules-propose-change")),
        code: words::code(row),
        sure: words::certainty(period.sure()),
        rule_set: index::rule_set(catalogue),
        day: dates::long(shown.day),
        out_of_force: words::out_of_force(period, shown.day),
        version: version(row),
        values: values::of(row, catalogue),
        cited: Citation::of_source(&period.source).iter().map(cited).collect(),
        author: author(period),
        origin: if period.local { t("rules-origin-local") } else { t("rules-origin-national") },
        local,
        change,
        waiting,
        signing,
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
            author: author(period),
        }
    }
}

/// Who wrote a version: what was accepted here is told beside it, by names.
fn author(period: &Period) -> String {
    if period.author.parse::<LocalRowId>().is_ok() { t("rules-author-local") } else { period.author.clone() }
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
