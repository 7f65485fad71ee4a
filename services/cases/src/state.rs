use casework::{Casework, LiveCatalogue};
use runtime::{Context, Operations};
use store::BlobStore;
use web::{Problem, Web};

/// What the pages of this desk share.
#[derive(Clone)]
pub(crate) struct Cases {
    pub(crate) web: Web,
    pub(crate) blobs: BlobStore,
    pub(crate) catalogue: LiveCatalogue,
    operations: Operations,
}

impl Cases {
    /// The desk of a context.
    pub(crate) fn new(web: &Web, context: &Context) -> Self {
        let (blobs, catalogue) = (context.blobs.clone(), context.catalogue.clone());
        Self { web: web.clone(), blobs, catalogue, operations: Operations::new(context, "cases") }
    }

    /// The operations, with the catalogue as the request found it.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<&Casework, Problem> {
        self.operations.get().ok_or(Problem::Unavailable)
    }
}
