use std::sync::{Arc, OnceLock};

use casework::Casework;
use domain::{Actor, CommunicationId, UserId};
use runtime::Context;
use store::{StoreError, Transaction};
use web::{Problem, Staff, Web};

/// What the pages of the telephone share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) web: Web,
    pub(crate) context: Context,
    casework: Option<Arc<Casework>>,
    /// The operations, as the catalogue stood when the request first asked for them: each request has its own desk.
    now: OnceLock<Casework>,
}

impl Desk {
    /// The desk of a context. Without a known prefecture its pages say that the service does not answer.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        let casework =
            context.casework().map(Arc::new).inspect_err(|error| tracing::error!(%error, "the telephone has no site"));
        Self { web: web.clone(), context: context.clone(), casework: casework.ok(), now: OnceLock::new() }
    }

    /// The operations.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<&Casework, Problem> {
        let casework = self.casework.as_deref().ok_or(Problem::Unavailable)?;
        Ok(self.now.get_or_init(|| casework.current()))
    }

    /// A transaction in the name of the person signed in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn begin(&self, staff: &Staff) -> Result<Transaction, StoreError> {
        self.web.database().begin(&staff.actor()).await
    }
}

/// The actor of a step about a person whom its author may no longer see once it is done: what they typed themselves is
/// written, nothing is shown to them.
pub(crate) const fn author(id: UserId) -> Actor {
    Actor::User { id, sees_protected: true }
}

/// The call of an address.
///
/// # Errors
/// When it is none.
pub(crate) fn call_id(text: &str) -> Result<CommunicationId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// The page of a call.
pub(crate) fn path(call: CommunicationId) -> String {
    format!("/telephone/appels/{call}")
}
