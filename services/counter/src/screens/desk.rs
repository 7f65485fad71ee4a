use std::sync::{Arc, OnceLock};

use casework::Casework;
use domain::{ChannelKind, CommunicationId};
use runtime::Context;
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
    casework: Option<Arc<Casework>>,
    /// The operations, as the catalogue stood when the request first asked for them: each request has its own desk.
    now: OnceLock<Casework>,
}

impl Desk {
    /// The desk of a context. Without a known prefecture its pages say that the service does not answer: the service
    /// itself fails with the reason.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        let casework =
            context.casework().map(Arc::new).inspect_err(|error| tracing::error!(%error, "the counter has no site"));
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
