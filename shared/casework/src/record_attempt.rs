//! An attempt to call back. Three at different half-days, then a letter is owed.

use chrono::Timelike as _;
use domain::{Actor, AttemptResult, CallbackId, CallbackState, HalfDay, UserId};
use serde_json::json;
use store::{
    StoreError,
    callbacks::{self, Attempt},
    events::{self, NewEvent},
};

use crate::{Casework, callback_duty};

/// Half-days in which somebody tried before a letter is owed.
const HALF_DAYS: i64 = 3;

/// Why an attempt was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    /// The callback has ended.
    #[error("the callback has ended")]
    Ended,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records an attempt; returns where the callback stands after it.
///
/// # Errors
/// When the callback has ended or the store refuses.
pub async fn record_attempt(
    casework: &Casework,
    actor: &Actor,
    agent: UserId,
    id: CallbackId,
    result: AttemptResult,
    words: &str,
) -> Result<CallbackState, AttemptError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let callback = callbacks::lock(&mut tx, id).await?;
    match callback.state {
        CallbackState::Due | CallbackState::Write => {}
        CallbackState::Reached | CallbackState::Written | CallbackState::NotNeeded => return Err(AttemptError::Ended),
    }
    let local = now.with_timezone(&casework.site.zone());
    let half_day = if local.hour() < 12 { HalfDay::Morning } else { HalfDay::Afternoon };
    let attempt = Attempt { at: now, on: local.date_naive(), half_day, result, words: words.trim().to_owned(), agent };
    let half_days = callbacks::add_attempt(&mut tx, id, &attempt).await?;
    let state = after(callback.state, result, half_days);
    callbacks::set_state(&mut tx, id, state, now).await?;
    if let (Some(case), CallbackState::Reached) = (callback.case, state) {
        callback_duty::refresh(&mut tx, casework, case).await?;
    }
    let facts = json!({ "callback": id, "result": result, "half_day": half_day, "state": state });
    let event = match callback.case {
        Some(case) => NewEvent::new(case, "callback.attempted", facts),
        None => NewEvent::new(callback.communication, "callback.attempted", facts),
    };
    events::append(&mut tx, now, &[event]).await?;
    tx.commit().await?;
    Ok(state)
}

/// The letter of a callback that reached nobody was written.
///
/// # Errors
/// When no letter is owed or the store refuses.
pub async fn callback_written(casework: &Casework, actor: &Actor, id: CallbackId) -> Result<(), AttemptError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let callback = callbacks::lock(&mut tx, id).await?;
    if callback.state != CallbackState::Write {
        return Err(AttemptError::Ended);
    }
    callbacks::set_state(&mut tx, id, CallbackState::Written, now).await?;
    if let Some(case) = callback.case {
        callback_duty::refresh(&mut tx, casework, case).await?;
        events::append(&mut tx, now, &[NewEvent::new(case, "callback.written", json!({ "callback": id }))]).await?;
    }
    Ok(tx.commit().await?)
}

/// A wrong number cannot be tried again: the letter is owed at once.
fn after(state: CallbackState, result: AttemptResult, half_days: i64) -> CallbackState {
    match result {
        AttemptResult::Reached => CallbackState::Reached,
        AttemptResult::WrongNumber => CallbackState::Write,
        AttemptResult::NoAnswer | AttemptResult::NeutralMessage if half_days >= HALF_DAYS => CallbackState::Write,
        AttemptResult::NoAnswer | AttemptResult::NeutralMessage => state,
    }
}
