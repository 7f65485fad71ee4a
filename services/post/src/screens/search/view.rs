//! What was found, page by page, with the words lit.

use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{ChannelKind, Permission};
use serde::Deserialize;
use store::{
    StoreError, Transaction,
    reads::{
        indexing::{self, EnvelopeView},
        pages::{self, PageLine},
        search::{self, Term},
    },
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Sheet},
    t, t1, t2, words,
};

use super::{HERE, asked, lit::highlights, marks, query, state};
use crate::screens::{
    Desk,
    indexing::place as place_in_file,
    leaves::{Leaves, Looked},
    searchable,
};

/// Which page is looked at, and how.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    page: Option<u32>,
    zoom: Option<String>,
    rotation: Option<u16>,
}

#[derive(Template)]
#[template(path = "post/found.html")]
pub(crate) struct FoundPage {
    page: Page,
    back: String,
    heading: String,
    received: String,
    place: String,
    marks: Vec<String>,
    state: Badge,
    outcome: Option<String>,
    cases: Vec<(Option<String>, String)>,
    open: String,
    searchable: Vec<(String, String)>,
    may_register: bool,
    said: String,
    next_found: Option<String>,
    sheet: Option<Sheet>,
}

/// `/courrier/recherche/{envelope}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    Query(looked): Query<Asked>,
) -> Result<View<FoundPage>, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let envelope = indexing::envelope(&mut tx, id).await?;
    let terms = query::terms(looked.q.trim());
    let terms = query::widened(&mut tx, &terms).await?;
    let lines = pages::of_envelope(&mut tx, id).await?;
    let found = search::pages_found(&mut tx, id, &terms).await?;
    let sheet = sheet(&mut tx, &envelope, &lines, &found, &terms, &looked).await?;
    drop(tx);
    let zone = desk.web.zone();
    let may_read = staff.may(Permission::ReadCases);
    let cases = envelope
        .cases
        .iter()
        .map(|(id, reference)| (may_read.then(|| format!("/dossiers/{id}")), reference.to_string()));
    Ok(View(FoundPage {
        page: Page::new(&frame, t("post-search-title"))
            .under("/courrier", t("door-post"))
            .under(HERE, t("post-search-title"))
            .wide()
            .shortcut("p s", t("post-key-pages"))
            .shortcut("n", t("post-key-next-found"))
            .shortcut("+ - r", t("post-key-zoom")),
        back: format!("{HERE}?{}", asked(&looked.q)),
        heading: heading(&envelope),
        received: t1("post-search-received", "date", dates::long_instant(envelope.received_at, zone)),
        place: if envelope.channel == ChannelKind::Post {
            place_in_file(&envelope)
        } else {
            envelope.file_name.clone()
        },
        marks: marks(envelope.marks.postmark_on, envelope.marks.registered_number.as_deref()),
        state: state(envelope.state),
        outcome: envelope.outcome.clone(),
        cases: cases.collect(),
        open: format!("/courrier/indexation/{id}"),
        searchable: searchable::links(id, lines.iter().filter(|line| !line.separator).count()),
        may_register: staff.may(Permission::RegisterPost),
        said: t2("post-search-found-on", "words", looked.q.trim(), "count", found.len()),
        next_found: next_found(sheet.as_ref(), &lines, &found, &envelope, &looked),
        sheet,
    }))
}

fn heading(envelope: &EnvelopeView) -> String {
    if envelope.channel == ChannelKind::Post {
        let place = || t2("post-envelope-place", "position", envelope.position, "file", &envelope.file_name);
        t1("post-envelope", "name", envelope.serial.clone().unwrap_or_else(place))
    } else {
        words::channel(envelope.channel)
    }
}

fn link(envelope: &EnvelopeView, looked: &Asked, place: u32) -> String {
    format!("{HERE}/{}?page={place}&{}", envelope.id, asked(&looked.q))
}

/// The next page that has one of the words, the first one after the last.
fn next_found(
    sheet: Option<&Sheet>,
    lines: &[PageLine],
    found: &[u32],
    envelope: &EnvelopeView,
    looked: &Asked,
) -> Option<String> {
    let shown = sheet?.number;
    let places: Vec<u32> =
        (1..).zip(lines).filter(|(_, line)| found.contains(&line.number)).map(|(place, _)| place).collect();
    let next = places.iter().find(|place| **place > shown).or(places.first()).filter(|place| **place != shown)?;
    Some(link(envelope, looked, *next))
}

async fn sheet(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    lines: &[PageLine],
    found: &[u32],
    terms: &[Term],
    looked: &Asked,
) -> Result<Option<Sheet>, StoreError> {
    let address = |place: u32| link(envelope, looked, place);
    let note = |line: &PageLine| found.contains(&line.number).then(|| t("post-search-here"));
    let leaves = Leaves { envelope, lines, link: &address, note: &note };
    let first = lines.iter().position(|line| found.contains(&line.number)).and_then(|at| u32::try_from(at + 1).ok());
    let looked = Looked { page: looked.page, zoom: looked.zoom.clone(), rotation: looked.rotation };
    let Some(shown) = leaves.shown(&looked, first.unwrap_or(1)) else { return Ok(None) };
    let places = search::words_found(tx, envelope.batch, shown.1, terms).await?;
    Ok(Some(leaves.sheet(tx, shown, &looked, |page| highlights(&page.words, &places, terms)).await?))
}
