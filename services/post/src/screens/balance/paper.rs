//! The paper of scanned batches: compared twice, kept long enough, then destroyed.

use askama::Template;
use axum::extract::{Path, State};
use casework::{DestroyError, PaperStays, what_keeps};
use domain::{BatchId, UserId};
use store::{
    Transaction, accounts,
    batch_checks::{self, BatchPaper, WithdrawnCheck},
};
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Tone},
    t, t1, t2,
};

use super::HERE;
use crate::screens::{Desk, Fields};

/// Batches of the list.
const ROWS: i64 = 100;

/// A batch whose paper is in the house.
pub(crate) struct BatchRow {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) about: String,
    pub(crate) checked: String,
    pub(crate) keeps: Vec<String>,
    pub(crate) badge: Badge,
    pub(crate) may_check: bool,
    pub(crate) may_destroy: bool,
    /// This person compared it, and may say that they had not.
    pub(crate) may_withdraw: bool,
    /// Checks that were taken back, with the reason.
    pub(crate) withdrawn: Vec<String>,
}

/// The batches whose paper is in the house, the oldest first.
pub(crate) async fn batches(tx: &mut Transaction, desk: &Desk, staff: &Staff) -> Result<Vec<BatchRow>, Problem> {
    let papers = batch_checks::standing(tx, None, ROWS).await?;
    rows(tx, desk, staff, &papers).await
}

async fn rows(
    tx: &mut Transaction,
    desk: &Desk,
    staff: &Staff,
    papers: &[BatchPaper],
) -> Result<Vec<BatchRow>, Problem> {
    let batches: Vec<BatchId> = papers.iter().map(|paper| paper.batch).collect();
    let withdrawn = batch_checks::withdrawn(tx, &batches).await?;
    let ids: Vec<UserId> =
        papers.iter().flat_map(|paper| paper.checked_by.clone()).chain(withdrawn.iter().map(|one| one.by)).collect();
    let names: Vec<_> = accounts::names(&mut **tx, &ids).await?.into_iter().map(|(id, name)| (id, name.0)).collect();
    let name = |id: UserId| {
        names.iter().find(|(known, _)| *known == id).map_or_else(|| t("post-somebody"), |(_, n)| n.clone())
    };
    let checkers = |paper: &BatchPaper| paper.checked_by.iter().map(|id| name(*id)).collect::<Vec<_>>().join(", ");
    let taken_back = |paper: &BatchPaper| {
        let of = withdrawn.iter().filter(|one| one.batch == paper.batch);
        let date = |one: &WithdrawnCheck| dates::short_instant(one.at, desk.web.zone());
        of.map(|one| {
            let reason = ("reason", one.reason.clone());
            web::t3("post-balance-check-withdrawn", ("name", name(one.by)), ("date", date(one)), reason)
        })
        .collect()
    };
    Ok(papers.iter().map(|paper| row(paper, checkers(paper), taken_back(paper), desk, staff)).collect())
}

fn row(paper: &BatchPaper, checked: String, withdrawn: Vec<String>, desk: &Desk, staff: &Staff) -> BatchRow {
    let received_on = paper.received_at.with_timezone(&desk.web.zone()).date_naive();
    let keeps = what_keeps(paper, received_on, desk.web.today(), &desk.context.catalogue.now());
    let free = keeps.is_empty();
    BatchRow {
        id: paper.batch.to_string(),
        file: paper.file_name.clone(),
        about: t2("post-balance-batch", "date", dates::short(received_on), "pages", paper.pages),
        checked: if checked.is_empty() { t("post-balance-nobody") } else { checked },
        may_check: !paper.checked_by.contains(&staff.user_id) && paper.checked_by.len() < 2,
        may_destroy: free,
        may_withdraw: paper.checked_by.contains(&staff.user_id),
        withdrawn,
        badge: if free {
            Badge::new(Tone::Soon, t("post-balance-may-destroy"))
        } else {
            Badge::new(Tone::Plain, t("post-balance-kept"))
        },
        keeps: keeps.iter().map(|reason| why(*reason)).collect(),
    }
}

fn why(reason: PaperStays) -> String {
    match reason {
        PaperStays::NotCheckedTwice => t("post-balance-not-twice"),
        PaperStays::KeptUntil(day) => t1("post-balance-until", "date", dates::short(day)),
        PaperStays::Open(count) => t1("post-balance-open", "count", count),
        PaperStays::Originals(count) => t1("post-balance-with-originals", "count", count),
    }
}

/// `POST /courrier/bilan/verifier`
pub(crate) async fn check(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let batch: BatchId = fields.id("lot")?;
    match casework::check_batch(desk.casework()?, &staff.actor(), staff.user_id, batch).await {
        Ok(checks) => Ok(Done::to(HERE).saying(t1("post-balance-checked", "count", checks))),
        Err(error) => refused(error),
    }
}

/// `POST /courrier/bilan/retirer`: this person had not compared it after all.
pub(crate) async fn withdraw(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (batch, reason): (BatchId, &str) = (fields.id("lot")?, fields.get("motif"));
    match casework::withdraw_batch_check(desk.casework()?, &staff.actor(), staff.user_id, batch, reason).await {
        Ok(checks) => Ok(Done::to(HERE).saying(t1("post-balance-withdrawn", "count", checks))),
        Err(error) => refused(error),
    }
}

/// What is asked before the destruction of a batch is noted.
#[derive(Template)]
#[template(path = "post/destroy.html")]
pub(crate) struct ConfirmPage {
    page: Page,
    id: String,
    file: String,
    about: String,
    envelopes: String,
    checked: String,
    withdrawn: Vec<String>,
}

/// `/courrier/bilan/detruire/{batch}`
pub(crate) async fn confirm(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(batch): Path<String>,
) -> Result<View<ConfirmPage>, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let paper = batch_checks::standing(&mut tx, Some(batch), 1).await?.pop().ok_or(Problem::NotFound)?;
    let row = rows(&mut tx, &desk, &staff, std::slice::from_ref(&paper)).await?.pop().ok_or(Problem::NotFound)?;
    if !row.may_destroy {
        return Err(Problem::Conflict(t1("post-balance-stays", "why", row.keeps.join(" "))));
    }
    Ok(View(ConfirmPage {
        page: Page::new(&frame, t("post-destroy-title"))
            .under("/courrier", t("door-post"))
            .under(HERE, t("post-balance-title"))
            .shortcut("o", t("post-destroy-sure")),
        id: row.id,
        file: row.file,
        about: row.about,
        envelopes: t1("post-envelopes", "count", paper.envelopes.len()),
        checked: row.checked,
        withdrawn: row.withdrawn,
    }))
}

/// `POST /courrier/bilan/detruire`: after the question, with its answer.
pub(crate) async fn destroy(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let batch: BatchId = fields.id("lot")?;
    if !fields.has("sur") {
        return Ok(Done::to(format!("{HERE}/detruire/{batch}")).warning(t("post-destroy-not-sure")));
    }
    match casework::destroy_papers(desk.casework()?, &staff.actor(), staff.user_id, batch).await {
        Ok(count) => Ok(Done::to(format!("{HERE}/destructions")).saying(t1("post-balance-destroyed", "count", count))),
        Err(error) => refused(error),
    }
}

fn refused(error: DestroyError) -> Result<Done, Problem> {
    match error {
        DestroyError::Kept(reasons) => {
            let reasons: Vec<String> = reasons.into_iter().map(why).collect();
            Ok(Done::to(HERE).warning(t1("post-balance-stays", "why", reasons.join(" "))))
        }
        DestroyError::SamePerson => Ok(Done::to(HERE).warning(t("post-balance-same-person"))),
        DestroyError::NoCheck => Ok(Done::to(HERE).warning(t("post-balance-no-check"))),
        DestroyError::NoReason => Ok(Done::to(HERE).warning(t("post-balance-reason-needed"))),
        DestroyError::Store(error) => Err(error.into()),
    }
}
