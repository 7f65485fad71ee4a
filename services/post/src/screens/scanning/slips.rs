//! Sheets to print: one for each thing to be scanned again, one for the rest of a batch. Their code makes the scan find its place by itself.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{BatchId, SeparatorKind, SeparatorSheet};
use store::{batches, reads::scanning, rescans};
use web::{Done, Problem, Staff, t, t1, t2};

use super::{HERE, ROWS, what, why};
use crate::screens::{Desk, files::pdf};

/// `/courrier/numerisation/fiches`
pub(crate) async fn show_slips(State(desk): State<Desk>, staff: Staff) -> Result<Response, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let wanted = rescans::open(&mut tx, ROWS).await?;
    let mut sheets = Vec::with_capacity(wanted.len());
    for rescan in &wanted {
        let named = scanning::named(&mut tx, rescan.communication).await?;
        let pages = rescan.number.map(|_| 1);
        let sheet = SeparatorSheet::new(SeparatorKind::Rescan, &rescan.id.code(), pages).map_err(Problem::internal)?;
        sheets.push((sheet, t2("post-scanning-slip", "what", what(rescan, &named), "why", why(rescan))));
    }
    drop(tx);
    if sheets.is_empty() {
        return Ok(Done::to(HERE).saying(t("post-scanning-wanted-none")).into_response());
    }
    print(&desk, sheets, "a-scanner-de-nouveau.pdf").await
}

/// `/courrier/lots/{batch}/feuille`: the sheet that the rest of this batch starts with.
pub(crate) async fn rest_sheet(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
) -> Result<Response, Problem> {
    sheet_of(&desk, &staff, &batch, SeparatorKind::Rest, "post-scanning-rest-note", "suite-de-lot.pdf").await
}

/// `/courrier/lots/{batch}/feuille-versos`: the sheet that lies on the pile turned over, before the backs of this batch are scanned.
pub(crate) async fn backs_sheet(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
) -> Result<Response, Problem> {
    sheet_of(&desk, &staff, &batch, SeparatorKind::Backs, "post-scanning-backs-note", "versos.pdf").await
}

/// A sheet that names a batch, with the name of its file.
async fn sheet_of(
    desk: &Desk,
    staff: &Staff,
    batch: &str,
    kind: SeparatorKind,
    note: &str,
    name: &str,
) -> Result<Response, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(staff).await?;
    let file = batches::get(&mut tx, batch).await?;
    drop(tx);
    let sheet = SeparatorSheet::new(kind, &batch.code(), None).map_err(Problem::internal)?;
    print(desk, vec![(sheet, t1(note, "file", &file.file_name))], name).await
}

async fn print(desk: &Desk, sheets: Vec<(SeparatorSheet, String)>, name: &str) -> Result<Response, Problem> {
    let (letters, demonstration) = (desk.letters().await?, desk.web.settings().demonstration);
    let made = tokio::task::spawn_blocking(move || letters.noted_separators(&sheets, demonstration)).await;
    let made = made.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(pdf(made.pdf, name))
}
