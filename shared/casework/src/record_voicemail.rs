//! A voicemail: the operator has it, then it is kept here, and only then the operator's copy goes.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{Actor, CallChoice, CallState, CommunicationId, ExceptionId, ExceptionKind, Role};
use queue::{Done, Job, LeaseError, NewJob};
use serde_json::json;
use store::{
    StoreError, calls, communications,
    exceptions::{self, NewException},
};

use crate::{
    Casework, FETCH_RECORDING, FetchRecording, IncomingCall, ReceiveError, follow_call, jobs, plan_callback,
    receive_call::{DOOR, counted, keep},
};

/// A recording at the operator's.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The operator's name of it.
    pub sid: String,
    /// Its length in seconds, when told.
    pub seconds: Option<i32>,
}

/// Why a recording was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepRecordingError {
    /// Another worker took the job over.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Records that a caller spoke after the tone: without a proved link it is in doubt a request, and it always makes a callback,
/// for this reason.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn record_voicemail(
    casework: &Casework,
    call: &IncomingCall,
    recording: &Recording,
    reason: &str,
) -> Result<(), ReceiveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&DOOR).await?;
    let (row, received) = keep(&mut tx, casework, call, CallState::Recording).await?;
    if row.recording_sid.is_some() {
        return Ok(());
    }
    calls::set_recording(&mut tx, row.communication, &recording.sid, recording.seconds).await?;
    let choice = row.choice.unwrap_or(CallChoice::Message);
    let state = follow_call::not_back(row.state, CallState::Recording);
    calls::set_choice(&mut tx, row.communication, choice, None, state).await?;
    if communications::lock(&mut tx, row.communication).await?.cases.is_empty() {
        follow_call::open(&mut tx, casework, &row).await?;
    }
    plan_callback::plan(&mut tx, casework, &row, reason, None).await?;
    queue::enqueue(&mut tx, now, &[fetch(row.communication, &recording.sid, now)]).await?;
    tx.commit().await?;
    counted(received.as_ref());
    Ok(())
}

fn fetch(communication: CommunicationId, recording: &str, now: DateTime<Utc>) -> NewJob {
    jobs::fetch_recording(&FetchRecording { communication, recording: recording.to_owned() }, now)
}

/// Keeps the sound of a voicemail; the operator's copy is deleted by a job of its own, after this commit.
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn keep_recording(casework: &Casework, job: &Job, sound: Bytes) -> Result<Done, KeepRecordingError> {
    let now = casework.clock.now();
    let fetched = payload(job)?;
    let blob = casework.blobs.keep(sound, "audio/wav").await?;
    let mut tx = casework.begin(&Actor::Job(FETCH_RECORDING)).await?;
    store::insert_blobs(&mut tx, now, std::slice::from_ref(&blob)).await?;
    calls::set_recording_kept(&mut tx, fetched.communication, blob.hash).await?;
    queue::enqueue(&mut tx, now, &[jobs::delete_recording(&fetched, now)]).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// The operator has no such recording: a person sees it, the call and its callback stay.
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn recording_lost(casework: &Casework, job: &Job) -> Result<Done, KeepRecordingError> {
    let now = casework.clock.now();
    let fetched = payload(job)?;
    let mut tx = casework.begin(&Actor::Job(FETCH_RECORDING)).await?;
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::RecordingLost,
        key: format!("recording_lost:{}", fetched.communication),
        batch: None,
        communication: Some(fetched.communication),
        case: None,
        detail: json!({}),
        owner: Role::PhoneAgent,
    };
    exceptions::open(&mut tx, &exception, now).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// The operator's copy is gone.
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn recording_deleted(casework: &Casework, job: &Job) -> Result<Done, KeepRecordingError> {
    let mut tx = casework.begin(&Actor::Job(crate::DELETE_RECORDING)).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

fn payload(job: &Job) -> Result<FetchRecording, StoreError> {
    job.read().map_err(|_| StoreError::Malformed("job of a recording"))
}
