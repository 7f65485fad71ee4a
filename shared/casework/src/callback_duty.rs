//! The callbacks that a case owes, and the day in its calendar: the earliest of them.

use domain::{CallOutcome, CallbackId, CallbackState, CaseId, DeadlineId, DeadlineKind};
use serde_json::json;
use store::{
    StoreError, Transaction, callbacks,
    calls::CallRow,
    cases,
    deadlines::{self, NewDeadline},
    events::{self, NewEvent},
};

use crate::Casework;

/// Sets the deadline of a case to the earliest callback that it owes, or ends it when nobody waits any more.
pub(crate) async fn refresh(tx: &mut Transaction, casework: &Casework, case: CaseId) -> Result<(), StoreError> {
    let (now, today) = (casework.clock.now(), casework.today());
    match callbacks::earliest_owed(tx, case).await? {
        None => deadlines::end(tx, case, &[DeadlineKind::Callback], true).await?,
        Some((due_on, reason)) => {
            let why = casework.site.catalogue.why("R-75", today);
            let deadline = NewDeadline {
                id: DeadlineId::new(now),
                kind: DeadlineKind::Callback,
                due_on,
                computed_from: today,
                rule: why.rule,
                rule_version: why.version,
                source: why.source,
                because: vec![format!("Rappel à faire : {reason}.")],
            };
            deadlines::set(tx, case, &[deadline], now).await?;
        }
    }
    cases::refresh_next_deadline(tx, case).await
}

/// Ends the callback that a call owes when its outcome says that nobody waits for it: the person was spoken to, or asked for
/// nothing. Whose voice was only recorded is called all the same when a request was made of it. Returns what was ended.
pub(crate) async fn answered(
    tx: &mut Transaction,
    casework: &Casework,
    call: &CallRow,
    outcome: CallOutcome,
) -> Result<Option<CallbackId>, StoreError> {
    let state = match outcome {
        CallOutcome::Informed => CallbackState::Reached,
        CallOutcome::Registered if call.recording_sid.is_none() => CallbackState::Reached,
        CallOutcome::NoRequest => CallbackState::NotNeeded,
        CallOutcome::Registered | CallOutcome::Committed | CallOutcome::CallbackPlanned => return Ok(None),
    };
    let Some(id) = callbacks::open_of(tx, call.communication).await? else { return Ok(None) };
    change(tx, casework, id, state, "callback.answered").await?;
    Ok(Some(id))
}

/// Takes the end of a callback back, unless the communication owes another one by now.
pub(crate) async fn owe_again(tx: &mut Transaction, casework: &Casework, id: CallbackId) -> Result<(), StoreError> {
    let row = callbacks::lock(tx, id).await?;
    let over = matches!(row.state, CallbackState::Reached | CallbackState::NotNeeded);
    if over && callbacks::open_of(tx, row.communication).await?.is_none() {
        change(tx, casework, id, CallbackState::Due, "callback.owed_again").await?;
    }
    Ok(())
}

async fn change(
    tx: &mut Transaction,
    casework: &Casework,
    id: CallbackId,
    state: CallbackState,
    event: &'static str,
) -> Result<(), StoreError> {
    let now = casework.clock.now();
    let row = callbacks::lock(tx, id).await?;
    callbacks::set_state(tx, id, state, now).await?;
    let facts = json!({ "callback": id, "state": state });
    let event = match row.case {
        Some(case) => NewEvent::new(case, event, facts),
        None => NewEvent::new(row.communication, event, facts),
    };
    if let Some(case) = row.case {
        refresh(tx, casework, case).await?;
    }
    events::append(tx, now, &[event]).await
}
