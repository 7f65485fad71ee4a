use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::Problem;

/// A page made from a template.
#[derive(Debug)]
pub struct View<T>(pub T);

impl<T: Template> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => Problem::internal(error).into_response(),
        }
    }
}
