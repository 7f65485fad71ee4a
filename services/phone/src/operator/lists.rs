//! What the operator knows of the calls and voicemails of the last days: what never reached us is in it.

use chrono::{DateTime, NaiveDate, Utc};
use reqwest::{Method, RequestBuilder};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::client::{Operator, OperatorError, unreachable};

/// Lines asked for at a time: the operator's most.
const PAGE: &str = "1000";
/// Pages read of one list: more than any prefecture's telephone fills.
const PAGES: usize = 100;

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

#[derive(Deserialize)]
struct CallPage {
    calls: Vec<ListedCall>,
    next_page_uri: Option<String>,
}

#[derive(Deserialize)]
struct RecordingPage {
    recordings: Vec<ListedRecording>,
    next_page_uri: Option<String>,
}

/// The address of a list, with what is asked of it.
fn listed(path: &str, asked: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    format!("{path}?{query}")
}

impl Operator {
    /// The calls to `number` since a day (UTC), whatever became of them.
    ///
    /// # Errors
    /// When the operator refuses or does not answer.
    pub async fn calls_since(&self, number: &str, since: NaiveDate) -> Result<Vec<ListedCall>, OperatorError> {
        let since = since.to_string();
        let asked = [("To", number), ("StartTime>", &since), ("PageSize", PAGE)];
        let request = self.request(Method::GET, &listed("/Calls.json", &asked));
        let pages = self.pages(request, |page: &CallPage| page.next_page_uri.clone()).await?;
        Ok(pages.into_iter().flat_map(|page| page.calls).filter(|call| call.direction == "inbound").collect())
    }

    /// The recordings made since a day (UTC) that it still has.
    ///
    /// # Errors
    /// When the operator refuses or does not answer.
    pub async fn recordings_since(&self, since: NaiveDate) -> Result<Vec<ListedRecording>, OperatorError> {
        let since = since.to_string();
        let asked = [("DateCreated>", since.as_str()), ("PageSize", PAGE)];
        let request = self.request(Method::GET, &listed("/Recordings.json", &asked));
        let pages = self.pages(request, |page: &RecordingPage| page.next_page_uri.clone()).await?;
        Ok(pages.into_iter().flat_map(|page| page.recordings).filter(|made| made.status == "completed").collect())
    }

    async fn pages<P: DeserializeOwned>(
        &self,
        first: RequestBuilder,
        next: impl Fn(&P) -> Option<String>,
    ) -> Result<Vec<P>, OperatorError> {
        let (mut pages, mut request) = (Vec::new(), first);
        while pages.len() < PAGES {
            let page: P = self.send(request).await?.json().await.map_err(|e| unreachable(&e))?;
            let following = next(&page);
            pages.push(page);
            match following {
                Some(path) => request = self.follow(&path)?,
                None => return Ok(pages),
            }
        }
        tracing::warn!(PAGES, "the operator's list is longer than what is read of it");
        Ok(pages)
    }
}
