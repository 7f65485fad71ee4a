//! What a caller does after the first ring: chooses, types a reference, waits, hangs up. Each step is done once, whatever the
//! operator repeats.

use domain::{CallChoice, CallState, CaseReference, CommunicationState};
use serde_json::json;
use store::{
    StoreError, Transaction, arrivals,
    calls::{self, CallRow},
    cases, communications,
    events::{self, NewEvent},
};

use crate::{
    Casework, IncomingCall, ReceiveError, open_case, plan_callback,
    receive_call::{DOOR, counted, keep},
};

/// The caller chose in the menu: a request opens its case at once, so that the date is kept whatever comes next. The first
/// choice stands; it is returned.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn choose_menu(
    casework: &Casework,
    call: &IncomingCall,
    choice: CallChoice,
) -> Result<CallChoice, ReceiveError> {
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::InMenu).await?;
    if let Some(chosen) = row.choice {
        return Ok(chosen);
    }
    let state = match choice {
        CallChoice::Request => CallState::Waiting,
        CallChoice::Existing => CallState::InMenu,
        CallChoice::Message => CallState::Recording,
    };
    calls::set_choice(&mut tx, row.communication, choice, None, not_back(row.state, state)).await?;
    if choice == CallChoice::Request {
        open(&mut tx, casework, &row).await?;
    }
    tx.commit().await?;
    counted(received.as_ref());
    Ok(choice)
}

/// The caller typed the reference of a case. With right check digits, and a case that exists, the call is linked to it; the
/// caller is told the same in every case.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn give_reference(casework: &Casework, call: &IncomingCall, digits: &str) -> Result<(), ReceiveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::InMenu).await?;
    if row.reference_typed.is_some() {
        return Ok(());
    }
    let typed: String = digits.chars().filter(char::is_ascii_digit).take(20).collect();
    let state = not_back(row.state, CallState::Waiting);
    calls::set_choice(&mut tx, row.communication, CallChoice::Existing, Some(&typed), state).await?;
    let case = match typed.parse::<CaseReference>() {
        Ok(reference) => cases::by_reference(&mut tx, reference).await?,
        Err(_) => None,
    };
    if let Some(case) = case {
        let communication = communications::lock(&mut tx, row.communication).await?;
        if communication.cases.is_empty() {
            arrivals::link(&mut tx, &[(row.communication, case)]).await?;
            communications::disown(&mut tx, row.communication).await?;
            communications::follow_protection(&mut tx, row.communication).await?;
            let facts = json!({ "communication": row.communication, "channel": communication.channel, "received_on": communication.received_on });
            events::append(&mut tx, now, &[NewEvent::new(case, "case.communication_attached", facts)]).await?;
        }
    }
    tx.commit().await?;
    counted(received.as_ref());
    Ok(())
}

/// The line was closed. The call owes an outcome now, unless an agent gave it; somebody who waited in vain is called
/// back, for this reason.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn hang_up(casework: &Casework, call: &IncomingCall, reason: &str) -> Result<(), ReceiveError> {
    close_line(casework, call, reason, false).await
}

/// Closes the line of a call. Who waited in vain is called back, for this reason: who had chosen something in the menu, and, when an
/// outage `cut` the call, everybody that no agent had.
pub(crate) async fn close_line(
    casework: &Casework,
    call: &IncomingCall,
    reason: &str,
    cut: bool,
) -> Result<(), ReceiveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::InMenu).await?;
    calls::set_ended(&mut tx, row.communication, now, not_back(row.state, CallState::Ended)).await?;
    let waited_in_vain = matches!(row.state, CallState::Waiting | CallState::Recording | CallState::InMenu);
    if waited_in_vain && (cut || row.choice.is_some()) {
        plan_callback::plan(&mut tx, casework, &row, reason, None).await?;
    }
    tx.commit().await?;
    counted(received.as_ref());
    Ok(())
}

/// An agent answered on the agents' line.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn agent_answered(casework: &Casework, call: &IncomingCall) -> Result<(), ReceiveError> {
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::WithAgent).await?;
    calls::set_state(&mut tx, row.communication, not_back(row.state, CallState::WithAgent)).await?;
    tx.commit().await?;
    counted(received.as_ref());
    Ok(())
}

/// Opens the case of a call that is a request, unless a person ended it.
pub(crate) async fn open(tx: &mut Transaction, casework: &Casework, row: &CallRow) -> Result<(), StoreError> {
    let communication = communications::lock(tx, row.communication).await?;
    if communication.state != CommunicationState::NoCase {
        open_case::first_or_new(tx, casework, &communication, casework.clock.now()).await?;
    }
    Ok(())
}

/// A message of the operator that comes late never takes a call back to an earlier state.
pub(crate) fn not_back(stands: CallState, wanted: CallState) -> CallState {
    if stands.code() > wanted.code() { stands } else { wanted }
}
