//! A sealed medical envelope that was scanned by mistake: closed by whoever sees it, shown again by whoever knows better (I-22).

use axum::extract::{Path, State};
use casework::SealEnvelopeError;
use domain::{DocumentRange, PieceKind};
use store::reads::indexing::Proposal;
use web::{Done, Problem, Staff, t, t1};

use super::{Desk, Fields, NEXT, seen};
use crate::{proposals::SHEET, screens::separators::serials};

/// `POST /courrier/indexation/{envelope}/fermer`
pub(crate) async fn seal(State(desk): State<Desk>, staff: Staff, Path(id): Path<String>) -> Result<Done, Problem> {
    let envelope = seen(&desk, &staff, &id).await?;
    let here = format!("{NEXT}/{}", envelope.id);
    let label = serials(1, desk.web.now()).pop().unwrap_or_default();
    let done = casework::seal_envelope(desk.casework()?, &staff.actor(), staff.user_id, envelope.id, &label).await;
    match done {
        Ok(()) => {
            let undo = format!("{here}/montrer");
            Ok(Done::to(here).saying(t("post-seal-done")).undo(undo, &[("raison", &t("post-seal-by-mistake"))]))
        }
        Err(error) => Ok(Done::to(here).warning(refused(error)?)),
    }
}

/// `POST /courrier/indexation/{envelope}/montrer`
pub(crate) async fn unseal(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let envelope = seen(&desk, &staff, &id).await?;
    let here = format!("{NEXT}/{}", envelope.id);
    let why = fields.get("raison");
    if why.is_empty() {
        return Ok(Done::to(here).warning(t("post-seal-why-needed")));
    }
    match casework::unseal_envelope(desk.casework()?, &staff.actor(), envelope.id, why).await {
        Ok(()) => {
            let undo = format!("{here}/fermer");
            Ok(Done::to(here).saying(t("post-seal-shown")).undo(undo, &[]))
        }
        Err(error) => Ok(Done::to(here).warning(refused(error)?)),
    }
}

fn refused(error: SealEnvelopeError) -> Result<String, Problem> {
    match error {
        SealEnvelopeError::Registered => Ok(t("post-seal-registered")),
        SealEnvelopeError::Sealed | SealEnvelopeError::Open => Ok(t("post-seal-known")),
        SealEnvelopeError::SentOn => Ok(t("post-seal-sent-on")),
        SealEnvelopeError::Store(error) => Err(error.into()),
        SealEnvelopeError::Queue(error) => Err(Problem::internal(error)),
    }
}

/// What a separator sheet says of a document of the envelope.
pub(crate) struct Told {
    pub(crate) text: String,
    pub(crate) page: u32,
    pub(crate) original: bool,
}

/// What the sheets in the envelope say.
pub(super) fn told(proposals: &[Proposal], numbers: &[u32]) -> Vec<Told> {
    let of = |proposal: &Proposal| {
        let kind = proposal.value.as_str()?;
        let at = numbers.iter().position(|number| Some(*number) == proposal.page)?;
        let page = u32::try_from(at + 1).ok()?;
        let key = match kind {
            "original" => "post-told-original",
            "photo" => "post-told-photo",
            "bound" => "post-told-bound",
            "colour" => "post-told-colour",
            "illegible" => "post-told-illegible",
            _ => return None,
        };
        Some(Told { text: t1(key, "page", page), page, original: kind == "original" })
    };
    proposals.iter().filter(|proposal| proposal.field == SHEET).filter_map(of).collect()
}

/// The documents found, those behind a sheet « photographies » as such.
pub(super) fn by_sheets(mut found: Vec<DocumentRange>, proposals: &[Proposal], numbers: &[u32]) -> Vec<DocumentRange> {
    let photos = proposals.iter().filter(|proposal| proposal.field == SHEET && proposal.value == "photo");
    for proposal in photos {
        let at = numbers.iter().position(|number| Some(*number) == proposal.page);
        let Some(place) = at.and_then(|at| u32::try_from(at + 1).ok()) else { continue };
        if let Some(document) = found.iter_mut().find(|d| d.first <= place && place <= d.last) {
            document.kind = PieceKind::Photo;
        }
    }
    found
}
