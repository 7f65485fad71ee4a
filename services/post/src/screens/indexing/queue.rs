//! The queue as a list, and the desk when nothing waits.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use store::{
    Transaction,
    reads::indexing::{self, QueueLine},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2,
};

use super::{Desk, NEXT};
use crate::screens::facts::Facts;

/// Rows of the list.
const ROWS: i64 = 200;

/// An envelope of the list.
pub(crate) struct Row {
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
    rows: Vec<Row>,
    empty: Empty,
}

/// `/courrier/indexation/file`
pub(crate) async fn list(State(desk): State<Desk>, staff: Staff, frame: Frame) -> Result<View<QueuePage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let lines = indexing::queue(&mut tx, ROWS).await?;
    let facts = Facts::read(&mut tx, &desk).await?;
    let rows = lines.iter().map(|line| row(line, &desk, &staff)).collect();
    Ok(View(QueuePage { page: heading(&frame, &facts, t("post-queue-title")), facts, rows, empty: nothing() }))
}

/// The desk when nothing waits.
pub(crate) async fn empty(desk: &Desk, _: &Staff, frame: &Frame, mut tx: Transaction) -> Result<Response, Problem> {
    let facts = Facts::read(&mut tx, desk).await?;
    let page = heading(frame, &facts, t("post-indexing-title"));
    Ok(View(QueuePage { page, facts, rows: Vec::new(), empty: nothing() }).into_response())
}

fn nothing() -> Empty {
    Empty::new(t("post-queue-empty"), t("post-queue-empty-help")).link("/courrier", t("post-reception-link"))
}

fn heading(frame: &Frame, facts: &Facts, title: String) -> Page {
    Page::new(frame, title).counted(&facts.count).under("/courrier", t("door-post")).shortcut("j k", t("post-key-rows"))
}

fn row(line: &QueueLine, desk: &Desk, staff: &Staff) -> Row {
    let name = line.serial.clone().unwrap_or_else(|| line.position.to_string());
    let registered = line.registered_number.as_ref().map(|_| Badge::new(Tone::Soon, t("post-mark-registered")));
    let odd =
        (line.exceptions > 0).then(|| Badge::new(Tone::Late, t1("post-mark-anomalies", "count", line.exceptions)));
    Row {
        path: format!("{NEXT}/{}", line.id),
        name: t1("post-envelope", "name", name),
        place: t2("post-queue-place", "position", line.position, "file", &line.file_name),
        thumbnail: line.first_page.map(|(batch, page)| format!("/courrier/pages/{batch}/{page}/thumbnail")),
        pages: line.pages.map_or_else(|| t("post-pages-none"), |pages| t1("post-pages", "count", pages)),
        received: dates::short_instant(line.received_at, desk.web.zone()),
        age: dates::age(line.received_at, desk.web.now()),
        marks: registered.into_iter().chain(odd).collect(),
        elsewhere: desk.claims.held_by_another(line.id, staff.user_id, desk.web.now()),
    }
}
