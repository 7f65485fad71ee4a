//! What the operator knows of the calls and voicemails of the last days: what never reached us is in it.

use chrono::NaiveDate;
use formats::telephony::{CallPage, ListedCall, ListedRecording, RecordingPage};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;

use super::client::{Operator, OperatorError, unreachable};

/// Lines asked for at a time: the operator's most.
const PAGE: &str = "1000";
/// Pages read of one list: more than any prefecture's telephone fills.
const PAGES: usize = 100;

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
        Ok(pages.into_iter().flat_map(CallPage::inbound).collect())
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
        Ok(pages.into_iter().flat_map(RecordingPage::completed).collect())
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
