//! A duty to call somebody back, to a number that may be called (I-11).

use chrono::NaiveDate;
use domain::{Actor, CallbackId, CommunicationId, Personal};
use formats::PhoneNumber;
use law::Parameter;
use serde_json::json;
use store::{
    StoreError, Transaction,
    callbacks::{self, NewCallback},
    calls::{self, CallRow},
    communications,
    events::{self, NewEvent},
};

use crate::{Casework, callback_duty};

/// Why no callback was planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A reason in words is owed.
    #[error("a reason is needed")]
    NoReason,
    /// The number belongs to a contact point that may not be used.
    #[error("the number may not be called")]
    Unsafe,
    /// The number cannot be dialled: short, with a surcharge, or not understood.
    #[error("the number cannot be dialled")]
    NotDialable,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Plans a callback for a call, to `number` as typed, or to the number that called.
///
/// # Errors
/// When the number may not or cannot be called, or no reason is given.
pub async fn plan_callback(
    casework: &Casework,
    actor: &Actor,
    call: CommunicationId,
    number: Option<&str>,
    reason: &str,
    due_on: Option<NaiveDate>,
) -> Result<CallbackId, PlanError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(PlanError::NoReason);
    }
    let mut tx = casework.begin(actor).await?;
    let mut row = calls::lock(&mut tx, call).await?;
    if let Some(typed) = number {
        let parsed = PhoneNumber::parse(typed);
        if !parsed.dialable() {
            return Err(PlanError::NotDialable);
        }
        let e164 = parsed.e164.map_or_else(String::new, |n| n.0);
        if !may_call(&mut tx, casework, &e164).await? {
            return Err(PlanError::Unsafe);
        }
        row.caller = Some(Personal(e164));
    }
    let id = plan(&mut tx, casework, &row, reason, due_on).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether a number may be called, protected contact points included: those that the actor may not see count too.
async fn may_call(tx: &mut Transaction, casework: &Casework, e164: &str) -> Result<bool, StoreError> {
    if tx.actor().sees_protected() {
        return calls::may_call(tx, e164).await;
    }
    let mut all = casework.begin(&crate::receive_call::DOOR).await?;
    calls::may_call(&mut all, e164).await
}

/// Plans the callback of a call; one that it owes already is kept, on the day promised when there is one. A number that may not be called is left out: the duty stays,
/// and says that a safe number has to be found.
pub(crate) async fn plan(
    tx: &mut Transaction,
    casework: &Casework,
    call: &CallRow,
    reason: &str,
    promised: Option<NaiveDate>,
) -> Result<CallbackId, StoreError> {
    let (now, today) = (casework.clock.now(), casework.today());
    let site = &casework.site;
    let days = site.catalogue.parameters(today).number(Parameter::Callback);
    let due_on = promised.unwrap_or_else(|| site.calendar.add_working_days(today, days));
    let number = match &call.caller {
        Some(number) if PhoneNumber::parse(number).dialable() && may_call(tx, casework, number).await? => {
            Some(number.clone())
        }
        Some(_) | None => None,
    };
    let communication = communications::lock(tx, call.communication).await?;
    let case = communication.cases.first().copied();
    let callback = NewCallback {
        id: CallbackId::new(now),
        communication: call.communication,
        case,
        number,
        reason: reason.to_owned(),
        due_on,
    };
    let (id, new) = callbacks::insert(tx, &callback, now).await?;
    if !new && promised.is_none() {
        return Ok(id);
    }
    if let (false, Some(day)) = (new, promised) {
        callbacks::promise(tx, id, day, reason).await?;
    }
    if let Some(case) = case {
        callback_duty::refresh(tx, casework, case).await?;
    }
    let facts = json!({ "callback": id, "due_on": due_on, "safe_number": callback.number.is_some() });
    let event = match case {
        Some(case) => NewEvent::new(case, "callback.planned", facts),
        None => NewEvent::new(call.communication, "callback.planned", facts),
    };
    events::append(tx, now, &[event]).await?;
    Ok(id)
}
