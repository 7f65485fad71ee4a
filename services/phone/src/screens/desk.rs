use casework::Casework;
use domain::CommunicationId;
use runtime::{Context, Operations};
use store::{StoreError, Transaction};
use web::{Problem, Staff, Web};

/// What the pages of the telephone share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) web: Web,
    pub(crate) context: Context,
    operations: Operations,
}

impl Desk {
    /// The desk of a context.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        Self { web: web.clone(), context: context.clone(), operations: Operations::new(context, "telephone") }
    }

    /// The operations.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<&Casework, Problem> {
        self.operations.get().ok_or(Problem::Unavailable)
    }

    /// A transaction in the name of the person signed in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn begin(&self, staff: &Staff) -> Result<Transaction, StoreError> {
        self.web.database().begin(&staff.actor()).await
    }
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
