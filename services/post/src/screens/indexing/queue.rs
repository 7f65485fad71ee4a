//! The queue as a list, and the desk when nothing waits.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use domain::ChannelKind;
use serde::Deserialize;
use store::{
    Transaction,
    reads::indexing::{self, QueueLine},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, DoorMark, Empty, Tone},
    t, t1, t2, words,
};

use super::{Desk, NEXT};
use crate::screens::facts::Facts;

/// Rows of the list.
const ROWS: i64 = 200;

/// What the list is asked for: `?porte=email` for one door.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    porte: String,
}

impl Wanted {
    /// The door, when one is named.
    pub(crate) fn door(&self) -> Option<ChannelKind> {
        ChannelKind::from_word(&self.porte)
    }
}

/// A door that the list can be narrowed to.
pub(crate) struct DoorChoice {
    pub(crate) path: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

fn doors(wanted: &Wanted) -> Vec<DoorChoice> {
    let choice = |door: Option<ChannelKind>| DoorChoice {
        path: door.map_or_else(|| format!("{NEXT}/file"), |d| format!("{NEXT}/file?porte={}", d.word())),
        label: door.map_or_else(|| t("post-queue-all-doors"), words::channel),
        current: wanted.door() == door,
    };
    let indexed = ChannelKind::ALL.iter().copied().filter(|door| *door != ChannelKind::Phone);
    std::iter::once(None).chain(indexed.map(Some)).map(choice).collect()
}

/// An envelope of the list.
pub(crate) struct Row {
    pub(crate) door: DoorMark,
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) thumbnail: Option<String>,
    pub(crate) pages: String,
    pub(crate) received: String,
    pub(crate) age: String,
    pub(crate) marks: Vec<Badge>,
    pub(crate) elsewhere: bool,
}

#[derive(Template)]
#[template(path = "post/queue.html")]
pub(crate) struct QueuePage {
    page: Page,
    facts: Facts,
    here: String,
    doors: Vec<DoorChoice>,
    rows: Vec<Row>,
    empty: Empty,
}

/// `/courrier/indexation/file`
pub(crate) async fn list(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Result<View<QueuePage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let lines = indexing::queue(&mut tx, wanted.door(), desk.web.today(), ROWS).await?;
    let facts = Facts::read(&mut tx, &desk).await?;
    let rows = lines.iter().map(|line| row(line, &desk, &staff)).collect();
    let page = heading(&frame, &facts, t("post-queue-title"));
    Ok(View(QueuePage { page, facts, here: here(&wanted), doors: doors(&wanted), rows, empty: nothing() }))
}

/// The desk when nothing waits.
pub(crate) async fn empty(desk: &Desk, _: &Staff, frame: &Frame, mut tx: Transaction) -> Result<Response, Problem> {
    let facts = Facts::read(&mut tx, desk).await?;
    let page = heading(frame, &facts, t("post-indexing-title"));
    let wanted = Wanted::default();
    let queue =
        QueuePage { page, facts, here: here(&wanted), doors: doors(&wanted), rows: Vec::new(), empty: nothing() };
    Ok(View(queue).into_response())
}

/// The address of the list, for its refresh.
fn here(wanted: &Wanted) -> String {
    wanted.door().map_or_else(|| format!("{NEXT}/file"), |door| format!("{NEXT}/file?porte={}", door.word()))
}

fn nothing() -> Empty {
    Empty::new(t("post-queue-empty"), t("post-queue-empty-help")).link("/courrier", t("post-reception-link"))
}

fn heading(frame: &Frame, facts: &Facts, title: String) -> Page {
    Page::new(frame, title).counted(&facts.count).under("/courrier", t("door-post")).shortcut("j k", t("post-key-rows"))
}

fn row(line: &QueueLine, desk: &Desk, staff: &Staff) -> Row {
    let name = match line.channel {
        ChannelKind::Post => {
            t1("post-envelope", "name", line.serial.clone().unwrap_or_else(|| line.position.to_string()))
        }
        ChannelKind::Email
        | ChannelKind::Phone
        | ChannelKind::Counter
        | ChannelKind::Structure
        | ChannelKind::Online => {
            line.sender.as_ref().map_or_else(|| words::channel(line.channel), |sender| sender.0.clone())
        }
    };
    let outcome = |due| Badge::due(due, desk.web.today(), t1("outcome-due", "date", dates::short(due)));
    let automatic = line.owned.then(|| Badge::new(Tone::Plain, t("post-mark-automatic")));
    let registered = line.registered_number.as_ref().map(|_| Badge::new(Tone::Soon, t("post-mark-registered")));
    let odd =
        (line.exceptions > 0).then(|| Badge::new(Tone::Late, t1("post-mark-anomalies", "count", line.exceptions)));
    Row {
        path: format!("{NEXT}/{}", line.id),
        door: DoorMark::named(line.channel),
        name,
        place: if line.channel == ChannelKind::Post {
            t2("post-queue-place", "position", line.position, "file", &line.file_name)
        } else if line.file_name.trim().is_empty() {
            t("post-no-subject")
        } else {
            line.file_name.clone()
        },
        thumbnail: line.first_page.map(|(batch, page)| format!("/courrier/pages/{batch}/{page}/thumbnail")),
        pages: line.pages.map_or_else(|| t("post-pages-none"), |pages| t1("post-pages", "count", pages)),
        received: dates::short_instant(line.received_at, desk.web.zone()),
        age: dates::age(line.received_at, desk.web.now()),
        marks: registered.into_iter().chain(odd).chain(automatic).chain(line.outcome_due.map(outcome)).collect(),
        elsewhere: desk.claims.held_by_another(line.id, staff.user_id, desk.web.now()),
    }
}
