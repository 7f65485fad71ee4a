use std::{fmt, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{Door, Flash, Problem, Staff, Web};

/// What surrounds a page: who is signed in, where they are, what was just done. As an extractor it never fails
/// behind [`crate::assemble`].
#[derive(Clone)]
pub struct Frame {
    /// What all pages share.
    pub web: Web,
    /// Who is signed in.
    pub staff: Option<Staff>,
    /// What was just done, shown once.
    pub flash: Option<Flash>,
    /// The path and query of the request.
    pub here: String,
    pub(crate) doors: Arc<[Door]>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame").field("staff", &self.staff).finish_non_exhaustive()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Frame {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::SignIn)
    }
}
