//! One printed pile: its PDF, its list, and whether it left.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{LetterId, LetterKind, PrintRunId, UserId};
use letters::{DispatchList, DispatchedLetter, EnclosedLetter};
use serde::Deserialize;
use store::{
    accounts,
    hand_overs::{self, Withdrawn},
    reads::departures::{self, LetterLine, RunLine},
};
use web::{Done, Frame, Page, Problem, Staff, View, dates, t, t1, t2};

use super::{
    Pile, Row, again,
    bulk::{self, Bulk},
    heading, names,
    number::{Numbering, printed},
    pile_of, row,
};
use crate::screens::{Desk, Fields, files::pdf};

#[derive(Template)]
#[template(path = "post/pile.html")]
pub(crate) struct PilePage {
    page: Page,
    pile: Pile,
    kinds: Vec<String>,
    letters: Vec<Row>,
    numbering: Numbering,
    windows: Vec<Window>,
    look: Option<String>,
    bulk: Option<Bulk>,
    sheets: u32,
    /// The hand-over was noted today: it can be taken back.
    today: bool,
    /// What was taken back of it before.
    withdrawn: Vec<String>,
}

/// What shows behind the window of an envelope.
pub(crate) struct Window {
    kind: String,
    lines: Vec<String>,
    warnings: Vec<String>,
}

/// What was scanned.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    scan: Option<String>,
}

/// `/courrier/departs/piles/{run}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<PilePage>, Problem> {
    let id: PrintRunId = id.parse().map_err(|_| Problem::NotFound)?;
    Ok(View(page(&desk, &staff, &frame, id, &asked, None).await?))
}

/// `POST /courrier/departs/piles/{run}/numeros`: codes and numbers, one after the other.
pub(crate) async fn numbers(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: PrintRunId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let letters = departures::letters_of_run(&mut tx, id).await?;
    drop(tx);
    let noted = bulk::note(&desk, &staff, &letters, &fields).await?;
    if noted.troubles.is_empty() {
        let text = t1("post-bulk-noted", "count", noted.noted);
        return Ok(Done::to(format!("/courrier/departs/piles/{id}")).saying(text).into_response());
    }
    let page = page(&desk, &staff, &frame, id, &Asked::default(), Some(noted)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
}

async fn page(
    desk: &Desk,
    staff: &Staff,
    frame: &Frame,
    id: PrintRunId,
    asked: &Asked,
    bulk: Option<Bulk>,
) -> Result<PilePage, Problem> {
    let mut tx = desk.begin(staff).await?;
    let run = departures::run(&mut tx, id).await?;
    let letters = departures::letters_of_run(&mut tx, id).await?;
    let names = names(&mut tx, std::iter::once(&run)).await?;
    // Of letters in one envelope the address of the first one shows.
    let windows: Vec<Window> = letters.iter().filter(|line| line.with.is_none()).map(window).collect();
    let look = windows.iter().filter(|window| !window.warnings.is_empty()).count();
    Ok(PilePage {
        page: heading(frame, t1("post-pile-title", "count", run.letters))
            .under("/courrier/departs", t("post-departures-title"))
            .shortcut("b r", t("post-key-pile"))
            .shortcut("f", t("post-key-again"))
            .shortcut("l", t("post-bulk-title"))
            .shortcut("x", t("post-take-out-title"))
            .shortcut("e", t("post-hand-back-title")),
        pile: pile_of(&run, &names, desk.web.zone()),
        kinds: kinds(&letters),
        letters: letters.iter().map(|line| Row { with: beside(line, &letters), ..row(line, desk) }).collect(),
        today: handed_today(&run, desk),
        withdrawn: withdrawn(&mut tx, desk, id).await?,
        numbering: Numbering::of(&letters, asked.scan.as_deref().filter(|_| run.handed_at.is_none())),
        windows: if run.handed_at.is_none() { windows } else { Vec::new() },
        look: (look > 0).then(|| t1("post-window-look", "count", look)),
        bulk,
        sheets: letters.iter().map(again::sheets).sum(),
    })
}

/// The letter in whose envelope a letter goes, in words.
fn beside(line: &LetterLine, letters: &[LetterLine]) -> Option<String> {
    let first = line.with.and_then(|with| letters.iter().find(|other| other.id == with))?;
    Some(web::words::letter_kind(first.kind))
}

fn handed_today(run: &RunLine, desk: &Desk) -> bool {
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&desk.web.zone()).date_naive();
    run.handed_at.is_some_and(|at| day(at) == desk.web.today())
}

/// What was noted as handed over by mistake, in sentences.
async fn withdrawn(tx: &mut store::Transaction, desk: &Desk, run: PrintRunId) -> Result<Vec<String>, Problem> {
    let all = hand_overs::withdrawn(tx, run).await?;
    let ids: Vec<UserId> = all.iter().map(|one| one.by).collect();
    let names = accounts::names(&mut **tx, &ids).await?;
    let zone = desk.web.zone();
    let sentence = |one: &Withdrawn| {
        let name =
            names.iter().find(|(id, _)| *id == one.by).map_or_else(|| t("post-somebody"), |(_, name)| name.0.clone());
        let noted = t2("post-hand-was-noted", "count", one.letters, "date", dates::short_instant(one.handed_at, zone));
        let back = t2("post-hand-was-back", "date", dates::short_instant(one.at, zone), "name", name);
        if one.reason.is_empty() { format!("{noted} {back}") } else { format!("{noted} {back} « {} »", one.reason) }
    };
    Ok(all.iter().map(sentence).collect())
}

/// The lines that the letter prints, and what a person should look at in them (AFNOR NF Z 10-011).
fn window(line: &LetterLine) -> Window {
    let lines = line.recipient.0.clone();
    let warnings = formats::Address::parse(&lines.join("\n")).warnings.iter().map(ToString::to_string).collect();
    Window { kind: web::words::letter_kind(line.kind), lines, warnings }
}

/// `4 accusés de réception`, by kind.
fn kinds(letters: &[LetterLine]) -> Vec<String> {
    let of = |kind: &LetterKind| letters.iter().filter(|line| line.kind == *kind).count();
    let counted = LetterKind::ALL.iter().map(|kind| (web::words::letter_kind(*kind), of(kind)));
    counted
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| t2("post-pile-kind", "kind", kind, "count", count))
        .collect()
}

/// From which sheet a pile is printed again.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FromSheet {
    feuille: Option<u32>,
}

/// `/courrier/departs/piles/{run}/pile`: what the printer prints, whole or from a sheet on. Only for who may see every letter in it.
pub(crate) async fn pile(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    Query(from): Query<FromSheet>,
) -> Result<Response, Problem> {
    let id: PrintRunId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let run = departures::run(&mut tx, id).await?;
    if run.hidden > 0 {
        return Err(Problem::NotFound);
    }
    let name = format!("pile-{id}.pdf");
    if let (None, Some(hash)) = (from.feuille, run.pdf) {
        let (content, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
        return Ok(pdf(content, &name));
    }
    // A pile of what had not left with another one was printed there: it is put together from its letters.
    let letters = departures::letters_of_run(&mut tx, id).await?;
    let rest = again::from_sheet(&letters, from.feuille.unwrap_or(1));
    if rest.is_empty() {
        return Ok(Done::to(format!("/courrier/departs/piles/{id}")).warning(t("post-again-no-sheet")).into_response());
    }
    Ok(pdf(again::merged(&mut tx, &desk, rest).await?, &name))
}

/// `/courrier/departs/piles/{run}/bordereau`: the list that the post signs. It names nobody.
pub(crate) async fn dispatch_list(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id: PrintRunId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let run = departures::run(&mut tx, id).await?;
    let lines = departures::letters_of_run(&mut tx, id).await?;
    drop(tx);
    let site = &desk.casework()?.site;
    let day = site.local_date(run.handed_at.unwrap_or_else(|| desk.web.now()));
    let prefecture = site.catalogue.prefecture(&site.prefecture, day);
    let service = prefecture.and_then(|p| p.service(&site.service)).map(|s| s.name.clone());
    let list = DispatchList {
        prefecture: prefecture.map(|p| p.name.clone()).unwrap_or_default(),
        service: service.unwrap_or_default(),
        run: id,
        date: day,
        letters: lines.iter().filter(|line| line.with.is_none()).map(|line| dispatched(line, &lines)).collect(),
        demonstration: desk.web.settings().demonstration,
    };
    let letters = desk.letters().await?;
    let made = tokio::task::spawn_blocking(move || letters.dispatch_list(&list)).await;
    let made = made.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(pdf(made.pdf, &format!("bordereau-{id}.pdf")))
}

/// An envelope, by the letter whose address shows, with what else is in it.
fn dispatched(line: &LetterLine, all: &[LetterLine]) -> DispatchedLetter {
    let inside = |id: LetterId| all.iter().filter(move |other| other.with == Some(id));
    DispatchedLetter {
        letter: line.id,
        kind: line.kind,
        reference: (!line.neutral).then_some(line.reference),
        with: inside(line.id).map(|other| EnclosedLetter { letter: other.id, kind: other.kind }).collect(),
        sheets: inside(line.id).chain([line]).map(again::sheets).sum(),
        tracking: line.number.as_deref().map(printed),
    }
}
