use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

/// A call in the operator's list.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedCall {
    /// Its name.
    pub sid: String,
    /// Who called.
    #[serde(default)]
    pub from: String,
    /// Who was called.
    pub to: String,
    /// `inbound` when somebody called us.
    #[serde(default)]
    pub direction: String,
    /// When it began.
    #[serde(default, deserialize_with = "moment")]
    pub start_time: Option<DateTime<Utc>>,
    /// When it was over; none while it lasts.
    #[serde(default, deserialize_with = "moment")]
    pub end_time: Option<DateTime<Utc>>,
}

/// A recording in the operator's list.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedRecording {
    /// Its name.
    pub sid: String,
    /// The call it was made in.
    pub call_sid: String,
    /// Its length in seconds.
    pub duration: Option<String>,
    /// `completed` once it can be fetched.
    #[serde(default)]
    pub status: String,
}

/// The operator writes its moments as e-mails do.
fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text: Option<String> = Option::deserialize(from)?;
    Ok(text.and_then(|text| DateTime::parse_from_rfc2822(&text).ok()).map(|at| at.to_utc()))
}

/// A page of the list of calls.
#[derive(Clone, Debug, Deserialize)]
pub struct CallPage {
    calls: Vec<ListedCall>,
    /// The path of the next page.
    pub next_page_uri: Option<String>,
}

/// A page of the list of recordings.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordingPage {
    recordings: Vec<ListedRecording>,
    /// The path of the next page.
    pub next_page_uri: Option<String>,
}

impl CallPage {
    /// The calls of those who called us.
    pub fn inbound(self) -> impl Iterator<Item = ListedCall> {
        self.calls.into_iter().filter(|call| call.direction == "inbound")
    }
}

impl RecordingPage {
    /// Those that can be fetched.
    pub fn completed(self) -> impl Iterator<Item = ListedRecording> {
        self.recordings.into_iter().filter(|made| made.status == "completed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_with_moments_that_are_none() {
        let page: CallPage = serde_json::from_str(
            r#"{"calls": [
                {"sid": "CA1", "to": "+33", "direction": "inbound", "start_time": "Mon, 16 Nov 2026 10:00:00 +0100"},
                {"sid": "CA2", "to": "+33", "direction": "inbound", "start_time": "yesterday", "end_time": null},
                {"sid": "CA3", "to": "+33", "direction": "outbound-api"}], "next_page_uri": null}"#,
        )
        .expect("a page");
        let calls: Vec<_> = page.inbound().map(|call| (call.sid, call.start_time, call.end_time)).collect();
        let ten = "2026-11-16T09:00:00Z".parse().ok();
        assert_eq!(calls, [("CA1".to_owned(), ten, None), ("CA2".to_owned(), None, None)]);
    }
}
