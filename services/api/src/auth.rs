use std::{sync::Arc, time::Instant};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{ApiKey, Scope};

use crate::{Problem, state::Api};

/// The key of the program that asks, once recognised.
#[derive(Clone)]
pub(crate) struct Caller(Arc<ApiKey>);

impl std::ops::Deref for Caller {
    type Target = ApiKey;
    fn deref(&self) -> &ApiKey {
        &self.0
    }
}

impl FromRequestParts<Api> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::KeyMissing)
    }
}

/// Lets in the programs whose key works and holds the scope.
pub(crate) async fn guard(State((api, scope)): State<(Api, Scope)>, mut request: Request, next: Next) -> Response {
    match api.within(recognise(&api, request.headers(), scope)).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(problem) => {
            crate::body::leave_unread(request.into_body());
            problem.into_response()
        }
    }
}

async fn recognise(api: &Api, headers: &HeaderMap, scope: Scope) -> Result<Caller, Problem> {
    let token = bearer(headers).ok_or(Problem::KeyMissing)?;
    let key = api.keys().of(token).await?.ok_or(Problem::KeyUnknown)?;
    if key.revoked_at.is_some() {
        return Err(Problem::KeyRevoked);
    }
    if !api.keys().works(&key) {
        return Err(Problem::KeyExpired);
    }
    if !key.allows(scope) {
        return Err(Problem::Scope(scope));
    }
    // Whole seconds, never too few: a program that comes back then is let in.
    api.rates().take(key.id, Instant::now()).map_err(|wait| Problem::TooMany(wait.as_secs() + 1))?;
    Ok(Caller(key))
}

/// The token of `Authorization: Bearer ...` (RFC 6750).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
