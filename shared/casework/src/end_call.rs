//! A call ends with an outcome in words (section 6.2): nothing that was said is left to memory.

use chrono::NaiveDate;
use domain::{
    Actor, CallOutcome, CallState, CallbackId, CaseId, CaseState, CommunicationId, CommunicationState, Transition,
    TransitionRefused, UserId,
};
use serde_json::json;
use store::{
    StoreError, Transaction, arrivals, callbacks, calls,
    cases::{self, CaseRow},
    communications::{self, CommunicationRow},
    events::{self, NewEvent},
    undo,
};
use uuid::Uuid;

use crate::{
    Casework, callback_duty, plan_callback,
    recompute::{Asked, recompute},
};

/// What the agent says of a call.
#[derive(Clone, Debug)]
pub struct CallEnding {
    /// The call.
    pub call: CommunicationId,
    /// The outcome.
    pub outcome: CallOutcome,
    /// What was said, in words.
    pub words: String,
    /// The case that the call was about, when the agent found it.
    pub case: Option<CaseId>,
    /// The day promised, for a commitment or a callback.
    pub promised_on: Option<NaiveDate>,
}

/// Why a call was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndCallError {
    /// The outcome was given already.
    #[error("the outcome of the call was given already")]
    AlreadyEnded,
    /// The outcome is owed in words.
    #[error("an outcome in words is needed")]
    NoWords,
    /// Registered is said by registering.
    #[error("no request was registered during the call")]
    NothingRegistered,
    /// A commitment is about a case, by a day (I-23).
    #[error("a commitment needs a day")]
    NoDay,
    /// The case stands where this cannot be done.
    #[error(transparent)]
    Refused(#[from] TransitionRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends a call; returns the key that opens it again.
///
/// # Errors
/// When an outcome was given already, or what it needs is missing; nothing was done then.
pub async fn end_call(
    casework: &Casework,
    actor: &Actor,
    agent: UserId,
    ending: &CallEnding,
) -> Result<Uuid, EndCallError> {
    let now = casework.clock.now();
    let words = ending.words.trim();
    if words.is_empty() {
        return Err(EndCallError::NoWords);
    }
    let mut tx = casework.begin(actor).await?;
    let call = calls::lock(&mut tx, ending.call).await?;
    if call.state == CallState::Settled {
        return Err(EndCallError::AlreadyEnded);
    }
    let mut communication = communications::lock(&mut tx, ending.call).await?;
    let state_before = communication.state;
    if let Some(case) = ending.case {
        link(&mut tx, casework, &communication, case).await?;
        communication.cases = vec![case];
    }
    let dismissed = settle_communication(&mut tx, casework, &communication, ending, words).await?;
    match (ending.outcome, ending.promised_on) {
        (CallOutcome::Committed, None) => return Err(EndCallError::NoDay),
        (CallOutcome::Committed | CallOutcome::CallbackPlanned, day) => {
            plan_callback::plan(&mut tx, casework, &call, words, day).await?;
        }
        (CallOutcome::Registered | CallOutcome::Informed | CallOutcome::NoRequest, _) => {}
    }
    let answered = callback_duty::answered(&mut tx, casework, &call, ending.outcome).await?;
    calls::set_outcome(&mut tx, ending.call, Some((ending.outcome, words)), agent, CallState::Settled).await?;
    let facts = json!({ "communication": ending.call, "outcome": ending.outcome });
    let event = match communication.cases.first() {
        Some(case) => NewEvent::new(*case, "call.ended", facts),
        None => NewEvent::new(ending.call, "call.ended", facts),
    };
    events::append(&mut tx, now, &[event]).await?;
    let before = json!({ "state": call.state, "communication_state": state_before, "dismissed": dismissed, "answered": answered });
    let undo = undo::remember(&mut tx, agent, "end_call", ending.call.uuid(), before, now).await?;
    tx.commit().await?;
    Ok(undo)
}

/// The call belongs to a case that existed before: what it opened, which nobody confirmed, is merged there.
async fn link(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    into: CaseId,
) -> Result<(), EndCallError> {
    let now = casework.clock.now();
    let target = cases::lock(tx, into).await?;
    for own in communication.cases.iter().filter(|own| **own != into) {
        let row = cases::lock(tx, *own).await?;
        if opened_unconfirmed(&row, communication) {
            let (merged, _) = row.case.take(Transition::Merge)?;
            cases::set_state(tx, &merged).await?;
            cases::merge_into(tx, *own, into).await?;
            let facts = json!({ "into": target.reference });
            events::append(tx, now, &[NewEvent::new(*own, "case.merged", facts)]).await?;
            recompute(tx, casework, &[into], Asked::FACT, now).await?;
        }
    }
    if !communication.cases.contains(&into) {
        arrivals::link(tx, &[(communication.id, into)]).await?;
        communications::disown(tx, communication.id).await?;
        communications::follow_protection(tx, communication.id).await?;
        callbacks::set_case(tx, communication.id, into).await?;
        callback_duty::refresh(tx, casework, into).await?;
        let facts = json!({ "communication": communication.id, "channel": communication.channel });
        events::append(tx, now, &[NewEvent::new(into, "case.communication_attached", facts)]).await?;
    }
    Ok(())
}

/// Whether a case was opened by this call and nobody has confirmed it yet. The case whose reference the caller typed may also
/// wait to be registered, but it came by another arrival: what is said of a call never ends or merges that one.
fn opened_unconfirmed(row: &CaseRow, call: &CommunicationRow) -> bool {
    row.case.state == CaseState::Received && row.first_channel == call.channel && row.received_at == call.received_at
}

/// What becomes of the communication: registered on its case, kept open while somebody is to be called back, or ended
/// without a case. A case that the call opened and that nobody confirmed is dismissed only when the agent says so; the cases
/// dismissed are returned.
async fn settle_communication(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    ending: &CallEnding,
    words: &str,
) -> Result<Vec<CaseId>, EndCallError> {
    let open = match communication.state {
        CommunicationState::Received | CommunicationState::ToIndex => true,
        CommunicationState::Registered | CommunicationState::NoCase => false,
    };
    let own = match communication.cases.first() {
        Some(case) => Some(cases::lock(tx, *case).await?),
        None => None,
    };
    let unconfirmed = own.as_ref().is_some_and(|row| opened_unconfirmed(row, communication));
    match ending.outcome {
        CallOutcome::Registered if open => Err(EndCallError::NothingRegistered),
        CallOutcome::NoRequest | CallOutcome::Informed if open && (unconfirmed || own.is_none()) => {
            let mut dismissed = Vec::new();
            if let Some(row) = own {
                let (after, _) = row.case.take(Transition::Dismiss)?;
                cases::set_state(tx, &after).await?;
                dismissed.push(after.id);
                let facts = json!({ "outcome": words });
                let event = NewEvent::new(after.id, "case.dismissed_as_no_request", facts);
                events::append(tx, casework.clock.now(), &[event]).await?;
            }
            communications::set_state(tx, communication.id, CommunicationState::NoCase, Some(words)).await?;
            Ok(dismissed)
        }
        CallOutcome::Committed | CallOutcome::CallbackPlanned if unconfirmed || own.is_none() => Ok(Vec::new()),
        CallOutcome::Registered
        | CallOutcome::Informed
        | CallOutcome::Committed
        | CallOutcome::CallbackPlanned
        | CallOutcome::NoRequest => {
            if open {
                communications::set_state(tx, communication.id, CommunicationState::Registered, None).await?;
            }
            Ok(Vec::new())
        }
    }
}

/// Takes the outcome of a call back: it is owed again.
pub(crate) async fn reopen(
    tx: &mut Transaction,
    casework: &Casework,
    call: CommunicationId,
    agent: UserId,
    before: &serde_json::Value,
) -> Result<(), crate::UndoError> {
    let malformed = |_| StoreError::Malformed("undo");
    let state: CommunicationState = serde_json::from_value(before["communication_state"].clone()).map_err(malformed)?;
    let dismissed: Vec<CaseId> = serde_json::from_value(before["dismissed"].clone()).map_err(malformed)?;
    for case in dismissed {
        let row = cases::lock(tx, case).await?;
        if row.case.state == CaseState::Dismissed {
            let (after, _) = row.case.take(Transition::UndoDismissal)?;
            cases::set_state(tx, &after).await?;
            recompute(tx, casework, &[case], Asked::FACT, casework.clock.now()).await?;
            let event = NewEvent::new(case, "case.dismissal_taken_back", json!({}));
            events::append(tx, casework.clock.now(), &[event]).await?;
        }
    }
    let answered: Option<CallbackId> = serde_json::from_value(before["answered"].clone()).map_err(malformed)?;
    if let Some(callback) = answered {
        callback_duty::owe_again(tx, casework, callback).await?;
    }
    communications::set_state(tx, call, state, None).await?;
    calls::set_outcome(tx, call, None, agent, CallState::Ended).await?;
    Ok(())
}

/// An agent takes a call: nobody else works on it. `false` when somebody has it.
///
/// # Errors
/// When it is unknown or the store refuses.
pub async fn take_call(
    casework: &Casework,
    actor: &Actor,
    agent: UserId,
    id: CommunicationId,
) -> Result<bool, StoreError> {
    let mut tx = casework.begin(actor).await?;
    let call = calls::lock(&mut tx, id).await?;
    let state = crate::follow_call::not_back(call.state, CallState::WithAgent);
    let taken = calls::set_agent(&mut tx, id, agent, state).await?;
    tx.commit().await?;
    Ok(taken)
}
