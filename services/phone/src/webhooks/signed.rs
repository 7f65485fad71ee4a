use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use casework::IncomingCall;
use domain::Personal;
use formats::telephony::Parameters;
use tokio::time::timeout;

use super::Webhooks;

/// How long the body of a request may take. The operator gives up after fifteen seconds; a stranger is not waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The parameters of a request that the operator signed. Anything else is answered 403, with nothing done.
pub(super) struct Signed(Parameters);

impl Signed {
    pub(super) const fn told(&self) -> &Parameters {
        &self.0
    }

    /// The call that the request is about.
    pub(super) fn call(&self) -> IncomingCall {
        IncomingCall {
            sid: self.0.get("CallSid").to_owned(),
            called: self.0.get("To").to_owned(),
            caller: Personal(self.0.get("From").to_owned()),
            rang_at: None,
        }
    }
}

impl FromRequest<Webhooks> for Signed {
    type Rejection = Response;

    async fn from_request(request: Request, webhooks: &Webhooks) -> Result<Self, Response> {
        let path = request.uri().path_and_query().map(PathAndQuery::as_str).unwrap_or_default().to_owned();
        let url = webhooks.url(&path);
        let signature = request.headers().get("x-twilio-signature").and_then(|value| value.to_str().ok());
        let signature = signature.unwrap_or_default().to_owned();
        let body = timeout(PATIENCE, Bytes::from_request(request, webhooks)).await;
        let body =
            body.map_err(|_| StatusCode::REQUEST_TIMEOUT.into_response())?.map_err(IntoResponse::into_response)?;
        let parameters = Parameters::of(&body);
        if !parameters.are_signed(webhooks.line.token.reveal(), &url, &signature) {
            tracing::warn!(path = path.split('?').next(), "a request that the operator did not sign was refused");
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        Ok(Self(parameters))
    }
}
