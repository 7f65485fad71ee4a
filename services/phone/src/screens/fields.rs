use std::str::FromStr;

use axum::{
    extract::{FromRequest, RawForm, Request},
    response::Response,
};
use web::Problem;

/// What a form sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field, without the spaces around it; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The first value of a field, when something was typed.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Whether a field was sent at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The identifier of a field.
    ///
    /// # Errors
    /// `BadRequest` when it is none.
    pub(crate) fn id<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.get(name).parse().map_err(|_| Problem::BadRequest)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        use axum::response::IntoResponse as _;
        let RawForm(bytes) =
            RawForm::from_request(request, state).await.map_err(|_| Problem::BadRequest.into_response())?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}
