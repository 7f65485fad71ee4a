//! A call that the operator knows of and that never reached us, or only in part: while the program, its database or its line was
//! away, somebody rang, perhaps spoke after the tone. Nothing of it is lost: it is kept with its own date, and called back.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{Actor, CallState, ChannelKind};
use store::{StoreError, calls};

use crate::{
    Casework, IncomingCall, ReceiveError, Recording, follow_call, plan_callback,
    receive_call::{DOOR, counted, keep},
    record_voicemail,
};

/// What begins the name of a call that an agent noted by hand: the operator knows nothing of it.
pub const NOTED_CALL: &str = "note-";

/// A call that is over, as the operator tells of it.
#[derive(Clone, Debug)]
pub struct OperatorCall {
    /// The call; `rang_at` says when.
    pub call: IncomingCall,
    /// The recording that the operator still has of it.
    pub recording: Option<Recording>,
}

/// Why somebody is called back, in the words of an agent.
#[derive(Clone, Debug)]
pub struct CatchUpReasons {
    /// The caller spoke after the tone.
    pub voicemail: String,
    /// The caller was cut off, or heard nothing of us.
    pub missed: String,
}

/// The first day of which the operator's list has to be read: the eve of the latest call that it told us of.
///
/// # Errors
/// When the store refuses.
pub async fn catch_up_since(casework: &Casework) -> Result<NaiveDate, StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    let latest = calls::latest(&mut tx, NOTED_CALL).await?.unwrap_or_else(|| casework.clock.now());
    let day = latest.date_naive();
    Ok(day.pred_opt().unwrap_or(day))
}

/// Catches up with calls that are over: those that we know to be over, with their recording, are left as they are. Returns how
/// many were caught up with.
///
/// # Errors
/// When the store or the queue refuses; those done before stay done.
pub async fn catch_up_calls(
    casework: &Casework,
    over: &[OperatorCall],
    reasons: &CatchUpReasons,
) -> Result<usize, ReceiveError> {
    let sids: Vec<String> = over.iter().map(|told| told.call.sid.clone()).collect();
    let mut tx = casework.begin(&Actor::Door(ChannelKind::Phone)).await?;
    let known: HashMap<String, (CallState, bool)> =
        calls::standing(&mut tx, &sids).await?.into_iter().map(|c| (c.sid, (c.state, c.recorded))).collect();
    drop(tx);
    let mut caught = 0;
    for told in over {
        let (state, recorded) = known.get(&told.call.sid).copied().unwrap_or((CallState::InMenu, false));
        let unheard = told.recording.as_ref().filter(|_| !recorded);
        if let Some(recording) = unheard {
            record_voicemail(casework, &told.call, recording, &reasons.voicemail).await?;
        }
        let lasts =
            matches!(state, CallState::InMenu | CallState::Waiting | CallState::Recording | CallState::WithAgent);
        if lasts {
            close(casework, &told.call, reasons).await?;
        }
        caught += usize::from(lasts || unheard.is_some());
    }
    Ok(caught)
}

/// The line was closed without our being told. Unless an agent had the call, the person was not served: they are called back.
async fn close(casework: &Casework, call: &IncomingCall, reasons: &CatchUpReasons) -> Result<(), ReceiveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::InMenu).await?;
    calls::set_ended(&mut tx, row.communication, now, follow_call::not_back(row.state, CallState::Ended)).await?;
    match row.state {
        CallState::InMenu | CallState::Waiting | CallState::Recording => {
            plan_callback::plan(&mut tx, casework, &row, &reasons.missed, None).await?;
        }
        CallState::WithAgent | CallState::Ended | CallState::Settled => {}
    }
    tx.commit().await?;
    counted(received.as_ref());
    Ok(())
}
