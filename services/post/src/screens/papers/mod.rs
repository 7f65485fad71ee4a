//! Where each paper lies now: a place is scanned, then what is put into it; an envelope is scanned, and the page says where it is.

mod actions;
mod labels;
mod trail;

pub(crate) use actions::{confirm, keep, log, make, put_many, scan, send_out, withdraw, witness};
use askama::Template;
use axum::extract::{Query, State};
use domain::{CaseReference, CommunicationId, Permission, PlaceKind};
pub(crate) use labels::show as labels;
use serde::Deserialize;
use store::{
    papers::{self, Place},
    reads::paper_trail::{self, EnvelopeLine, Wanted},
};
use trail::{OriginalRow, Trail};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2, words,
};

use super::Desk;

/// The page.
pub(crate) const HERE: &str = "/courrier/papier";
/// Rows of each list.
const ROWS: i64 = 50;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lieu: Option<String>,
    pli: Option<String>,
    dossier: Option<String>,
    serie: Option<String>,
    /// A place that could not be made, as it was typed.
    nature: Option<String>,
    code: Option<String>,
    nom: Option<String>,
}

/// A place to make: what was typed, when it was refused.
pub(crate) struct Making {
    refused: bool,
    kind: String,
    code: String,
    name: String,
}

/// A place.
pub(crate) struct PlaceRow {
    code: String,
    name: String,
    kind: String,
    lying: String,
    inside: String,
    path: String,
}

/// An envelope of a list.
pub(crate) struct Row {
    pub(crate) id: String,
    /// The file that it was scanned in, unless its name says so.
    pub(crate) file: Option<String>,
    pub(crate) name: String,
    pub(crate) received: String,
    pub(crate) path: String,
    pub(crate) cases: String,
}

#[derive(Template)]
#[template(path = "post/papers.html")]
pub(crate) struct PapersPage {
    page: Page,
    into: Option<(String, String)>,
    trails: Vec<Trail>,
    unknown: Option<String>,
    places: Vec<PlaceRow>,
    kinds: Vec<(&'static str, String)>,
    making: Making,
    unplaced: u32,
    rows: Vec<Row>,
    originals: Vec<OriginalRow>,
    may_move: bool,
    empty: Empty,
}

/// `/courrier/papier`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<PapersPage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let into = match &asked.lieu {
        Some(code) => papers::place_by_code(&mut tx, code).await?,
        None => None,
    };
    let lines = wanted_lines(&mut tx, &asked).await?;
    let looked = asked.pli.is_some() || asked.dossier.is_some() || asked.serie.is_some();
    let mut trails = Vec::with_capacity(lines.len());
    for line in &lines {
        trails.push(trail::load(&mut tx, &desk, line).await?);
    }
    let places = papers::places(&mut tx).await?;
    let mut rows = Vec::with_capacity(places.len());
    for (place, lying) in &places {
        rows.push(place_row(&mut tx, place, *lying).await?);
    }
    let waiting = paper_trail::envelopes(&mut tx, &Wanted { unplaced: true, ..Wanted::default() }, ROWS).await?;
    let originals = trail::originals(&mut tx, &desk, None, &staff).await?;
    Ok(View(PapersPage {
        page: Page::new(&frame, t("post-papers-title"))
            .under("/courrier", t("door-post"))
            .shortcut("/", t("post-key-scan"))
            .shortcut("r l t", t("post-key-put")),
        into: into.map(|place| (place.code.clone(), place_name(&place))),
        unknown: (looked && trails.is_empty()).then(|| t("post-papers-unknown")),
        trails,
        places: rows,
        kinds: PlaceKind::ALL.iter().map(|kind| (kind.word(), words::place_kind(*kind))).collect(),
        making: Making {
            refused: asked.code.is_some(),
            kind: asked.nature.unwrap_or_default(),
            code: asked.code.unwrap_or_default(),
            name: asked.nom.unwrap_or_default(),
        },
        unplaced: paper_trail::unplaced(&mut tx).await?,
        rows: waiting.iter().map(|line| row(line, &desk)).collect(),
        originals,
        may_move: staff.may(Permission::HandleExceptions),
        empty: Empty::new(t("post-papers-empty"), t("post-papers-empty-help")),
    }))
}

async fn wanted_lines(tx: &mut store::Transaction, asked: &Asked) -> Result<Vec<EnvelopeLine>, Problem> {
    let communication = asked.pli.as_deref().and_then(|id| id.parse::<CommunicationId>().ok());
    let case = asked.dossier.as_deref().and_then(|reference| reference.parse::<CaseReference>().ok());
    let serial = asked.serie.as_deref().filter(|serial| !serial.is_empty());
    if communication.is_none() && case.is_none() && serial.is_none() {
        return Ok(Vec::new());
    }
    let wanted = Wanted { communication, case, serial, ..Wanted::default() };
    Ok(paper_trail::envelopes(tx, &wanted, ROWS).await?)
}

async fn place_row(tx: &mut store::Transaction, place: &Place, lying: u32) -> Result<PlaceRow, Problem> {
    let stand = papers::stands(tx, papers::Paper::Place(place.id)).await?.into_iter().next();
    Ok(PlaceRow {
        code: place.code.clone(),
        name: place.name.clone(),
        kind: words::place_kind(place.kind),
        lying: t1("post-papers-lying", "count", lying),
        inside: stand.and_then(|stand| stand.place).map(|outer| place_name(&outer)).unwrap_or_default(),
        path: format!("{HERE}?lieu={}", place.code),
    })
}

/// `boîte B12`, with what people call it when that says more.
pub(crate) fn place_name(place: &Place) -> String {
    let kind = words::place_kind(place.kind);
    if place.name == place.code {
        t2("post-papers-place", "kind", kind, "code", &place.code)
    } else {
        web::t3("post-papers-place-named", ("kind", kind), ("code", place.code.as_str()), ("name", place.name.as_str()))
    }
}

/// What people call an envelope: the serial of its sheet, else its place in the file.
pub(crate) fn envelope_name(line: &EnvelopeLine) -> String {
    line.serial
        .clone()
        .unwrap_or_else(|| t2("post-envelope-place", "position", line.position, "file", line.file_name.as_str()))
}

pub(crate) fn row(line: &EnvelopeLine, desk: &Desk) -> Row {
    Row {
        id: line.id.to_string(),
        file: line.serial.is_some().then(|| line.file_name.clone()),
        name: envelope_name(line),
        received: dates::short_instant(line.received_at, desk.web.zone()),
        path: format!("{HERE}?pli={}", line.id),
        cases: line.cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// Where something is, as a badge.
pub(crate) fn where_badge(place: Option<String>, fate: Option<String>) -> Badge {
    match (place, fate) {
        (Some(place), _) => Badge::new(Tone::Done, place),
        (None, Some(fate)) => Badge::new(Tone::Plain, fate),
        (None, None) => Badge::new(Tone::Soon, t("post-papers-nowhere")),
    }
}
