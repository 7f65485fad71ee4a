//! Fronts, then backs, laid together by a clerk; an envelope joined to the one before it.

use axum::extract::{Path, State};
use casework::{CollateError, JoinError};
use domain::{BatchId, CommunicationId};
use web::{Done, Problem, Staff, t, t2};

use super::{batch::code_of, batch_path, undone_by};
use crate::screens::{Desk, Fields};

/// `POST /courrier/lots/{batch}/recto-verso`: the backs are the second half of the batch, or another batch.
pub(crate) async fn collate(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(batch_path(batch));
    let code = fields.some("versos").map(code_of);
    let outcome = t("scan-outcome-backs");
    let (casework, actor) = (desk.casework()?, staff.actor());
    let done = casework::collate_sheets(casework, &actor, staff.user_id, batch, code.as_deref(), &outcome).await;
    match done {
        Ok(key) => Ok(undone_by(back.saying(t("post-collate-done")), batch, key)),
        Err(error) => Ok(back.warning(refused(error)?)),
    }
}

/// `POST /courrier/lots/{batch}/separer`: what a sheet or a folder laid together is taken apart.
pub(crate) async fn part_sheets(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(batch_path(batch));
    match casework::part_sheets(desk.casework()?, &staff.actor(), batch).await {
        Ok(()) => Ok(back.saying(t("post-undone-collate_sheets"))),
        Err(error) => Ok(back.warning(crate::screens::undo::refused(error)?)),
    }
}

fn refused(error: CollateError) -> Result<String, Problem> {
    match error {
        CollateError::Counts { fronts, backs } => Ok(t2("post-collate-counts", "fronts", fronts, "backs", backs)),
        CollateError::Unknown => Ok(t("post-rest-unknown")),
        CollateError::Reading => Ok(t("post-rest-reading")),
        CollateError::Registered => Ok(t("post-collate-registered")),
        CollateError::SheetsAmongBacks => Ok(t("post-collate-sheets")),
        CollateError::Changed => Ok(t("post-collate-changed")),
        CollateError::Store(error) => Err(error.into()),
    }
}

/// `POST /courrier/lots/{batch}/joindre`: the sheet before this envelope lay there by mistake.
pub(crate) async fn join(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let communication: CommunicationId = fields.id("pli")?;
    let back = Done::to(batch_path(batch));
    let outcome = t("scan-outcome-joined");
    let casework = desk.casework()?;
    match casework::join_envelopes(casework, &staff.actor(), staff.user_id, communication, &outcome).await {
        Ok(key) => Ok(undone_by(back.saying(t("post-join-done")), batch, key)),
        Err(JoinError::First) => Ok(back.warning(t("post-join-first"))),
        Err(JoinError::Registered) => Ok(back.warning(t("post-join-registered"))),
        Err(JoinError::Store(error)) => Err(error.into()),
    }
}
