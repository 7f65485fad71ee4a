use std::sync::{Arc, OnceLock};

use casework::Casework;
use domain::{Actor, UserId};
use letters::Letters;
use runtime::Context;
use store::{StoreError, Transaction};
use tokio::sync::OnceCell;
use web::{Problem, Staff, Web};

use super::claims::Claims;

/// What the pages of the mailroom share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) web: Web,
    pub(crate) context: Context,
    pub(crate) claims: Arc<Claims>,
    casework: Option<Arc<Casework>>,
    /// The operations, as the catalogue stood when the request first asked for them: each request has its own desk.
    now: OnceLock<Casework>,
    letters: Arc<OnceCell<Arc<Letters>>>,
}

impl Desk {
    /// The desk of a context. Without a known prefecture its pages say that the service does not answer: the service
    /// itself fails with the reason.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        let casework =
            context.casework().map(Arc::new).inspect_err(|error| tracing::error!(%error, "the mailroom has no site"));
        Self {
            web: web.clone(),
            context: context.clone(),
            claims: Arc::default(),
            casework: casework.ok(),
            now: OnceLock::new(),
            letters: Arc::default(),
        }
    }

    /// The operations.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<&Casework, Problem> {
        let casework = self.casework.as_deref().ok_or(Problem::Unavailable)?;
        Ok(self.now.get_or_init(|| casework.current()))
    }

    /// The typesetter, loaded at its first use.
    ///
    /// # Errors
    /// When a template may not be published.
    pub(crate) async fn letters(&self) -> Result<Arc<Letters>, Problem> {
        let load = || async {
            crate::load_letters(&self.context).await.map_err(|fault| Problem::internal(std::io::Error::other(fault)))
        };
        self.letters.get_or_try_init(load).await.cloned()
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
