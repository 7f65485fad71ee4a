use casework::{Casework, LiveCatalogue};
use runtime::Context;
use store::BlobStore;
use web::{Problem, Web};

/// What the pages of this desk share.
#[derive(Clone)]
pub(crate) struct Cases {
    pub(crate) web: Web,
    pub(crate) blobs: BlobStore,
    pub(crate) catalogue: LiveCatalogue,
    casework: Option<Casework>,
}

impl Cases {
    /// The desk of a context. Without a known prefecture its actions say that the service does not answer: the service itself fails with
    /// the reason.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        let casework =
            context.casework().inspect_err(|error| tracing::error!(%error, "the desk of the cases has no site"));
        let (blobs, catalogue) = (context.blobs.clone(), context.catalogue.clone());
        Self { web: web.clone(), blobs, catalogue, casework: casework.ok() }
    }

    /// The operations, with the catalogue as it stands now.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<Casework, Problem> {
        self.casework.as_ref().map(Casework::current).ok_or(Problem::Unavailable)
    }
}
