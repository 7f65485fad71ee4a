//! What an agent does. Each action is an operation of `casework`.

use axum::extract::{Path, State};
use casework::{AttemptError, IncomingCall, PlanError, ReceiveError, UndoError};
use domain::{Actor, AttemptResult, CallbackId, CallbackState, Personal};
use uuid::Uuid;
use web::{Done, Fields, Problem, Staff, t, tw};

use super::{
    Desk,
    desk::{call_id, path},
};

/// The desk.
const HERE: &str = "/telephone";

/// `POST /telephone/noter`: a call that came by an ordinary telephone.
pub(crate) async fn note(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let call = IncomingCall {
        sid: format!("{}{}", casework::NOTED_CALL, Uuid::new_v4().simple()),
        called: desk.context.config.phone.number.clone().unwrap_or_else(|| "poste".to_owned()),
        caller: Personal(fields.get("numero").to_owned()),
        rang_at: None,
    };
    match casework::note_call(desk.casework()?, staff.user_id, &call).await {
        Ok(id) => Ok(Done::to(path(id))),
        Err(ReceiveError::Store(error)) => Err(error.into()),
        Err(ReceiveError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// `POST /telephone/appels/{call}/prendre`
pub(crate) async fn take(State(desk): State<Desk>, staff: Staff, Path(call): Path<String>) -> Result<Done, Problem> {
    let id = call_id(&call)?;
    let taken = casework::take_call(desk.casework()?, &staff.actor(), staff.user_id, id).await?;
    let done = Done::to(path(id));
    Ok(if taken { done } else { done.warning(t("phone-taken-by-another")) })
}

/// `POST /telephone/appels/{call}/danger`
pub(crate) async fn danger(
    State(desk): State<Desk>,
    staff: Staff,
    Path(call): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id = call_id(&call)?;
    let new = casework::report_danger(desk.casework()?, &staff.actor(), id, fields.get("mots")).await?;
    // Said once more: the first words stand, and the agent knows that the second ones do not.
    Ok(Done::to(path(id)).warning(t(if new { "phone-danger-told" } else { "phone-danger-told-already" })))
}

/// `POST /telephone/appels/{call}/rappel`
pub(crate) async fn plan(
    State(desk): State<Desk>,
    staff: Staff,
    Path(call): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id = call_id(&call)?;
    let reason = fields.some("raison").map_or_else(|| t("phone-callback-asked"), str::to_owned);
    let planned =
        casework::plan_callback(desk.casework()?, &staff.actor(), id, fields.some("numero"), &reason, None).await;
    match planned {
        Ok(_) => Ok(Done::to(path(id)).saying(t("phone-callback-planned"))),
        Err(PlanError::Unsafe) => Ok(Done::to(path(id)).warning(t("phone-callback-unsafe"))),
        Err(PlanError::NotDialable) => Ok(Done::to(path(id)).warning(t("phone-error-number"))),
        Err(PlanError::NoReason) => Err(Problem::BadRequest),
        Err(PlanError::Store(error)) => Err(error.into()),
    }
}

/// `POST /telephone/rappels/tentative`
pub(crate) async fn attempt(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: CallbackId = fields.id("rappel")?;
    let Some(result) = AttemptResult::from_word(fields.get("resultat")) else {
        return Ok(Done::to(HERE).warning(t("phone-result-needed")));
    };
    let words = fields.get("mots");
    match casework::record_attempt(desk.casework()?, &staff.actor(), staff.user_id, id, result, words).await {
        Ok(CallbackState::Write) => Ok(Done::to(HERE).warning(t("phone-attempt-write"))),
        Ok(CallbackState::Due | CallbackState::Reached | CallbackState::Written | CallbackState::NotNeeded) => {
            Ok(Done::to(HERE).saying(t("phone-attempt-kept")))
        }
        Err(AttemptError::Ended) => Err(Problem::Conflict(t("phone-conflict-callback"))),
        Err(AttemptError::Store(error)) => Err(error.into()),
    }
}

/// `POST /telephone/rappels/ecrit`
pub(crate) async fn written(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: CallbackId = fields.id("rappel")?;
    match casework::callback_written(desk.casework()?, &staff.actor(), id).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("phone-written"))),
        Err(AttemptError::Ended) => Err(Problem::Conflict(t("phone-conflict-callback"))),
        Err(AttemptError::Store(error)) => Err(error.into()),
    }
}

/// `POST /telephone/annuler`
pub(crate) async fn undo(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let key: Uuid = fields.id("cle")?;
    let refused = match casework::undo(desk.casework()?, &Actor::author(staff.user_id), staff.user_id, key).await {
        Ok(action) => return Ok(Done::to(HERE).saying(tw("phone-undone", &action))),
        Err(UndoError::Store(error)) => return Err(error.into()),
        Err(UndoError::Queue(error)) => return Err(Problem::internal(error)),
        Err(UndoError::Nothing) => t("phone-undo-nothing"),
        Err(UndoError::TooLate) => t("phone-undo-late"),
        Err(UndoError::LetterPrinted) => t("phone-undo-printed"),
        Err(
            UndoError::Refused(_)
            | UndoError::LetterMoved
            | UndoError::EnvelopeMoved
            | UndoError::CheckMoved
            | UndoError::OtherDay
            | UndoError::TransferLeft
            | UndoError::Stays,
        ) => t("phone-undo-moved"),
    };
    Ok(Done::to(HERE).warning(refused))
}
