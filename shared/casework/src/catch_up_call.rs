//! A call that the operator knows of and that never reached us, or only in part: while the program, its database or its line was
//! away, somebody rang, perhaps spoke after the tone. Nothing of it is lost: it is kept with its own date, and called back.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::CallState;
use store::{
    StoreError,
    calls::{self, CallStanding},
};

use crate::{
    Casework, IncomingCall, ReceiveError, Recording, follow_call::close_line, receive_call::DOOR, record_voicemail,
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
    let mut tx = casework.begin(&DOOR).await?;
    let known: HashMap<String, CallStanding> =
        calls::standing(&mut tx, &sids).await?.into_iter().map(|call| (call.sid.clone(), call)).collect();
    drop(tx);
    let mut caught = 0;
    for told in over {
        let known = known.get(&told.call.sid);
        let unheard = told.recording.as_ref().filter(|_| !known.is_some_and(|call| call.recorded));
        if let Some(recording) = unheard {
            record_voicemail(casework, &told.call, recording, &reasons.voicemail).await?;
        }
        let lasts = !known.is_some_and(|call| matches!(call.state, CallState::Ended | CallState::Settled));
        if lasts {
            close_line(casework, &told.call, &reasons.missed, true).await?;
        }
        caught += usize::from(lasts || unheard.is_some());
    }
    Ok(caught)
}
