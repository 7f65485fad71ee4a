//! The end of a call: an outcome is owed in words. What was typed is shown again until it is accepted.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{CallEnding, EndCallError};
use chrono::NaiveDate;
use domain::{CallOutcome, CaseId, CommunicationId};
use web::{Done, Fields, Frame, Problem, Staff, View, parts::ErrorSummary, t};

use super::{
    Desk,
    call::{self, Typed},
    desk::{call_id, path},
    search::Asked,
};

/// The fields of the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ending {
    pub(crate) outcome: Option<CallOutcome>,
    pub(crate) words: String,
    /// The day promised, as typed.
    pub(crate) day: String,
    pub(crate) case: Option<CaseId>,
    pub(crate) errors: ErrorSummary,
}

impl Ending {
    fn read(fields: &Fields) -> Result<Self, Problem> {
        Ok(Self {
            outcome: CallOutcome::from_word(fields.get("issue")),
            words: fields.get("resume").to_owned(),
            day: fields.get("pour_le").to_owned(),
            case: fields.some("dossier").map(str::parse).transpose().map_err(|_| Problem::BadRequest)?,
            errors: ErrorSummary::default(),
        })
    }

    fn promised_on(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&self.day, "%Y-%m-%d").ok()
    }

    /// Everything missing, said at once; with nothing missing, what to do.
    fn checked(&mut self, call: CommunicationId) -> Option<CallEnding> {
        if self.outcome.is_none() {
            self.wrong("issue-1", "phone-outcome-needed");
        }
        if self.words.is_empty() {
            self.wrong("resume", "phone-words-needed");
        }
        if self.outcome == Some(CallOutcome::Committed) && self.promised_on().is_none() {
            self.wrong("pour_le", "phone-day-needed");
        }
        let outcome = self.outcome.filter(|_| self.errors.is_empty())?;
        let (words, promised_on) = (self.words.clone(), self.promised_on());
        Some(CallEnding { call, outcome, words, case: self.case, promised_on })
    }

    fn wrong(&mut self, field: &str, key: &str) {
        self.errors = std::mem::take(&mut self.errors).with(field, t(key));
    }
}

/// `POST /telephone/appels/{call}/terminer`
pub(crate) async fn end(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = call_id(&id)?;
    let mut ending = Ending::read(&fields)?;
    if let Some(wanted) = ending.checked(id) {
        match casework::end_call(desk.casework()?, &staff.actor(), staff.user_id, &wanted).await {
            Ok(key) => {
                let done = Done::to("/telephone").saying(t("phone-ended"));
                return Ok(done.undo("/telephone/annuler", &[("cle", &key.to_string())]).into_response());
            }
            Err(EndCallError::AlreadyEnded) => {
                return Ok(Done::to(path(id)).warning(t("phone-ended-already")).into_response());
            }
            Err(EndCallError::NoWords) => ending.wrong("resume", "phone-words-needed"),
            Err(EndCallError::NothingRegistered) => ending.wrong("famille", "phone-nothing-registered"),
            Err(EndCallError::NoDay) => ending.wrong("pour_le", "phone-day-needed"),
            Err(EndCallError::Refused(_)) => return Err(Problem::Conflict(t("phone-conflict-case"))),
            Err(EndCallError::Store(error)) => return Err(error.into()),
        }
    }
    let typed = Typed { ending, ..Typed::default() };
    let page = call::build(&desk, &staff, &frame, id, &Asked::of(&fields), typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn call() -> CommunicationId {
        CommunicationId::new(DateTime::UNIX_EPOCH)
    }

    #[test]
    fn an_end_without_outcome_or_words_is_kept_and_says_what_is_missing() {
        let mut ending = Ending { day: "2026-12-01".to_owned(), ..Ending::default() };
        assert!(ending.checked(call()).is_none());
        let html = ending.errors.to_string();
        assert!(html.contains("#issue-1") && html.contains("#resume"), "{html}");
        assert_eq!(ending.day, "2026-12-01");
    }

    #[test]
    fn a_commitment_has_a_day_and_the_others_need_none() {
        let said = Ending { words: "dit".to_owned(), ..Ending::default() };
        let with = |outcome| Ending { outcome: Some(outcome), ..said.clone() };
        assert!(with(CallOutcome::Committed).checked(call()).is_none());
        assert!(with(CallOutcome::Informed).checked(call()).is_some());
    }
}
