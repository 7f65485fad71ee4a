use axum::extract::{Path, State};
use casework::{AskError, DecideError, Decided, ask_recomputation, decide_changes};
use domain::{CaseId, ChangeId};
use web::{Done, Fields, Problem, Staff, t};

use super::HERE;
use crate::state::Cases;

/// `POST /recalculs`: all open cases are computed again.
pub(crate) async fn ask(State(cases): State<Cases>, staff: Staff) -> Result<Done, Problem> {
    match ask_recomputation(cases.casework()?, &staff.actor(), staff.user_id).await {
        Ok(id) => Ok(Done::to(format!("{HERE}?calcul={id}")).saying(t("recomputing-asked"))),
        Err(AskError::Running) => Ok(Done::to(HERE).warning(t("recomputing-already-asked"))),
        Err(AskError::Store(error)) => Err(error.into()),
        Err(AskError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// `POST /recalculs/propositions/{case}`: somebody accepts or refuses the dates of a case, with a reason.
pub(crate) async fn decide(
    State(cases): State<Cases>,
    staff: Staff,
    Path(case): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let case: CaseId = case.parse().map_err(|_| Problem::NotFound)?;
    let shown: Vec<ChangeId> = fields.ids("proposition")?;
    let accept = match fields.get("choix") {
        "accepter" => true,
        "refuser" => false,
        _ => return Err(Problem::BadRequest),
    };
    let (actor, user, reason) = (staff.actor(), staff.user_id, fields.get("motif"));
    match decide_changes(cases.casework()?, &actor, user, case, &shown, accept, reason).await {
        Ok(Decided::Accepted(_)) => Ok(Done::to(HERE).saying(t("recomputing-accepted"))),
        Ok(Decided::Refused) => Ok(Done::to(HERE).saying(t("recomputing-refused"))),
        Err(DecideError::NoReason) => Ok(Done::to(HERE).warning(t("recomputing-reason-needed"))),
        Err(DecideError::NoLongerProposed) => Ok(Done::to(HERE).warning(t("recomputing-no-longer"))),
        Err(DecideError::Store(error)) => Err(error.into()),
        Err(DecideError::Queue(error)) => Err(Problem::internal(error)),
    }
}
