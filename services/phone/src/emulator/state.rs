use std::collections::BTreeMap;

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
}

impl CallRecord {
    /// The operator's word for who called whom.
    #[must_use]
    pub const fn direction(&self) -> &'static str {
        if self.inbound { "inbound" } else { "outbound-api" }
    }
}

/// What the operator keeps.
#[derive(Default)]
pub(super) struct State {
    pub(super) calls: BTreeMap<String, CallRecord>,
    pub(super) recordings: BTreeMap<String, Vec<u8>>,
    pub(super) recording_failures: u32,
}

impl State {
    pub(super) fn new_call(&mut self, from: &str, to: &str, inbound: bool) -> String {
        let sid = name("CA");
        let status = if inbound { CallStatus::Ringing } else { CallStatus::Queued };
        self.calls.insert(sid.clone(), CallRecord { from: from.to_owned(), to: to.to_owned(), status, inbound });
        sid
    }

    pub(super) fn set(&mut self, sid: &str, status: CallStatus) {
        if let Some(call) = self.calls.get_mut(sid) {
            call.status = status;
        }
    }

    pub(super) fn record(&mut self, sound: Vec<u8>) -> String {
        let sid = name("RE");
        self.recordings.insert(sid.clone(), sound);
        sid
    }
}

/// A name as the operator makes them: two letters and 32 hexadecimal digits.
fn name(prefix: &str) -> String {
    format!("{prefix}{}", uuid::Uuid::new_v4().simple())
}
