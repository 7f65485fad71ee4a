//! M3: the scanning desk. What the scanners gave today, what is to be scanned again, and what a person must decide before indexing.

mod actions;
mod batch;
mod collating;
mod doubles;
pub(crate) mod missed;
mod piles;
mod slips;

pub(crate) use actions::{ask, place, take_back, withdraw};
use askama::Template;
use axum::extract::{Query, State};
pub(crate) use batch::{back_to_question, continue_batch, cut, dismiss, part, show_batch, undo_cut};
use chrono::{Days, NaiveDate, TimeDelta};
pub(crate) use collating::{collate, join, part_sheets};
use domain::{BatchId, Permission, RescanReason};
pub(crate) use doubles::{Twice, questions as doubles_of, settle as settle_double};
use serde::Deserialize;
pub(crate) use slips::{backs_sheet, rest_sheet, show_slips};
use store::{
    StoreError, Transaction,
    batches::BatchState,
    reads::scanning::{self, Figures, FileLine, Named},
    rescans::{self, Rescan},
};
use uuid::Uuid;
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Progress, Tone},
    t, t1, t2, tw,
};

use super::{Desk, reception::midnight};

/// The page.
pub(crate) const HERE: &str = "/courrier/numerisation";
/// Files and requests shown at most.
const ROWS: i64 = 300;

/// Which day.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<NaiveDate>,
}

/// A figure of the desk.
pub(crate) struct Figure {
    pub(crate) count: String,
    pub(crate) words: String,
    pub(crate) care: bool,
}

/// A file of the day.
pub(crate) struct Row {
    path: String,
    file: String,
    folder: String,
    received: String,
    progress: Option<Progress>,
    pages: Option<String>,
    badges: Vec<Badge>,
}

/// Something to be scanned again, or scanned again.
pub(crate) struct Wanted {
    id: String,
    what: String,
    why: String,
    path: String,
    since: String,
    code: String,
}

#[derive(Template)]
#[template(path = "post/scanning.html")]
pub(crate) struct ScanningPage {
    page: Page,
    here: String,
    day: String,
    before: String,
    after: Option<String>,
    figures: Vec<Figure>,
    rows: Vec<Row>,
    empty: Empty,
    wanted: Vec<Wanted>,
    done: Vec<Wanted>,
    may_scan: bool,
}

/// `/courrier/numerisation`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ScanningPage>, Problem> {
    let (zone, today) = (desk.web.zone(), desk.web.today());
    let day = asked.jour.filter(|day| *day <= today).unwrap_or(today);
    let (from, until) = (midnight(day, zone), midnight(day + Days::new(1), zone));
    let mut tx = desk.begin(&staff).await?;
    let counted = scanning::figures(&mut tx, from, until).await?;
    let files = scanning::files(&mut tx, from, until, None, ROWS).await?;
    let wanted = rescans::open(&mut tx, ROWS).await?;
    let done = rescans::done_since(&mut tx, desk.web.now() - TimeDelta::hours(24), ROWS).await?;
    let wanted = lines(&mut tx, &desk, &wanted).await?;
    let done = lines(&mut tx, &desk, &done).await?;
    let link = |day: NaiveDate| format!("{HERE}?jour={}", dates::iso(day));
    Ok(View(ScanningPage {
        page: Page::new(&frame, t("post-scanning-title"))
            .counted(counted.again + counted.missed)
            .under("/courrier", t("door-post"))
            .shortcut("j k", t("post-key-rows")),
        here: link(day),
        day: dates::long(day),
        before: link(day - Days::new(1)),
        after: (day < today).then(|| link(day + Days::new(1))),
        figures: figures(&counted),
        rows: files.iter().map(|file| row(file, &desk)).collect(),
        empty: Empty::new(t("post-scanning-empty"), t("post-scanning-empty-help")),
        wanted,
        done,
        may_scan: staff.may(Permission::OpenPost),
    }))
}

fn figures(counted: &Figures) -> Vec<Figure> {
    let figure = |count: u32, key: &'static str, care: bool| Figure {
        count: count.to_string(),
        words: t1(key, "count", count),
        care: care && count > 0,
    };
    let mut figures = vec![
        figure(counted.envelopes, "post-scanning-envelopes", false),
        figure(counted.pages, "post-scanning-pages", false),
        figure(counted.reading, "post-scanning-reading", false),
        figure(counted.again, "post-scanning-again", true),
        figure(counted.missed, "post-scanning-missed", true),
        figure(counted.refused, "post-scanning-refused", true),
    ];
    if counted.reading_of > 0 {
        let words = t2("post-scanning-reading-of", "read", counted.reading_done, "pages", counted.reading_of);
        figures[2].words = format!("{} {words}", figures[2].words);
    }
    figures
}

/// What is said of a file in words, each with its urgency.
pub(crate) fn badges(file: &FileLine) -> Vec<Badge> {
    let state = match file.state {
        BatchState::Received => Badge::new(Tone::Plain, t("post-batch-received")),
        BatchState::Read => Badge::new(Tone::Done, t("post-scanning-read")),
        BatchState::Unreadable => Badge::new(Tone::Late, t("post-batch-unreadable")),
    };
    let some = |count: u32, key: &'static str| (count > 0).then(|| Badge::new(Tone::Soon, t1(key, "count", count)));
    let rest = file.continues.map(|whole| Badge::new(Tone::Plain, t1("post-scanning-rest-of", "code", whole.code())));
    let collated = file.collated.then(|| Badge::new(Tone::Plain, t("post-scanning-collated")));
    let asked = [
        some(file.missed, "post-scanning-missed-mark"),
        some(file.doubles, "post-scanning-doubles"),
        some(file.unplaced, "post-scanning-unplaced"),
    ];
    [Some(state), rest, collated].into_iter().chain(asked).flatten().collect()
}

fn row(file: &FileLine, desk: &Desk) -> Row {
    let reading = file.state == BatchState::Received;
    Row {
        path: batch_path(file.id),
        file: file.file_name.clone(),
        folder: file.folder.clone(),
        received: dates::hour(file.received_at, desk.web.zone()),
        progress: file
            .page_count
            .filter(|_| reading)
            .map(|pages| Progress::new(t("post-batch-reading"), file.pages_read, pages)),
        pages: file.page_count.filter(|_| !reading).map(|pages| t1("post-pages", "count", pages)),
        badges: badges(file),
    }
}

/// The page of a batch.
pub(crate) fn batch_path(batch: BatchId) -> String {
    format!("/courrier/lots/{batch}")
}

/// Done to a batch, and taken back with its key.
fn undone_by(done: Done, batch: BatchId, key: Uuid) -> Done {
    done.undo(format!("{}/annuler", batch_path(batch)), &[("cle", &key.to_string())])
}

/// What people call an envelope.
pub(crate) fn envelope_name(named: &Named) -> String {
    named
        .serial
        .clone()
        .unwrap_or_else(|| t2("post-envelope-place", "position", named.position, "file", &named.file_name))
}

/// What is asked, in words: `page 3 du pli A7K2`.
pub(crate) fn what(rescan: &Rescan, named: &Named) -> String {
    let first = named.first_page.unwrap_or(1);
    let place =
        rescan.number.and_then(|number| u32::try_from(number).ok()).map(|number| (number + 1).saturating_sub(first));
    match place {
        Some(page) => t2("post-scanning-page-of", "page", page, "envelope", envelope_name(named)),
        None => t1("post-scanning-whole", "envelope", envelope_name(named)),
    }
}

/// The reason, with what was added.
pub(crate) fn why(rescan: &Rescan) -> String {
    match (rescan.reason, rescan.note.as_str()) {
        (RescanReason::Other, note) => note.to_owned(),
        (reason, "") => tw("post-rescan-reason", reason.word()),
        (reason, note) => format!("{} : {note}", tw("post-rescan-reason", reason.word())),
    }
}

async fn lines(tx: &mut Transaction, desk: &Desk, rescans: &[Rescan]) -> Result<Vec<Wanted>, StoreError> {
    let mut lines = Vec::with_capacity(rescans.len());
    for rescan in rescans {
        let named = scanning::named(tx, rescan.communication).await?;
        let first = named.first_page.unwrap_or(1);
        let page =
            rescan.number.and_then(|number| u32::try_from(number).ok()).map_or(1, |n| (n + 1).saturating_sub(first));
        lines.push(Wanted {
            id: rescan.id.to_string(),
            what: what(rescan, &named),
            why: why(rescan),
            path: format!("/courrier/indexation/{}?page={page}", rescan.communication),
            since: dates::age(rescan.asked_at, desk.web.now()),
            code: rescan.id.code(),
        });
    }
    Ok(lines)
}
