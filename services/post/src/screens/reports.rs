//! Blockages and errors of the administration that people report: listed with the day that counts, counted, answered.

use askama::Template;
use axum::extract::{Path, Query, State};
use casework::BlockageError;
use domain::{BlockageKind, BlockageReportId, Permission};
use serde::Deserialize;
use store::blockages::{self, Report};
use web::{
    Done, Frame, Page, Problem, Staff, View,
    blockages::{Reported, Told, told},
    dates,
    parts::{Badge, Empty, Tone},
    t, t1, words,
};

use super::{Desk, Fields, indexing::seen};

/// The page.
const HERE: &str = "/courrier/constats";
/// Reports of one list.
const ROWS: i64 = 300;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    vue: Option<String>,
}

/// A report of the list.
pub(crate) struct Row {
    id: String,
    report: Reported,
    due: Badge,
    cases: String,
    path: String,
}

#[derive(Template)]
#[template(path = "post/reports.html")]
pub(crate) struct ReportsPage {
    page: Page,
    sums: Vec<String>,
    answered: bool,
    rows: Vec<Row>,
    empty: Empty,
    may_answer: bool,
}

/// `/courrier/constats`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ReportsPage>, Problem> {
    let answered = asked.vue.as_deref() == Some("repondus");
    let mut tx = desk.begin(&staff).await?;
    let counts = blockages::counts(&mut tx).await?;
    let reports = blockages::list(&mut tx, answered, ROWS).await?;
    let open: u32 = counts.iter().map(|(_, open, _)| open).sum();
    let rows: Result<Vec<Row>, Problem> = reports.iter().map(|report| row(report, &desk)).collect();
    Ok(View(ReportsPage {
        page: Page::new(&frame, t("post-reports-title")).counted(open).under("/courrier", t("door-post")),
        sums: counts.iter().map(|(kind, open, done)| sum(*kind, *open, *done)).collect(),
        answered,
        rows: rows?,
        empty: Empty::new(t("post-reports-none"), t("post-reports-none-help")),
        may_answer: staff.may(Permission::HandleExceptions),
    }))
}

fn sum(kind: BlockageKind, open: u32, done: u32) -> String {
    web::t3("post-reports-sum", ("kind", words::blockage_kind(kind)), ("open", open), ("done", done))
}

fn row(report: &Report, desk: &Desk) -> Result<Row, Problem> {
    let zone = desk.web.zone();
    let reported_on = report.reported_at.with_timezone(&zone).date_naive();
    let site = &desk.casework()?.site;
    let due = law::blockage_answer(reported_on, &site.catalogue, &site.calendar).due;
    let tone = if due < desk.web.today() { Tone::Late } else { Tone::Soon };
    Ok(Row {
        id: report.id.to_string(),
        report: Reported::of(report, zone),
        due: Badge::new(tone, t1("post-reports-due", "date", dates::short(due))),
        cases: report.cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        path: format!("/courrier/indexation/{}", report.communication),
    })
}

/// `POST /courrier/indexation/{envelope}/constat`
pub(crate) async fn report(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let envelope = seen(&desk, &staff, &id).await?;
    let back = Done::to(format!("/courrier/indexation/{}", envelope.id));
    let Told { kind, words, since } = match told(&fields) {
        Ok(told) => told,
        Err(text) => return Ok(back.warning(text)),
    };
    let (casework, actor, by) = (desk.casework()?, staff.actor(), staff.user_id);
    match casework::report_blockage(casework, &actor, by, envelope.id, kind, &words, since).await {
        Ok(_) => Ok(back.saying(t("post-reports-kept"))),
        Err(BlockageError::NoWords) => Ok(back.warning(t("post-reports-words-needed"))),
        Err(BlockageError::Already) => Ok(back.warning(t("post-reports-already"))),
        Err(BlockageError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/constats/repondre`
pub(crate) async fn answer(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: BlockageReportId = fields.id("constat")?;
    match casework::answer_blockage(desk.casework()?, &staff.actor(), staff.user_id, id, fields.get("suite")).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("post-reports-answer-kept"))),
        Err(BlockageError::NoWords) => Ok(Done::to(HERE).warning(t("post-reports-answer-needed"))),
        Err(BlockageError::Already) => Err(Problem::Conflict(t("post-reports-answered-already"))),
        Err(BlockageError::Store(error)) => Err(error.into()),
    }
}
