//! A request was handed on to an administration that is not competent, and the person was told so: it is studied here after all. Another
//! letter puts it right (I-27): our acknowledgement, which takes the place of the notice. Every date is kept.

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, LetterId, LetterState, Transition, TransitionRefused};
use law::reckoning::{Reckoning, explain};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, cases,
    events::{self, NewEvent},
    exceptions, letter_standing, letters, postal, reckonings, transfers,
};

use crate::{
    Casework, KeptHereFact, LetterFacts, corrected_letter,
    recompute::{self, Asked},
};

/// Why it was not kept here.
#[derive(Debug, thiserror::Error)]
pub enum KeepHereError {
    /// It was not handed on.
    #[error(transparent)]
    Refused(#[from] TransitionRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Keeps a case here after all; returns the acknowledgement that tells the person, to a safe contact point or held.
///
/// # Errors
/// When it was not handed on; nothing was done then.
pub async fn keep_case_here(casework: &Casework, actor: &Actor, case: CaseId) -> Result<LetterId, KeepHereError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    let (after, _) = row.case.take(Transition::KeepHere)?;
    let notice = transfers::notice(&mut tx, case).await?;
    let (notice, state, told) = notice.ok_or(StoreError::NotFound("notice of transfer"))?;
    cancel(&mut tx, notice, state, now).await?;
    cases::set_state(&mut tx, &after).await?;
    recompute::recompute(&mut tx, casework, &[case], Asked::FACT, now).await?;
    cases::refresh_next_deadline(&mut tx, case).await?;
    let facts = facts(&mut tx, casework, case, &told, now).await?;
    let row = cases::lock(&mut tx, case).await?;
    let why = format!("kept_here:{notice}");
    let letter = corrected_letter::request::<KeepHereError>(&mut tx, casework, &row, why, facts, now).await?;
    let facts = json!({ "letter": letter, "to": told["to_name"] });
    events::append(&mut tx, now, &[NewEvent::new(case, "case.kept_here", facts)]).await?;
    tx.commit().await?;
    Ok(letter)
}

/// The notice does not leave, or not again, if it is still here.
async fn cancel(
    tx: &mut Transaction,
    notice: LetterId,
    state: LetterState,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if state.step(LetterState::Cancelled).is_err() {
        return Ok(());
    }
    postal::leave_envelope(tx, notice).await?;
    letter_standing::leave_run(tx, notice).await?;
    letters::set_state(tx, notice, LetterState::Cancelled, None, now).await?;
    let by = tx.actor().to_string();
    exceptions::end_of_letter(tx, notice, &by, "the request is kept here", now).await.map(|_| ())
}

/// What our acknowledgement said, with the dates that hold now, and that the notice was a mistake.
async fn facts(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
    told: &Value,
    now: DateTime<Utc>,
) -> Result<LetterFacts, StoreError> {
    let before = transfers::last_acknowledgement(tx, case).await?.ok_or(StoreError::NotFound("letter"))?;
    let before = serde_json::from_value(before).map_err(|_| StoreError::Malformed("letter"))?;
    let known = reckonings::load(tx, &[case], &Reckoning::KINDS).await?.pop().ok_or(StoreError::NotFound("case"))?;
    let site = &casework.site;
    let explained = explain(&recompute::facts(&known), &site.catalogue, &site.calendar);
    let date = told["date"].as_str().and_then(|date| date.parse().ok());
    let name = told["to_name"].as_str().unwrap_or_default().to_owned();
    let kept_here = date.map(|date| KeptHereFact { date, name });
    Ok(LetterFacts { kept_here, ..corrected_letter::anew(before, &explained, LetterId::new(now), casework.today()) })
}
