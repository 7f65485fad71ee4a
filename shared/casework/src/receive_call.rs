//! A call passes the neck at its first ring: T1 of the telephone. What the caller does next is followed in [`crate::follow_call`].

use chrono::{DateTime, Utc};
use domain::{Actor, CallState, ChannelKind, CommunicationId, Evidence, EvidenceKind, Nature, Personal, Received};
use formats::PhoneNumber;
use store::{
    Transaction,
    calls::{self, CallRow, NewCall},
    communications,
};

use crate::{Arrival, Casework, ReceiveError, receive, receive::count};

/// The actor of the telephone's door.
pub(crate) const DOOR: Actor = Actor::Door(ChannelKind::Phone);

/// A call as the operator tells of it.
#[derive(Clone, Debug)]
pub struct IncomingCall {
    /// The operator's name of the call: the same one again changes nothing.
    pub sid: String,
    /// The number of ours that was called.
    pub called: String,
    /// The caller's number as shown; empty when hidden.
    pub caller: Personal<String>,
    /// When it rang, when that is not now: the operator told of it later.
    pub rang_at: Option<DateTime<Utc>>,
}

/// Receives a call; one that is known already is returned as it stands. The operator may be answered once this returned `Ok`.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn receive_call(casework: &Casework, call: &IncomingCall) -> Result<CommunicationId, ReceiveError> {
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::InMenu).await?;
    tx.commit().await?;
    counted(received.as_ref());
    Ok(row.communication)
}

/// An agent notes a call that came by an ordinary telephone.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn note_call(
    casework: &Casework,
    agent: domain::UserId,
    call: &IncomingCall,
) -> Result<CommunicationId, ReceiveError> {
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::WithAgent).await?;
    calls::set_agent(&mut tx, row.communication, agent, CallState::WithAgent).await?;
    tx.commit().await?;
    counted(received.as_ref());
    Ok(row.communication)
}

pub(crate) fn counted(received: Option<&Received>) {
    if let Some(received) = received {
        count(ChannelKind::Phone, std::slice::from_ref(received));
    }
}

/// The call of that name, received now when nobody knows it yet: an operator's message may overtake the one before it.
pub(crate) async fn keep(
    tx: &mut Transaction,
    casework: &Casework,
    call: &IncomingCall,
    state: CallState,
) -> Result<(CallRow, Option<Received>), ReceiveError> {
    if let Some(known) = calls::by_sid(tx, &call.sid).await? {
        return Ok((calls::lock(tx, known).await?, None));
    }
    let now = casework.clock.now();
    let number = PhoneNumber::parse(&call.caller);
    let guarded = match &number.e164 {
        Some(e164) => calls::is_guarded(tx, e164).await?,
        None => false,
    };
    let rang_at = call.rang_at.filter(|at| *at < now).unwrap_or(now);
    let evidence = evidence(casework, call, rang_at);
    let arrival = Arrival {
        account: Some(call.called.clone()),
        external_id: Some(call.sid.clone()),
        nature: Nature::Contact,
        ..Arrival::bare(ChannelKind::Phone, rang_at)
    };
    let received = receive(tx, &casework.site, now, arrival).await?;
    let communication = received.communication();
    let by = tx.actor().to_string();
    communications::add_evidence(tx, communication, &evidence, &by, now).await?;
    let new = NewCall {
        communication,
        sid: call.sid.clone(),
        number_called: call.called.clone(),
        caller_as_shown: number.as_typed.clone(),
        caller: number.e164,
        guarded,
        state,
        started_at: rang_at,
    };
    calls::insert(tx, &new).await?;
    Ok((calls::lock(tx, communication).await?, Some(received)))
}

/// The date of the call counts, where the prefecture is (section 4.2).
fn evidence(casework: &Casework, call: &IncomingCall, rang_at: DateTime<Utc>) -> Evidence {
    Evidence {
        date: casework.site.local_date(rang_at),
        kind: EvidenceKind::Call,
        proof: Personal(format!("appel {} au {}", call.sid, call.called)),
    }
}
