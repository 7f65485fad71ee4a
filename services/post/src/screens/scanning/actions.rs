//! Pages to scan again: asked, withdrawn, given their place, taken back.

use axum::extract::State;
use casework::{AskRescanError, PlaceRescanError, RescanWanted};
use domain::{BatchId, CommunicationId, RescanId, RescanReason};
use store::reads::pages;
use web::{Done, Problem, Staff, t, t1};

use super::{HERE, batch_path};
use crate::screens::{Desk, Fields};

/// `POST /courrier/numerisation/demander`: from the picture of a page.
pub(crate) async fn ask(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let communication: CommunicationId = fields.id("pli")?;
    let reason = RescanReason::from_word(fields.get("motif")).ok_or(Problem::BadRequest)?;
    let place: u32 = fields.get("page").parse().unwrap_or(1);
    let back = Done::to(format!("/courrier/indexation/{communication}?page={place}"));
    let page = if fields.get("quoi") == "pli" {
        None
    } else {
        let mut tx = desk.begin(&staff).await?;
        let lines = pages::of_envelope(&mut tx, communication).await?;
        let line = usize::try_from(place).ok().and_then(|place| lines.get(place.checked_sub(1)?));
        Some(line.map(|line| line.number).ok_or(Problem::NotFound)?)
    };
    let wanted = RescanWanted { communication, page, reason, note: fields.get("precision").to_owned() };
    match casework::ask_rescan(desk.casework()?, &staff.actor(), staff.user_id, &wanted).await {
        Ok(id) => {
            let field = id.to_string();
            Ok(back.saying(t("post-rescan-asked")).undo(format!("{HERE}/retirer"), &[("demande", &field)]))
        }
        Err(AskRescanError::NoWords) => Ok(back.warning(t("post-rescan-words-needed"))),
        Err(AskRescanError::Asked) => Ok(back.warning(t("post-rescan-known"))),
        Err(AskRescanError::NoPage | AskRescanError::Ended) => Ok(back.warning(t("post-rescan-no-page"))),
        Err(AskRescanError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/numerisation/retirer`: the scan will do after all.
pub(crate) async fn withdraw(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: RescanId = fields.id("demande")?;
    match casework::withdraw_rescan(desk.casework()?, &staff.actor(), id).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("post-rescan-withdrawn"))),
        Err(AskRescanError::Store(error)) => Err(error.into()),
        Err(AskRescanError::NoPage | AskRescanError::Asked | AskRescanError::NoWords | AskRescanError::Ended) => {
            Ok(Done::to(HERE).warning(t("post-rescan-ended")))
        }
    }
}

/// `POST /courrier/numerisation/placer`: a page of a batch is the new scan of something.
pub(crate) async fn place(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (id, batch): (RescanId, BatchId) = (fields.id("demande")?, fields.id("lot")?);
    let page: u32 = fields.id("page")?;
    let placed = casework::place_rescan(desk.casework()?, &staff.actor(), id, batch, page).await;
    let back = Done::to(batch_path(batch));
    match placed {
        Ok(()) => {
            let field = id.to_string();
            Ok(back.saying(t("post-rescan-placed")).undo(format!("{HERE}/reprendre"), &[("demande", &field)]))
        }
        Err(error) => Ok(back.warning(refused(error)?)),
    }
}

/// `POST /courrier/numerisation/reprendre`: the old page stands in its place again.
pub(crate) async fn take_back(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: RescanId = fields.id("demande")?;
    match casework::take_back_rescan(desk.casework()?, &staff.actor(), id).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("post-rescan-taken-back"))),
        Err(error) => Ok(Done::to(HERE).warning(refused(error)?)),
    }
}

fn refused(error: PlaceRescanError) -> Result<String, Problem> {
    match error {
        PlaceRescanError::Unknown => Ok(t("post-rescan-ended")),
        PlaceRescanError::Count(count) => Ok(t1("post-rescan-count", "count", count)),
        PlaceRescanError::Registered => Ok(t("post-rescan-registered")),
        PlaceRescanError::Changed => Ok(t("post-rescan-changed")),
        PlaceRescanError::Owned => Ok(t("post-rescan-owned")),
        PlaceRescanError::Store(error) => Err(error.into()),
    }
}
