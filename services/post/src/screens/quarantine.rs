//! A file that may harm: what is known of it, and who releases it for a reason.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use casework::{ReleaseFileError, quarantine_again, release_file};
use domain::{BatchId, Permission};
use store::quarantine::{self, Quarantined};
use web::{Done, Fields, Frame, Page, Problem, Staff, View, dates, t, t1, t2, t3, words};

use super::{Desk, indexing::size};

#[derive(Template)]
#[template(path = "post/quarantine.html")]
pub(crate) struct QuarantinePage {
    page: Page,
    path: String,
    file: String,
    why: String,
    since: String,
    envelope: String,
    may_release: bool,
}

/// Where a file of a delivery is given out.
pub(crate) fn path(batch: BatchId, position: u32) -> String {
    format!("/courrier/lots/{batch}/fichiers/{position}")
}

/// The page instead of the file.
pub(crate) fn instead(desk: &Desk, staff: &Staff, frame: &Frame, batch: BatchId, file: &Quarantined) -> Response {
    let envelope = format!("/courrier/indexation/{}", file.communication);
    let page = QuarantinePage {
        page: Page::new(frame, t("quarantine-title"))
            .under("/courrier", t("door-post"))
            .under(&envelope, t("quarantine-envelope")),
        path: path(batch, file.suspected.position),
        file: t2("quarantine-file", "name", file.name.as_str(), "size", size(file.size)),
        why: why(file),
        since: t1("quarantine-since", "date", dates::long_instant(file.found_at, desk.web.zone())),
        envelope,
        may_release: staff.may(Permission::HandleExceptions),
    };
    View(page).into_response()
}

/// Why a file is held back, in a sentence.
fn why(file: &Quarantined) -> String {
    let kind = words::suspicion(file.suspected.kind);
    if file.suspected.named.is_empty() {
        kind
    } else {
        t2("quarantine-named", "kind", kind, "name", file.suspected.named.as_str())
    }
}

/// The files of a delivery that keep its whole from being given out, named.
pub(crate) fn held(files: &[Quarantined]) -> Option<String> {
    let names: Vec<String> =
        files.iter().map(|file| t2("quarantine-one", "name", file.name.as_str(), "why", why(file))).collect();
    (!names.is_empty()).then(|| t1("quarantine-whole", "files", names.join(", ")))
}

/// `POST /courrier/lots/{batch}/fichiers/{position}/liberer`
pub(crate) async fn release(
    State(desk): State<Desk>,
    staff: Staff,
    Path((batch, position)): Path<(String, u32)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (batch, file) = known(&desk, &staff, &batch, position).await?;
    let reason = fields.get("motif");
    let (casework, actor) = (desk.casework()?, staff.actor());
    match release_file(casework, &actor, staff.user_id, (file.communication, position), reason).await {
        Ok(()) => {
            let said =
                t3("quarantine-released", ("name", file.name.as_str()), ("reason", reason), ("kind", why(&file)));
            let back = Done::to(format!("/courrier/indexation/{}", file.communication)).saying(said);
            Ok(back.undo(format!("{}/retenir", path(batch, position)), &[]))
        }
        Err(ReleaseFileError::NoReason) => Ok(Done::to(path(batch, position)).warning(t("quarantine-reason-needed"))),
        Err(ReleaseFileError::Already) => {
            Ok(Done::to(format!("/courrier/indexation/{}", file.communication)).warning(t("quarantine-already")))
        }
        Err(ReleaseFileError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/lots/{batch}/fichiers/{position}/retenir`: released by mistake.
pub(crate) async fn hold(
    State(desk): State<Desk>,
    staff: Staff,
    Path((batch, position)): Path<(String, u32)>,
) -> Result<Done, Problem> {
    let (batch, file) = known(&desk, &staff, &batch, position).await?;
    let back = Done::to(path(batch, position));
    match quarantine_again(desk.casework()?, &staff.actor(), (file.communication, position)).await {
        Ok(()) => Ok(back.saying(t("quarantine-held-again"))),
        Err(ReleaseFileError::Already | ReleaseFileError::NoReason) => Ok(back.warning(t("quarantine-already"))),
        Err(ReleaseFileError::Store(error)) => Err(error.into()),
    }
}

async fn known(desk: &Desk, staff: &Staff, batch: &str, position: u32) -> Result<(BatchId, Quarantined), Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(staff).await?;
    let file = quarantine::of_file(&mut tx, batch, position).await?.ok_or(Problem::NotFound)?;
    Ok((batch, file))
}
