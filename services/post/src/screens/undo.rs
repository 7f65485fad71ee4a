//! What a person did is taken back by them, for 24 hours (I-27).

use axum::extract::State;
use casework::UndoError;
use domain::Actor;
use uuid::Uuid;
use web::{Done, Problem, Staff, t, tw};

use super::{Desk, Fields};

/// `POST /courrier/indexation/annuler`
pub(crate) async fn of_indexing(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/indexation").await
}

/// `POST /courrier/numerisation/annuler`
pub(crate) async fn of_scanning(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/numerisation").await
}

/// `POST /courrier/sans-nom/annuler`
pub(crate) async fn of_nameless(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/sans-nom").await
}

/// `POST /courrier/ouverture/annuler`
pub(crate) async fn of_opening(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/ouverture").await
}

/// `POST /courrier/verification/annuler`
pub(crate) async fn of_checks(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/verification").await
}

/// `POST /courrier/departs/annuler`
pub(crate) async fn of_departures(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/departs").await
}

/// `POST /courrier/retours/annuler`
pub(crate) async fn of_returns(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/retours").await
}

/// `POST /courrier/anomalies/annuler`
pub(crate) async fn of_anomalies(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/anomalies").await
}

/// `POST /courrier/rapprochements/annuler`
pub(crate) async fn of_repeats(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/rapprochements").await
}

/// `POST /courrier/transmissions/annuler`
pub(crate) async fn of_transfers(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/transmissions").await
}

/// Somebody who registered a protected person no longer sees them, and may still take that back: nothing is shown.
async fn undo(desk: &Desk, staff: &Staff, fields: &Fields, back: &'static str) -> Result<Done, Problem> {
    let key: Uuid = fields.id("cle")?;
    let taken = casework::undo(desk.casework()?, &Actor::author(staff.user_id), staff.user_id, key).await;
    match taken {
        Ok(action) => Ok(Done::to(back).saying(tw("post-undone", &action))),
        Err(error) => Ok(Done::to(back).warning(refused(error)?)),
    }
}

/// Why it was not taken back, in words.
///
/// # Errors
/// When the store refused.
pub(crate) fn refused(error: UndoError) -> Result<String, Problem> {
    match error {
        UndoError::Store(error) => Err(error.into()),
        UndoError::Queue(error) => Err(Problem::internal(error)),
        UndoError::Nothing => Ok(t("post-undo-nothing")),
        UndoError::TooLate => Ok(t("post-undo-late")),
        UndoError::LetterPrinted => Ok(t("post-undo-printed")),
        UndoError::Refused(_) => Ok(t("post-undo-moved")),
        UndoError::LetterMoved => Ok(t("post-undo-letter-moved")),
        UndoError::EnvelopeMoved => Ok(t("post-undo-envelope-moved")),
        UndoError::CheckMoved => Ok(t("post-undo-check-moved")),
        UndoError::OtherDay => Ok(t("post-undo-other-day")),
        UndoError::TransferLeft => Ok(t("post-undo-transfer-left")),
        UndoError::Stays => Ok(t("post-undo-stays")),
    }
}
