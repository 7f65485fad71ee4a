//! M1: the post is opened. Classes are counted, registered numbers scanned by hand, drop boxes and handed-over post dated, labels printed.

mod actions;
mod forms;
mod labels;
mod register;

use std::collections::HashMap;

pub(crate) use actions::{count, empty_box, forward, hand_over, scan, seal, take_back};
use askama::Template;
use axum::extract::{Query, State};
use chrono::{NaiveDate, TimeDelta};
use domain::OpenedClass;
use formats::{TrackingKind, TrackingNumber};
use forms::Forms;
pub(crate) use labels::print;
pub(crate) use register::{enter, later, sheet};
use serde::Deserialize;
use store::openings::{self, Opened};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2, t3, tw,
};

use super::Desk;

/// The page.
pub(crate) const HERE: &str = "/courrier/ouverture";
/// Envelopes of a day that are listed.
const ROWS: i64 = 500;
/// What was opened and not scanned for so long is late.
const LATE: TimeDelta = TimeDelta::hours(24);
/// How long what was opened by mistake can be taken back (I-27).
const TAKE_BACK_FOR: TimeDelta = TimeDelta::hours(24);

/// What the last scan made, told by the address that it leads to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Kept.
    releve: Option<String>,
    /// Known before.
    connu: Option<String>,
    /// Doubtful: not kept unless a person says so.
    douteux: Option<String>,
}

/// What became of the last scan: words, a tone, a sound.
pub(crate) struct LastScan {
    text: String,
    tone: Tone,
    sound: &'static str,
    /// The number to keep all the same.
    keep: Option<String>,
}

/// A class with its count.
pub(crate) struct ClassRow {
    name: &'static str,
    label: String,
    count: String,
    listed: Option<String>,
}

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
    day: String,
    last: Option<LastScan>,
    classes: Vec<ClassRow>,
    total: String,
    rows: Vec<Row>,
    empty: Empty,
    older: Vec<Row>,
    sealed: u32,
    other_service: u32,
    unprinted: u32,
    forms: Forms,
}

/// `/courrier/ouverture`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<OpeningPage>, Problem> {
    let today = desk.web.today();
    let mut tx = desk.begin(&staff).await?;
    let opened = openings::of_day(&mut tx, today, ROWS).await?;
    let waiting = openings::waiting(&mut tx, ROWS).await?;
    let counts: HashMap<OpenedClass, i32> = openings::counts(&mut tx, today).await?.into_iter().collect();
    let boxes = openings::drop_boxes(&mut tx).await?;
    let last = last_scan(&mut tx, &desk, &asked).await?;
    drop(tx);
    let waits = |class: OpenedClass| u32::try_from(waiting.iter().filter(|o| o.class == class).count()).unwrap_or(0);
    let row = |opened: &Opened| row(opened, &desk, &staff);
    Ok(View(OpeningPage {
        page: Page::new(&frame, t("post-opening-title"))
            .under("/courrier", t("door-post"))
            .shortcut("l", t("post-key-opening-scan"))
            .shortcut("j k", t("post-key-rows")),
        day: dates::long(today),
        last,
        classes: OpenedClass::ALL.iter().map(|class| class_row(*class, &counts, &opened)).collect(),
        total: t1("post-opening-total", "count", counts.values().sum::<i32>()),
        rows: opened.iter().map(row).collect(),
        empty: Empty::new(t("post-opening-empty"), t("post-opening-empty-help")),
        older: waiting.iter().filter(|o| o.opened_on < today).map(row).collect(),
        sealed: waits(OpenedClass::MedicalSealed),
        other_service: waits(OpenedClass::OtherService),
        unprinted: u32::try_from(opened.iter().filter(|o| o.communication.is_none()).count()).unwrap_or(0),
        forms: Forms::new(&boxes, desk.web.zone(), today),
    }))
}

async fn last_scan(tx: &mut store::Transaction, desk: &Desk, asked: &Asked) -> Result<Option<LastScan>, Problem> {
    if let Some(number) = &asked.douteux {
        let number = TrackingNumber::parse(number);
        let text = match number.kind {
            TrackingKind::S10 => t1("post-opening-bad-key", "number", number.printed()),
            TrackingKind::FrenchRegistered | TrackingKind::Other => {
                t1("post-opening-unknown-shape", "number", number.printed())
            }
        };
        return Ok(Some(LastScan { text, tone: Tone::Late, sound: "bad", keep: Some(number.as_typed.0) }));
    }
    let (number, known) = match (&asked.releve, &asked.connu) {
        (Some(number), _) => (number, false),
        (None, Some(number)) => (number, true),
        (None, None) => return Ok(None),
    };
    let found = openings::by_number(tx, number, 1).await?.into_iter().next();
    let printed = TrackingNumber::parse(number).printed();
    Ok(Some(if known {
        let when = found.map(|o| dates::short_instant(o.opened_at, desk.web.zone()));
        let text = match when {
            Some(when) => t2("post-opening-known", "number", printed, "date", when),
            None => t1("post-opening-known-hidden", "number", printed),
        };
        LastScan { text, tone: Tone::Soon, sound: "known", keep: None }
    } else {
        let label = found.map(|o| o.label).unwrap_or_default();
        LastScan {
            text: t2("post-opening-kept", "number", printed, "label", label),
            tone: Tone::Done,
            sound: "good",
            keep: None,
        }
    }))
}

fn class_row(class: OpenedClass, counts: &HashMap<OpenedClass, i32>, opened: &[Opened]) -> ClassRow {
    let listed = opened.iter().filter(|o| o.class == class).count();
    let count = counts.get(&class);
    let differs = count.is_some_and(|count| usize::try_from(*count) != Ok(listed));
    ClassRow {
        name: class.word(),
        label: tw("post-opening-class", class.word()),
        count: count.map(ToString::to_string).unwrap_or_default(),
        listed: (class == OpenedClass::Registered && (listed > 0 || differs)).then(|| {
            if differs {
                t1("post-opening-listed-differs", "count", listed)
            } else {
                t1("post-opening-listed", "count", listed)
            }
        }),
    }
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
        (Some(_), _) => Badge::new(Tone::Done, t("post-opening-scanned")),
        (None, Some((_, to))) => Badge::new(Tone::Done, t1("post-opening-forwarded", "to", to)),
        (None, None) if opened.class == OpenedClass::MedicalSealed => {
            Badge::new(if late { Tone::Late } else { Tone::Soon }, t("post-opening-sealed-waits"))
        }
        (None, None) => Badge::new(if late { Tone::Late } else { Tone::Plain }, t("post-opening-waits")),
    }
}

/// A day of the form, not later than today.
pub(crate) fn past_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    super::indexing::date(typed).filter(|day| *day <= today)
}

/// What the last forms did, in one line.
pub(crate) fn said(count: usize, date: NaiveDate, proof: String) -> String {
    t3("post-opening-dated", ("count", count), ("date", dates::long(date)), ("proof", proof))
}
