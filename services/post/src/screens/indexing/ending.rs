//! What is no request ends with an outcome in words; what is odd is pointed out to a supervisor.

use axum::extract::{Path, State};
use casework::EndError;
use domain::ExceptionKind;
use web::{Done, Problem, Staff, t};

use super::{Desk, Fields, NEXT, seen};

/// `POST /courrier/indexation/{envelope}/sans-suite`
pub(crate) async fn end(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let envelope = seen(&desk, &staff, &id).await?;
    let words = words(&fields, "raison");
    let ended = casework::end_without_case(desk.casework()?, &staff.actor(), staff.user_id, envelope.id, &words).await;
    match ended {
        Ok(key) => {
            let key = key.to_string();
            Ok(Done::to(NEXT).saying(t("post-ended")).undo("/courrier/indexation/annuler", &[("cle", &key)]))
        }
        Err(EndError::NoOutcome) => {
            Ok(Done::to(format!("/courrier/indexation/{}", envelope.id)).warning(t("post-end-outcome-needed")))
        }
        Err(EndError::AlreadyEnded) => Err(Problem::Conflict(t("post-conflict-registered"))),
        Err(EndError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-case"))),
        Err(EndError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/indexation/{envelope}/signaler`
pub(crate) async fn raise(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let envelope = seen(&desk, &staff, &id).await?;
    let back = Done::to(format!("/courrier/indexation/{}", envelope.id));
    let chosen = ExceptionKind::from_word(fields.get("sujet")).filter(|kind| ExceptionKind::RAISED.contains(kind));
    let words = fields.get("precision");
    let kind = chosen.unwrap_or(ExceptionKind::Raised);
    if kind == ExceptionKind::Raised && words.is_empty() {
        return Ok(back.warning(t("post-raise-words-needed")));
    }
    casework::raise_exception(desk.casework()?, &staff.actor(), envelope.id, kind, words).await?;
    Ok(back.saying(t("post-raised")))
}

/// What was chosen in the list `choice` and what was added to it, as one sentence.
fn words(fields: &Fields, choice: &str) -> String {
    let parts = [fields.get(choice), fields.get("precision")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" : ")
}
