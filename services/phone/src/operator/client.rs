use std::time::Duration;

use bytes::Bytes;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header::RETRY_AFTER};
use runtime::config::{Phone, Secret};
use serde::Deserialize;

/// How long the operator may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest recording taken: ten minutes of telephone sound and some.
const LONGEST: u64 = 64 * 1024 * 1024;

/// What the operator did not do, and what follows.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// It may do it later.
    #[error("the operator may do it later: {why}")]
    Retry {
        /// When it said to come back.
        after: Option<Duration>,
        /// Why.
        why: String,
    },
    /// It never will.
    #[error("the operator refuses: {why}")]
    Reject {
        /// Why.
        why: String,
    },
    /// Somebody has to mend the configuration.
    #[error("{key}: {why}")]
    Misconfigured {
        /// The key.
        key: &'static str,
        /// Why.
        why: String,
    },
}

/// A client of the operator's interface (Twilio's, version 2010-04-01). Cheap to clone.
#[derive(Clone, Debug)]
pub struct Operator {
    http: Client,
    /// `https://api.twilio.com`
    api_url: String,
    /// `https://api.twilio.com/2010-04-01/Accounts/AC...`
    account_url: String,
    account: String,
    token: Secret,
}

#[derive(Deserialize)]
struct Created {
    sid: String,
}

impl Operator {
    /// The operator of a configuration.
    ///
    /// # Errors
    /// When the account or its token is missing.
    pub fn of(phone: &Phone) -> Result<Self, OperatorError> {
        let missing = |key| OperatorError::Misconfigured { key, why: "missing".to_owned() };
        let account = phone.account_sid.clone().ok_or_else(|| missing("phone.account_sid"))?;
        let token = phone.auth_token.clone().ok_or_else(|| missing("phone.auth_token"))?;
        runtime::choose_encryption();
        let http = Client::builder().timeout(PATIENCE).build();
        let http = http.map_err(|e| OperatorError::Misconfigured { key: "phone.api_url", why: e.to_string() })?;
        let api_url = phone.api_url.trim_end_matches('/').to_owned();
        let account_url = format!("{api_url}/2010-04-01/Accounts/{account}");
        Ok(Self { http, api_url, account_url, account, token })
    }

    /// Whether the operator knows the account.
    ///
    /// # Errors
    /// When it does not, or does not answer.
    pub async fn check_account(&self) -> Result<(), OperatorError> {
        self.send(self.request(Method::GET, ".json")).await.map(drop)
    }

    /// Calls `to` in the name of `from`; when somebody answers, the operator asks `url` what to do. Returns the name of the call.
    ///
    /// # Errors
    /// When the operator refuses or does not answer.
    pub async fn create_call(&self, to: &str, from: &str, url: &str) -> Result<String, OperatorError> {
        let form = [("To", to), ("From", from), ("Url", url), ("Method", "POST")];
        let answer = self.send(self.request(Method::POST, "/Calls.json").form(&form)).await?;
        answer.json::<Created>().await.map(|created| created.sid).map_err(|e| unreachable(&e))
    }

    /// The sound of a recording, as a WAV file.
    ///
    /// # Errors
    /// `Reject` when the operator has no such recording; `Retry` when it does not answer.
    pub async fn recording(&self, sid: &str) -> Result<Bytes, OperatorError> {
        let answer = self.send(self.request(Method::GET, &format!("/Recordings/{}.wav", plain(sid)?))).await?;
        if answer.content_length().is_some_and(|length| length > LONGEST) {
            return Err(OperatorError::Reject { why: "the recording is too long".to_owned() });
        }
        answer.bytes().await.map_err(|e| unreachable(&e))
    }

    /// Deletes a recording; one that is gone is no fault.
    ///
    /// # Errors
    /// When the operator refuses or does not answer.
    pub async fn delete_recording(&self, sid: &str) -> Result<(), OperatorError> {
        let request = self.request(Method::DELETE, &format!("/Recordings/{}.json", plain(sid)?));
        let answer = request.send().await.map_err(|e| unreachable(&e))?;
        if answer.status() == StatusCode::NOT_FOUND { Ok(()) } else { judged(answer).map(drop) }
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_at(method, format!("{}{path}", self.account_url))
    }

    /// A path that the operator named itself, as those of the next page of a list: on its own server only.
    pub(super) fn follow(&self, path: &str) -> Result<RequestBuilder, OperatorError> {
        if !path.starts_with("/2010-04-01/") {
            return Err(OperatorError::Reject { why: "the next page is not on the operator's server".to_owned() });
        }
        Ok(self.request_at(Method::GET, format!("{}{path}", self.api_url)))
    }

    fn request_at(&self, method: Method, url: String) -> RequestBuilder {
        self.http.request(method, url).basic_auth(&self.account, Some(self.token.reveal()))
    }

    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Response, OperatorError> {
        judged(request.send().await.map_err(|e| unreachable(&e))?)
    }
}

/// A name that came by a webhook goes into an address: letters and digits only.
fn plain(sid: &str) -> Result<&str, OperatorError> {
    let good = !sid.is_empty() && sid.len() <= 64 && sid.bytes().all(|b| b.is_ascii_alphanumeric());
    if good { Ok(sid) } else { Err(OperatorError::Reject { why: "not the name of a recording".to_owned() }) }
}

/// The message of reqwest holds the address, never the token.
pub(super) fn unreachable(error: &reqwest::Error) -> OperatorError {
    OperatorError::Retry { after: None, why: error.to_string() }
}

fn judged(answer: Response) -> Result<Response, OperatorError> {
    let status = answer.status();
    match status {
        _ if status.is_success() => Ok(answer),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Err(OperatorError::Misconfigured { key: "phone.auth_token", why: format!("the operator answers {status}") })
        }
        StatusCode::TOO_MANY_REQUESTS => {
            let after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            Err(OperatorError::Retry { after: after.map(Duration::from_secs), why: "too many requests".to_owned() })
        }
        _ if status.is_server_error() => {
            Err(OperatorError::Retry { after: None, why: format!("the operator answers {status}") })
        }
        _ => Err(OperatorError::Reject { why: format!("the operator answers {status}") }),
    }
}
