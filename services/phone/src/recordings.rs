//! The jobs that fetch the recording of a voicemail, and delete the operator's copy once it is kept here.

use casework::{
    Casework, DELETE_RECORDING, FETCH_RECORDING, FetchRecording, KeepRecordingError, keep_recording, recording_deleted,
    recording_lost,
};
use queue::{Done, DuplicateKind, Job, JobFailure, Worker};

use crate::operator::{Operator, OperatorError};

/// Recordings fetched, or deleted, at the same time.
const AT_ONCE: u32 = 2;

/// Registers the handlers of the jobs.
pub(crate) fn register(worker: &mut Worker, casework: &Casework, operator: &Operator) -> Result<(), DuplicateKind> {
    let with = (casework.clone(), operator.clone());
    worker.handle(FETCH_RECORDING, AT_ONCE, move |job| {
        let (casework, operator) = with.clone();
        async move { fetch(&casework.current(), &operator, job).await }
    })?;
    let with = (casework.clone(), operator.clone());
    worker.handle(DELETE_RECORDING, AT_ONCE, move |job| {
        let (casework, operator) = with.clone();
        async move { delete(&casework.current(), &operator, job).await }
    })
}

async fn fetch(casework: &Casework, operator: &Operator, job: Job) -> Result<Done, JobFailure> {
    let wanted: FetchRecording = job.read()?;
    match operator.recording(&wanted.recording).await {
        Ok(sound) => keep_recording(casework, &job, sound).await.map_err(kept),
        Err(OperatorError::Reject { why }) => {
            tracing::warn!(why, "the operator has no such recording");
            recording_lost(casework, &job).await.map_err(kept)
        }
        Err(error) => Err(failure(error)),
    }
}

async fn delete(casework: &Casework, operator: &Operator, job: Job) -> Result<Done, JobFailure> {
    let wanted: FetchRecording = job.read()?;
    operator.delete_recording(&wanted.recording).await.map_err(failure)?;
    recording_deleted(casework, &job).await.map_err(kept)
}

pub(crate) fn failure(error: OperatorError) -> JobFailure {
    match error {
        OperatorError::Retry { after, why } => JobFailure::Retry { after, why },
        OperatorError::Reject { why } => JobFailure::reject(why),
        OperatorError::Misconfigured { key, why } => JobFailure::Misconfigured { key, why },
    }
}

fn kept(error: KeepRecordingError) -> JobFailure {
    match error {
        KeepRecordingError::Lease(lease) => lease.into(),
        KeepRecordingError::Store(store) => JobFailure::retry(store.to_string()),
        KeepRecordingError::Queue(queue) => queue.into(),
    }
}
