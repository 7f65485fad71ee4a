//! M1: the post is opened. Classes are counted, registered numbers scanned by hand, drop boxes and handed-over post dated, labels printed.

mod actions;
mod forms;
mod forwarded;
mod labels;
mod numbers;
mod register;
mod scans;
mod tallies;

pub(crate) use actions::{count, empty_box, forward, hand_over, scan, seal, take_back};
use askama::Template;
use axum::extract::{Query, State};
use chrono::{NaiveDate, TimeDelta};
use domain::OpenedClass;
use formats::TrackingNumber;
use forms::{Forms, Refused};
pub(crate) use forwarded::slip;
pub(crate) use labels::print;
pub(crate) use register::{enter, later, sheet};
use scans::{Doubtful, LastScan, Scanned};
use store::{
    opening_counts,
    openings::{self, Opened},
};
use tallies::{ClassRow, rows as class_rows, total};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, ErrorSummary, Tone},
    t, t1, t2, t3, tw,
};

use super::Desk;

/// The page.
pub(crate) const HERE: &str = "/courrier/ouverture";
/// Envelopes of a day that are listed.
const ROWS: i64 = 2000;
/// What was opened and not scanned for so long is late.
const LATE: TimeDelta = TimeDelta::hours(24);
/// How long what was opened by mistake can be taken back (I-27).
const TAKE_BACK_FOR: TimeDelta = TimeDelta::hours(24);

/// An envelope opened by hand.
pub(crate) struct Row {
    id: String,
    name: String,
    class: String,
    label: String,
    hour: String,
    dated: Option<String>,
    state: Badge,
    scanned: Option<String>,
    may_take_back: bool,
}

#[derive(Template)]
#[template(path = "post/opening.html")]
pub(crate) struct OpeningPage {
    page: Page,
    errors: ErrorSummary,
    day: String,
    typed: String,
    last: Option<LastScan>,
    doubtful: Vec<Doubtful>,
    classes: Vec<ClassRow>,
    total: String,
    rows: Vec<Row>,
    empty: Empty,
    older: Vec<Row>,
    sealed: u32,
    other_service: u32,
    forwarded: u32,
    unprinted: u32,
    forms: Forms,
}

/// `/courrier/ouverture`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<View<OpeningPage>, Problem> {
    Ok(View(opening(&desk, &staff, &frame, &Scanned::of(&asked), &Refused::default()).await?))
}

/// The page, with what the last scan made and what was typed and refused.
async fn opening(
    desk: &Desk,
    staff: &Staff,
    frame: &Frame,
    scanned: &Scanned,
    refused: &Refused,
) -> Result<OpeningPage, Problem> {
    let (today, zone) = (desk.web.today(), desk.web.zone());
    let mut tx = desk.begin(staff).await?;
    let opened = openings::of_day(&mut tx, today, ROWS).await?;
    let waiting = openings::waiting(&mut tx, ROWS).await?;
    let tallies = opening_counts::of_day(&mut tx, today).await?;
    let bags = opening_counts::bags(&mut tx, today).await?;
    let boxes = openings::drop_boxes(&mut tx).await?;
    let forwarded = forwarded::of_day(&mut tx, today, zone).await?.len();
    let last = scans::last(&mut tx, desk, scanned).await?;
    drop(tx);
    let waits = |class: OpenedClass| u32::try_from(waiting.iter().filter(|o| o.class == class).count()).unwrap_or(0);
    let row = |opened: &Opened| row(opened, desk, staff);
    Ok(OpeningPage {
        page: Page::new(frame, t("post-opening-title"))
            .under("/courrier", t("door-post"))
            .shortcut("l", t("post-key-opening-scan"))
            .shortcut("c", t("post-key-opening-counts"))
            .shortcut("b", t("post-key-opening-box"))
            .shortcut("h", t("post-key-opening-handed"))
            .shortcut("m", t("post-key-opening-sealed"))
            .shortcut("e", t("post-key-opening-labels"))
            .shortcut("j k", t("post-key-rows")),
        errors: refused.summary(),
        day: dates::long(today),
        typed: scanned.again(),
        last,
        doubtful: scans::doubtful(scanned),
        classes: class_rows(bags, &tallies, refused),
        total: total(&tallies),
        rows: opened.iter().map(row).collect(),
        empty: Empty::new(t("post-opening-empty"), t("post-opening-empty-help")),
        older: waiting.iter().filter(|o| o.opened_on < today).map(row).collect(),
        sealed: waits(OpenedClass::MedicalSealed),
        other_service: waits(OpenedClass::OtherService),
        forwarded: u32::try_from(forwarded).unwrap_or(u32::MAX),
        unprinted: u32::try_from(opened.iter().filter(|o| o.communication.is_none() && o.forwarded.is_none()).count())
            .unwrap_or(0),
        forms: Forms::new(&boxes, zone, today, refused),
    })
}

fn row(opened: &Opened, desk: &Desk, staff: &Staff) -> Row {
    let (now, zone) = (desk.web.now(), desk.web.zone());
    let number = opened.number.as_deref().map(|number| TrackingNumber::parse(number).printed());
    let mine = opened.opened_by == staff.user_id && now - opened.opened_at < TAKE_BACK_FOR;
    let idle = opened.communication.is_none() && opened.forwarded.is_none();
    Row {
        id: opened.id.to_string(),
        name: number.or_else(|| opened.origin.clone()).unwrap_or_else(|| tw("post-opening-class", opened.class.word())),
        class: tw("post-opening-class", opened.class.word()),
        label: opened.label.clone(),
        hour: dates::short_instant(opened.opened_at, zone),
        dated: dated(opened),
        state: state(opened, now - opened.opened_at >= LATE),
        scanned: opened.communication.map(|id| format!("/courrier/indexation/{id}")),
        may_take_back: mine && idle,
    }
}

/// The date that counts, when the opening proves a better one, and the true day of what was typed later.
fn dated(opened: &Opened) -> Option<String> {
    if let Some(evidence) = &opened.evidence {
        let kind = web::words::evidence_kind(evidence.kind);
        return Some(t2("post-opening-counts-from", "date", dates::long(evidence.date), "proof", kind));
    }
    let witness = opened.witness.as_ref()?;
    Some(t2("post-opening-from-register", "date", dates::long(opened.opened_on), "witness", witness))
}

fn state(opened: &Opened, late: bool) -> Badge {
    match (&opened.communication, &opened.forwarded) {
        (_, Some((_, to))) => Badge::new(Tone::Done, t1("post-opening-forwarded", "to", to)),
        (Some(_), None) if opened.class == OpenedClass::MedicalSealed => {
            Badge::new(Tone::Late, t("post-opening-sealed-scanned"))
        }
        (Some(_), None) => Badge::new(Tone::Done, t("post-opening-scanned")),
        (None, None) if opened.class == OpenedClass::MedicalSealed => {
            Badge::new(if late { Tone::Late } else { Tone::Soon }, t("post-opening-sealed-waits"))
        }
        (None, None) => Badge::new(if late { Tone::Late } else { Tone::Plain }, t("post-opening-waits")),
    }
}

/// A day of the form, not later than today; typed short, it is the last such day.
pub(crate) fn past_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    super::days::day(typed, today).filter(|day| *day <= today)
}

/// What the last forms did, in one line.
pub(crate) fn said(count: usize, date: NaiveDate, proof: String) -> String {
    t3("post-opening-dated", ("count", count), ("date", dates::long(date)), ("proof", proof))
}
