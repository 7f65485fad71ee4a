use casework::{Casework, LiveCatalogue};
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
    pub(crate) const fn new(web: Web, blobs: BlobStore, catalogue: LiveCatalogue, casework: Option<Casework>) -> Self {
        Self { web, blobs, catalogue, casework }
    }

    /// The operations, with the catalogue as it stands now.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<Casework, Problem> {
        self.casework.as_ref().map(Casework::current).ok_or(Problem::Unavailable)
    }
}
