//! What is noted of a letter that is back, or of its card.

use axum::extract::State;
use casework::{Advice, AdviceError, LetterBack, ReturnError};
use chrono::NaiveDate;
use domain::{CommunicationId, LetterId, ReturnReason};
use law::Notified;
use web::{Done, Problem, Staff, t, t1, t2, words};

use super::{HERE, card::how};
use crate::screens::{Desk, Fields, days};

/// Where what was noted is taken back.
const UNDO: &str = "/courrier/retours/annuler";

/// A field for a day: `None` when left empty, an error when it is none.
fn day(fields: &Fields, name: &str, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
    match fields.some(name) {
        None => Ok(None),
        Some(text) => days::day(text, today).map(Some).ok_or_else(|| t1("post-returns-no-date", "text", text)),
    }
}

/// The letter once more, with what was chosen and typed, and the scan that it came with.
fn again(letter: LetterId, fields: &Fields) -> Done {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("scan", &letter.to_string());
    for name in ["pli", "motif", "presentee", "remise", "avis"] {
        if let Some(value) = fields.some(name) {
            query.append_pair(name, value);
        }
    }
    Done::to(format!("{HERE}?{}", query.finish()))
}

/// `POST /courrier/retours/revenue`
pub(crate) async fn came_back(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let letter: LetterId = fields.id("lettre")?;
    let Some(reason) = ReturnReason::from_word(fields.get("motif")) else {
        return Ok(again(letter, &fields).warning(t("post-returns-reason-needed")));
    };
    let presented_on = match day(&fields, "presentee", desk.web.today()) {
        Ok(day) => day,
        Err(text) => return Ok(again(letter, &fields).warning(text)),
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
        Err(ReturnError::Contradict(why)) => Ok(again(letter, &fields).warning(why.0)),
        Err(ReturnError::NotThen) => Ok(again(letter, &fields).warning(t("post-returns-not-then"))),
        Err(ReturnError::NotByPost | ReturnError::Refused(_)) => Err(Problem::Conflict(t("post-returns-not-gone"))),
        Err(ReturnError::Scan(_)) => Err(Problem::Conflict(t("post-conflict-registered"))),
        Err(ReturnError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/retours/avis`
pub(crate) async fn advice(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let letter: LetterId = fields.id("lettre")?;
    let back = again(letter, &fields);
    let typed = |name| day(&fields, name, desk.web.today());
    let (presented_on, delivered_on) = match (typed("presentee"), typed("remise")) {
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
