use casework::Casework;
use domain::{ChannelKind, CommunicationId};
use runtime::{Context, Operations};
use store::{
    StoreError, Transaction,
    reads::indexing::{self, EnvelopeView},
};
use web::{Problem, Staff, Web};

/// What the pages of the counter share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) web: Web,
    pub(crate) context: Context,
    operations: Operations,
}

impl Desk {
    /// The desk of a context.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        Self { web: web.clone(), context: context.clone(), operations: Operations::new(context, "counter") }
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

    /// A deposit of the counter; what came by another door is not this desk's to see.
    ///
    /// # Errors
    /// `NotFound` when there is none or the person may not see it.
    pub(crate) async fn deposit(&self, staff: &Staff, id: &str) -> Result<(Transaction, EnvelopeView), Problem> {
        let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
        let mut tx = self.begin(staff).await?;
        let envelope = indexing::envelope(&mut tx, id).await?;
        if envelope.channel == ChannelKind::Counter { Ok((tx, envelope)) } else { Err(Problem::NotFound) }
    }
}

/// The page of a deposit.
pub(crate) fn path(id: CommunicationId) -> String {
    format!("/guichet/depots/{id}")
}
