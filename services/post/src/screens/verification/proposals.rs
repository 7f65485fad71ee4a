//! Corrections of dates as the desk of checks tells them: those that this person decides, those that wait for another one, and what others
//! said of this person's.

use chrono::TimeDelta;
use domain::CommunicationId;
use store::{StoreError, Transaction, accounts, date_corrections};
use web::{Staff, dates, t1, t2, t3};

use super::HERE;
use crate::screens::Desk;

/// For how long an answer is shown.
const SHOWN: TimeDelta = TimeDelta::days(14);
/// Answers that are shown.
const ROWS: i64 = 20;

/// What is told.
pub(super) struct Corrections {
    pub(super) to_decide: Option<(String, String)>,
    pub(super) proposed: Option<(String, String)>,
    pub(super) answers: Vec<Answer>,
}

/// What another person said of a proposal.
pub(super) struct Answer {
    pub(super) envelope: String,
    pub(super) said: String,
    pub(super) when: String,
    /// Where it is proposed again, when it was refused.
    pub(super) again: Option<String>,
}

impl Corrections {
    /// Those of a person; `None` when there is nothing to tell.
    pub(super) async fn of(tx: &mut Transaction, desk: &Desk, staff: &Staff) -> Result<Option<Self>, StoreError> {
        let waiting = date_corrections::waiting(tx, staff.user_id).await?;
        let told = |key: &str, ids: &[CommunicationId]| {
            ids.first().map(|id| (t1(key, "count", ids.len()), format!("{HERE}/{id}/date")))
        };
        let (to_decide, proposed) =
            (told("post-correction-to-decide", &waiting.to_decide), told("post-correction-waits", &waiting.proposed));
        let answers = answers(tx, desk, staff).await?;
        let nothing = to_decide.is_none() && proposed.is_none() && answers.is_empty();
        Ok((!nothing).then_some(Self { to_decide, proposed, answers }))
    }
}

async fn answers(tx: &mut Transaction, desk: &Desk, staff: &Staff) -> Result<Vec<Answer>, StoreError> {
    let answered = date_corrections::answered(tx, staff.user_id, desk.web.now() - SHOWN, ROWS).await?;
    let by: Vec<_> = answered.iter().map(|answer| answer.by).collect();
    let names = accounts::names(&mut **tx, &by).await?;
    Ok(answered
        .into_iter()
        .map(|answer| {
            let who = names.iter().find(|(id, _)| *id == answer.by).map_or("", |(_, name)| name.0.as_str());
            let (date, why) = (dates::long(answer.counts), answer.answer.unwrap_or_default());
            let place = || t2("post-envelope-place", "position", answer.position, "file", &answer.file_name);
            Answer {
                said: if answer.accepted {
                    t2("post-correction-told-accepted", "who", who, "date", date)
                } else {
                    t3("post-correction-told-refused", ("who", who), ("date", date), ("why", why))
                },
                when: dates::long_instant(answer.at, desk.web.zone()),
                again: (!answer.accepted).then(|| format!("{HERE}/{}/date", answer.communication)),
                envelope: t1("post-envelope", "name", answer.serial.clone().unwrap_or_else(place)),
            }
        })
        .collect())
}
