use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use casework::{
    BandError, DeclareError, decide_band, declare_urgency, prove_urgency, take_back_band, withdraw_urgency,
};
use domain::{CaseId, UrgencySignalId};
use law::urgency::Band;
use web::{Done, Fields, Frame, Problem, Staff, View, t};

use super::{
    form::{Mistakes, Typed, refused},
    page, path,
};
use crate::state::Cases;

/// `POST /dossiers/{case}/urgence`: somebody says what presses.
pub(crate) async fn declare(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let typed = Typed::sent(&fields);
    let mistakes = match typed.read(id, cases.web.today()) {
        Err(mistakes) => mistakes,
        Ok(said) => match declare_urgency(cases.casework()?, &staff.actor(), staff.user_id, &said).await {
            Ok(signal) => {
                let undo = format!("{}/{signal}/retirer", path(id));
                let done = Done::to(path(id)).saying(t("declare-done"));
                return Ok(done.undo(undo, &[("motif", &t("declare-by-mistake"))]).into_response());
            }
            Err(error) => match refused(&error) {
                Some(mistakes) => mistakes,
                None => return Err(problem(error)),
            },
        },
    };
    Ok(View(page::page(&cases, &staff, &frame, id, &typed, &mistakes).await?).into_response())
}

fn problem(error: DeclareError) -> Problem {
    match error {
        DeclareError::Store(error) => error.into(),
        DeclareError::NotOpen => Problem::Conflict(t("declare-not-open")),
        _ => Problem::Conflict(t("declare-gone")),
    }
}

/// `POST /dossiers/{case}/urgence/{signal}/preuve`: a proof was seen.
pub(crate) async fn prove(
    State(cases): State<Cases>,
    staff: Staff,
    Path((id, signal)): Path<(String, String)>,
) -> Result<Done, Problem> {
    let (id, signal) = both(&id, &signal)?;
    match prove_urgency(cases.casework()?, &staff.actor(), staff.user_id, id, signal).await {
        Ok(()) => Ok(Done::to(path(id)).saying(t("declare-proof-done"))),
        Err(DeclareError::Gone) => Ok(Done::to(path(id)).warning(t("declare-gone"))),
        Err(error) => Err(problem(error)),
    }
}

/// `POST /dossiers/{case}/urgence/{signal}/retirer`: a fact no longer holds, for a reason.
pub(crate) async fn withdraw(
    State(cases): State<Cases>,
    staff: Staff,
    Path((id, signal)): Path<(String, String)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (id, signal) = both(&id, &signal)?;
    let (actor, reason) = (staff.actor(), fields.get("motif"));
    match withdraw_urgency(cases.casework()?, &actor, staff.user_id, (id, signal), reason).await {
        Ok(()) => Ok(Done::to(path(id)).saying(t("declare-withdrawn-done"))),
        Err(DeclareError::NoReason) => Ok(Done::to(path(id)).warning(t("declare-reason-needed"))),
        Err(DeclareError::Gone) => Ok(Done::to(path(id)).warning(t("declare-gone"))),
        Err(error) => Err(problem(error)),
    }
}

fn both(id: &str, signal: &str) -> Result<(CaseId, UrgencySignalId), Problem> {
    Ok((id.parse().map_err(|_| Problem::NotFound)?, signal.parse().map_err(|_| Problem::NotFound)?))
}

/// `POST /dossiers/{case}/rang`: an officer decides on the band.
pub(crate) async fn decide(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let band = fields.get("rang").parse().ok().and_then(Band::from_number);
    let mistakes: Mistakes = match band {
        None => vec![("motif", t("declare-band-needed"))],
        Some(band) => {
            let decision = (band, fields.get("motif"));
            match decide_band(cases.casework()?, &staff.actor(), staff.user_id, id, decision).await {
                Ok(()) => return Ok(Done::to(path(id)).saying(t("declare-band-done")).into_response()),
                Err(BandError::NoReason) => vec![("motif", t("declare-reason-needed"))],
                Err(error) => return Err(band_problem(error)),
            }
        }
    };
    let typed = Typed::fresh(cases.web.today());
    Ok(View(page::page(&cases, &staff, &frame, id, &typed, &mistakes).await?).into_response())
}

/// `POST /dossiers/{case}/rang/lever`: the facts count again.
pub(crate) async fn take_back(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Done, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    match take_back_band(cases.casework()?, &staff.actor(), staff.user_id, id).await {
        Ok(()) => Ok(Done::to(path(id)).saying(t("declare-band-lifted"))),
        Err(BandError::Nothing) => Ok(Done::to(path(id)).warning(t("declare-gone"))),
        Err(error) => Err(band_problem(error)),
    }
}

fn band_problem(error: BandError) -> Problem {
    match error {
        BandError::Store(error) => error.into(),
        BandError::NotOpen => Problem::Conflict(t("declare-not-open")),
        BandError::NoReason | BandError::Nothing => Problem::Conflict(t("declare-gone")),
    }
}
