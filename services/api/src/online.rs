//! The number under which the online service knows a request, when the program of that service says it.

use casework::{ONLINE_REQUEST, OnlineRequestError, note_online_request};
use domain::{ApiKey, CaseId, ChannelKind};
use formats::OnlineRequestNumber;
use store::suggestions::NewSuggestion;

use crate::state::Api;

/// The number that the online service itself gives to a request. What others say of it is proposed to a clerk.
pub(crate) fn number(key: &ApiKey, said: &[NewSuggestion]) -> Option<OnlineRequestNumber> {
    let number = said.iter().find(|suggestion| suggestion.field == ONLINE_REQUEST)?.value.as_str()?;
    OnlineRequestNumber::typed(number).filter(|_| key.channel == ChannelKind::Online)
}

/// Notes that number of the case. The reception is durable already, and the number with it: what fails here is proposed on the page of
/// the case.
pub(crate) async fn note(api: &Api, key: &ApiKey, case: CaseId, number: &OnlineRequestNumber) {
    match note_online_request(api.casework(), &key.actor(), case, number).await {
        Ok(()) | Err(OnlineRequestError::Already) => {}
        Err(OnlineRequestError::Store(error)) => {
            tracing::warn!(%case, %error, "the number of the online request is proposed only");
        }
    }
}
