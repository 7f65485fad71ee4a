use std::sync::Arc;

use casework::Casework;
use letters::Letters;
use runtime::{Context, Operations};
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
    operations: Operations,
    letters: Arc<OnceCell<Arc<Letters>>>,
}

impl Desk {
    /// The desk of a context.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        Self {
            web: web.clone(),
            context: context.clone(),
            claims: Arc::default(),
            operations: Operations::new(context, "mailroom"),
            letters: Arc::default(),
        }
    }

    /// The operations.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<&Casework, Problem> {
        self.operations.get().ok_or(Problem::Unavailable)
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
