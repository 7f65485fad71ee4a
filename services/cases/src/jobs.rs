//! Tasks that failed: what failed, what was kept, and a way to run them again.

use askama::Template;
use axum::extract::{Path, State};
use domain::JobId;
use queue::{FailedJob, Page as Rows};
use web::{
    Done, Frame, Page, Problem, Staff, View, Web, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2,
};

use crate::state::Cases;

const ROWS: u32 = 100;

#[derive(Template)]
#[template(path = "cases/jobs.html")]
pub(crate) struct JobsPage {
    page: Page,
    dead: Vec<JobView>,
    struggling: Vec<JobView>,
    empty: Empty,
}

struct JobView {
    id: String,
    name: String,
    effect: String,
    attempts: String,
    error: String,
    failed: String,
    state: Badge,
    again: String,
}

pub(crate) async fn show(State(cases): State<Cases>, staff: Staff, frame: Frame) -> Result<View<JobsPage>, Problem> {
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let dead = queue::dead(&mut tx, Rows::first(ROWS)).await.map_err(Problem::internal)?;
    let struggling = queue::struggling(&mut tx, Rows::first(ROWS)).await.map_err(Problem::internal)?;
    let gave_up = || Badge::new(Tone::Late, t("jobs-gave-up"));
    let page = Page::new(&frame, t("door-jobs")).counted(dead.len()).shortcut("j k", t("cases-key-rows"));
    Ok(View(JobsPage {
        page,
        dead: dead.iter().map(|job| JobView::of(job, gave_up(), &cases.web)).collect(),
        struggling: struggling.iter().map(|job| JobView::of(job, waits(job, &cases.web), &cases.web)).collect(),
        empty: Empty::new(t("jobs-none"), t("jobs-none-help")),
    }))
}

fn waits(job: &FailedJob, web: &Web) -> Badge {
    Badge::new(Tone::Soon, t1("jobs-tried-again-at", "date", dates::short_instant(job.run_at, web.zone())))
}

impl JobView {
    fn of(job: &FailedJob, state: Badge, web: &Web) -> Self {
        let key = format!("job-{}", job.kind);
        let name = if web::text::exists(&key) { t(&key) } else { job.kind.clone() };
        Self {
            id: job.id.to_string(),
            again: t2("jobs-run-again-spoken", "name", &name, "effect", &job.key),
            name,
            effect: job.key.clone(),
            attempts: t2("jobs-attempts", "done", job.attempts, "most", job.max_attempts),
            error: job.error.clone(),
            failed: dates::short_instant(job.failed_at, web.zone()),
            state,
        }
    }
}

pub(crate) async fn run_again(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Done, Problem> {
    let id: JobId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let found = queue::run_again(&mut tx, cases.web.now(), id).await.map_err(Problem::internal)?;
    tx.commit().await?;
    let answer = Done::to("/taches-en-echec");
    Ok(if found { answer.saying(t("jobs-asked-again")) } else { answer.warning(t("jobs-already-running")) })
}
