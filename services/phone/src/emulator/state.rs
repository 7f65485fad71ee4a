use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// Where a call stands for the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallStatus {
    /// Asked for.
    Queued,
    /// Ringing.
    Ringing,
    /// Somebody answered.
    InProgress,
    /// Over.
    Completed,
    /// Nobody answered.
    NoAnswer,
}

impl CallStatus {
    /// The operator's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::NoAnswer => "no-answer",
        }
    }
}

/// A call as the operator knows it.
#[derive(Clone, Debug)]
pub struct CallRecord {
    /// Who calls.
    pub from: String,
    /// Who is called.
    pub to: String,
    /// Where it stands.
    pub status: CallStatus,
    /// True when somebody called us.
    pub inbound: bool,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

impl CallRecord {
    /// The operator's word for who called whom.
    #[must_use]
    pub const fn direction(&self) -> &'static str {
        if self.inbound { "inbound" } else { "outbound-api" }
    }
}

/// A recording as the operator keeps it.
pub(super) struct RecordingRecord {
    pub(super) call: String,
    pub(super) sound: Vec<u8>,
    pub(super) made_at: DateTime<Utc>,
}

/// How long a sound of a telephone's quality lasts, as the operator writes it.
pub(super) fn seconds(sound: &[u8]) -> String {
    (sound.len() / 8000).max(1).to_string()
}

/// What the operator keeps.
#[derive(Default)]
pub(super) struct State {
    pub(super) calls: BTreeMap<String, CallRecord>,
    pub(super) recordings: BTreeMap<String, RecordingRecord>,
    pub(super) recording_failures: u32,
}

impl State {
    pub(super) fn new_call(&mut self, from: &str, to: &str, inbound: bool, now: DateTime<Utc>) -> String {
        let sid = name("CA");
        let status = if inbound { CallStatus::Ringing } else { CallStatus::Queued };
        let (from, to) = (from.to_owned(), to.to_owned());
        let call = CallRecord { from, to, status, inbound, started_at: now, ended_at: None };
        self.calls.insert(sid.clone(), call);
        sid
    }

    pub(super) fn answered(&mut self, sid: &str) {
        if let Some(call) = self.calls.get_mut(sid) {
            call.status = CallStatus::InProgress;
        }
    }

    pub(super) fn over(&mut self, sid: &str, now: DateTime<Utc>) {
        if let Some(call) = self.calls.get_mut(sid) {
            call.status = CallStatus::Completed;
            call.ended_at = Some(now);
        }
    }

    pub(super) fn record(&mut self, call: &str, sound: Vec<u8>, now: DateTime<Utc>) -> String {
        let sid = name("RE");
        let recording = RecordingRecord { call: call.to_owned(), sound, made_at: now };
        self.recordings.insert(sid.clone(), recording);
        sid
    }
}

/// A name as the operator makes them: two letters and 32 hexadecimal digits.
fn name(prefix: &str) -> String {
    format!("{prefix}{}", uuid::Uuid::new_v4().simple())
}
