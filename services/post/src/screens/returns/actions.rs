//! What is noted of a letter that is back, or of its card.

use axum::extract::State;
use casework::{Advice, AdviceError, LetterBack, ReturnError};
use chrono::NaiveDate;
use domain::{CommunicationId, LetterId, ReturnReason};
use law::Notified;
use web::{Done, Problem, Staff, t, t1, t2, words};

use super::{HERE, card::how, path};
use crate::screens::{Desk, Fields};

/// Where what was noted is taken back.
const UNDO: &str = "/courrier/retours/annuler";

/// A date field: `None` when left empty, an error when it is no date.
fn day(fields: &Fields, name: &str) -> Result<Option<NaiveDate>, String> {
    match fields.some(name) {
        None => Ok(None),
        Some(text) => {
            super::super::indexing::date(text).map(Some).ok_or_else(|| t1("post-returns-no-date", "text", text))
        }
    }
}

/// `POST /courrier/retours/revenue`
pub(crate) async fn came_back(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let letter: LetterId = fields.id("lettre")?;
    let Some(reason) = ReturnReason::from_word(fields.get("motif")) else {
        return Ok(Done::to(path(letter)).warning(t("post-returns-reason-needed")));
    };
    let presented_on = match day(&fields, "presentee") {
        Ok(day) => day,
        Err(text) => return Ok(Done::to(path(letter)).warning(text)),
    };
    let scanned: Option<CommunicationId> = fields.some("pli").and_then(|pli| pli.parse().ok());
    let back = LetterBack {
        letter,
        reason,
        presented_on,
        notice_left: fields.has("avis"),
        scanned: scanned.map(|pli| (pli, t1("post-returns-scan-ended", "reason", words::return_reason(reason)))),
    };
    match casework::letter_came_back(desk.casework()?, &staff.actor(), staff.user_id, &back).await {
        Ok(noted) => {
            let counted = noted.notification.as_ref().filter(|n| n.how != Notified::InDoubt);
            let text =
                counted.map_or_else(|| t("post-returns-done-doubt"), |n| t1("post-returns-done-counts", "how", how(n)));
            let text =
                if noted.held > 0 { t2("post-returns-done-held", "text", text, "count", noted.held) } else { text };
            Ok(Done::to(HERE).saying(text).undo(UNDO, &[("cle", &noted.undo.to_string())]))
        }
        Err(ReturnError::Contradict(why)) => Ok(Done::to(path(letter)).warning(why.0)),
        Err(ReturnError::NotByPost | ReturnError::Refused(_)) => Err(Problem::Conflict(t("post-returns-not-gone"))),
        Err(ReturnError::Scan(_)) => Err(Problem::Conflict(t("post-conflict-registered"))),
        Err(ReturnError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/retours/avis`
pub(crate) async fn advice(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let letter: LetterId = fields.id("lettre")?;
    let back = Done::to(path(letter));
    let (presented_on, delivered_on) = match (day(&fields, "presentee"), day(&fields, "remise")) {
        (Ok(Some(presented)), Ok(delivered)) => (presented, delivered),
        // Handed over at the door: presented on the same day.
        (Ok(None), Ok(Some(delivered))) => (delivered, Some(delivered)),
        (Ok(None), Ok(None)) => return Ok(back.warning(t("post-returns-dates-needed"))),
        (Err(text), _) | (_, Err(text)) => return Ok(back.warning(text)),
    };
    let advice = Advice { letter, presented_on, delivered_on };
    match casework::record_advice(desk.casework()?, &staff.actor(), staff.user_id, &advice).await {
        Ok(noted) => Ok(Done::to(HERE)
            .saying(t1("post-returns-advice-done", "how", how(&noted.notification)))
            .undo(UNDO, &[("cle", &noted.undo.to_string())])),
        Err(AdviceError::Contradict(why)) => Ok(back.warning(why.0)),
        Err(AdviceError::NotThen) => Ok(back.warning(t("post-returns-not-then"))),
        Err(AdviceError::NotRegistered) => Ok(back.warning(t("post-returns-not-registered"))),
        Err(AdviceError::Refused(_)) => Err(Problem::Conflict(t("post-returns-not-gone"))),
        Err(AdviceError::Store(error)) => Err(error.into()),
    }
}
