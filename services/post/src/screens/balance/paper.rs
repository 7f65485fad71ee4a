//! The paper of scanned batches: compared twice, kept long enough, then destroyed.

use axum::extract::State;
use casework::{DestroyError, PaperStays, what_keeps};
use domain::BatchId;
use store::{
    Transaction, accounts,
    batch_checks::{self, BatchPaper},
};
use web::{
    Done, Problem, Staff, dates,
    parts::{Badge, Tone},
    t, t1,
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
}

/// The batches whose paper is in the house, the oldest first.
pub(crate) async fn batches(tx: &mut Transaction, desk: &Desk, staff: &Staff) -> Result<Vec<BatchRow>, Problem> {
    let papers = batch_checks::standing(tx, None, ROWS).await?;
    let ids: Vec<_> = papers.iter().flat_map(|paper| paper.checked_by.clone()).collect();
    let names: Vec<_> = accounts::names(&mut **tx, &ids).await?.into_iter().map(|(id, name)| (id, name.0)).collect();
    let checkers = |paper: &BatchPaper| {
        let of =
            |id| names.iter().find(|(known, _)| known == id).map_or_else(|| t("post-somebody"), |(_, n)| n.clone());
        paper.checked_by.iter().map(of).collect::<Vec<_>>().join(", ")
    };
    Ok(papers.iter().map(|paper| row(paper, checkers(paper), desk, staff)).collect())
}

fn row(paper: &BatchPaper, checked: String, desk: &Desk, staff: &Staff) -> BatchRow {
    let received_on = paper.received_at.with_timezone(&desk.web.zone()).date_naive();
    let keeps = what_keeps(paper, received_on, desk.web.today(), &desk.context.catalogue.now());
    let free = keeps.is_empty();
    BatchRow {
        id: paper.batch.to_string(),
        file: paper.file_name.clone(),
        about: web::t2("post-balance-batch", "date", dates::short(received_on), "pages", paper.pages),
        checked: if checked.is_empty() { t("post-balance-nobody") } else { checked },
        may_check: !paper.checked_by.contains(&staff.user_id) && paper.checked_by.len() < 2,
        may_destroy: free,
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

/// `POST /courrier/bilan/detruire`
pub(crate) async fn destroy(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let batch: BatchId = fields.id("lot")?;
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
        DestroyError::Store(error) => Err(error.into()),
    }
}
