use std::str::FromStr;

use axum::{
    extract::{FromRequest, RawForm, Request},
    response::Response,
};

use crate::Problem;

/// What a form sent, repeated names included (check boxes of a list).
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field, without the spaces around it; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The first value of a field, when something was typed.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Every value of a field, empty ones included, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Whether a field was sent at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The identifiers of a field that appears several times.
    ///
    /// # Errors
    /// `BadRequest` when one is none.
    pub fn ids<T: FromStr>(&self, name: &str) -> Result<Vec<T>, Problem> {
        self.all(name).map(|value| value.parse().map_err(|_| Problem::BadRequest)).collect()
    }

    /// The identifier of a field.
    ///
    /// # Errors
    /// `BadRequest` when it is none.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
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
