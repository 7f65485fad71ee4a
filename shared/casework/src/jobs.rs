//! The jobs that operations owe: their kinds, keys and payloads.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, LetterId};
use queue::NewJob;
use serde::{Deserialize, Serialize};

/// Kind of the job that reads a batch.
pub const READ_BATCH: &str = "read_batch";
/// Kind of the job that reads a communication again in another language.
pub const READ_IN_LANGUAGE: &str = "read_in_language";
/// Kind of the job that compares the pages of a communication with those that came before.
pub const COMPARE_PAGES: &str = "compare_pages";
/// Another reading of pages proposes something else.
pub const PROPOSE_AGAIN: &str = "propose_again";
/// Kind of the job that makes the PDF of a letter.
pub const PREPARE_LETTER: &str = "prepare_letter";

/// Kind of the job that prepares the provisional documents that are due, and tells when none follows.
pub const WATCH_DOCUMENTS: &str = "watch_documents";

/// Kind of the job that sends a letter by e-mail.
pub const SEND_EMAIL: &str = "send_email";

/// Kind of the job that asks the operator for calls that never reached us.
pub const CATCH_UP_CALLS: &str = "catch_up_calls";
/// Kind of the job that fetches the recording of a voicemail from the operator.
pub const FETCH_RECORDING: &str = "fetch_recording";
/// Kind of the job that deletes the operator's copy of a recording that is kept here.
pub const DELETE_RECORDING: &str = "delete_recording";

/// Kind of the job that computes the dates and the urgency of all open cases again.
pub const RECOMPUTE_CASES: &str = "recompute_cases";

/// Fetch, or delete, a recording at the operator's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FetchRecording {
    /// The call.
    pub communication: CommunicationId,
    /// The operator's name of the recording.
    pub recording: String,
}

pub(crate) fn fetch_recording(what: &FetchRecording, now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, FETCH_RECORDING, what.communication.to_string(), serde_json::json!(what))
}

pub(crate) fn delete_recording(what: &FetchRecording, now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, DELETE_RECORDING, what.communication.to_string(), serde_json::json!(what))
}

/// Read a batch.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReadBatch {
    /// Which one.
    pub batch: BatchId,
}

/// Read the pages of a communication in a language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadInLanguage {
    /// Which one.
    pub communication: CommunicationId,
    /// As the file of language data is named: `eng`.
    pub language: String,
}

pub(crate) fn read_in_language(communication: CommunicationId, language: &str, now: DateTime<Utc>) -> NewJob {
    let what = serde_json::json!(ReadInLanguage { communication, language: language.to_owned() });
    NewJob::due(now, READ_IN_LANGUAGE, format!("{communication}:{language}"), what)
}

/// Propose again what the pages of a communication say, in the language in which they are shown.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ProposeAgain {
    /// Which one.
    pub communication: CommunicationId,
}

/// Each change of what is shown has its own: the last one to run proposes what is shown last.
pub(crate) fn propose_again(communication: CommunicationId, now: DateTime<Utc>) -> NewJob {
    let what = serde_json::json!(ProposeAgain { communication });
    NewJob::due(now, PROPOSE_AGAIN, format!("{communication}:{}", now.timestamp_micros()), what)
}

/// Compare the pages of a communication.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ComparePages {
    /// Which one.
    pub communication: CommunicationId,
}

pub(crate) fn compare_pages(communication: CommunicationId, now: DateTime<Utc>) -> NewJob {
    let what = serde_json::json!(ComparePages { communication });
    NewJob::due(now, COMPARE_PAGES, communication.to_string(), what)
}

/// Make the PDF of a letter.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PrepareLetter {
    /// Which one.
    pub letter: LetterId,
}

/// Send a letter by e-mail.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendEmail {
    /// Which one.
    pub letter: LetterId,
}

pub(crate) fn send_email(letter: LetterId, now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, SEND_EMAIL, letter.to_string(), serde_json::json!(SendEmail { letter }))
}

pub(crate) fn recompute_cases(now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, RECOMPUTE_CASES, "cases", serde_json::json!({}))
}

pub(crate) fn read_batch(batch: BatchId, now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, READ_BATCH, batch.to_string(), serde_json::json!(ReadBatch { batch }))
}

pub(crate) fn prepare_letter(letter: LetterId, now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, PREPARE_LETTER, letter.to_string(), serde_json::json!(PrepareLetter { letter }))
}
