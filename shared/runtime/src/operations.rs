use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use casework::Casework;

use crate::Context;

/// The operations as one request has them: with the catalogue as it stood when the request first asked. Each request clones it from
/// the one of its desk, which asks for nothing itself. Cheap to clone.
#[derive(Clone)]
pub struct Operations {
    at_start: Option<Arc<Casework>>,
    now: OnceLock<Casework>,
}

impl Operations {
    /// Of a context. Without a known prefecture there are none, which the log tells with the name of the desk; its pages then say that
    /// the service does not answer, and the service itself fails with the reason.
    pub fn new(context: &Context, desk: &'static str) -> Self {
        let casework = context.casework().inspect_err(|error| tracing::error!(%error, desk, "the desk has no site"));
        Self { at_start: casework.ok().map(Arc::new), now: OnceLock::new() }
    }

    /// The operations, when the catalogue knows the prefecture.
    pub fn get(&self) -> Option<&Casework> {
        let casework = self.at_start.as_deref()?;
        Some(self.now.get_or_init(|| casework.current()))
    }
}

impl fmt::Debug for Operations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operations").field("known", &self.at_start.is_some()).finish_non_exhaustive()
    }
}
