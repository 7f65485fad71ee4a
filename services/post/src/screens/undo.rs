//! What a person did is taken back by them, for 24 hours (I-27).

use axum::extract::State;
use casework::UndoError;
use uuid::Uuid;
use web::{Done, Problem, Staff, t, tw};

use super::{Desk, Fields, desk::author};

/// `POST /courrier/indexation/annuler`
pub(crate) async fn of_indexing(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    undo(&desk, &staff, &fields, "/courrier/indexation").await
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

/// Somebody who registered a protected person no longer sees them, and may still take that back: nothing is shown.
async fn undo(desk: &Desk, staff: &Staff, fields: &Fields, back: &'static str) -> Result<Done, Problem> {
    let key: Uuid = fields.id("cle")?;
    let taken = casework::undo(desk.casework()?, &author(staff.user_id), staff.user_id, key).await;
    let refused = match taken {
        Ok(action) => return Ok(Done::to(back).saying(tw("post-undone", &action))),
        Err(UndoError::Store(error)) => return Err(error.into()),
        Err(UndoError::Queue(error)) => return Err(Problem::internal(error)),
        Err(UndoError::Nothing) => t("post-undo-nothing"),
        Err(UndoError::TooLate) => t("post-undo-late"),
        Err(UndoError::LetterPrinted) => t("post-undo-printed"),
        Err(UndoError::Refused(_)) => t("post-undo-moved"),
        Err(UndoError::LetterMoved) => t("post-undo-letter-moved"),
        Err(UndoError::CheckMoved) => t("post-undo-check-moved"),
        Err(UndoError::Stays) => t("post-undo-stays"),
    };
    Ok(Done::to(back).warning(refused))
}
