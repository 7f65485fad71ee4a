use std::sync::Arc;

use casework::Casework;
use law::Catalogue;
use store::BlobStore;
use web::{Problem, Web};

/// What the pages of this desk share.
#[derive(Clone)]
pub(crate) struct Cases {
    pub(crate) web: Web,
    pub(crate) blobs: BlobStore,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) casework: Option<Arc<Casework>>,
}

impl Cases {
    /// The operations.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub(crate) fn casework(&self) -> Result<&Casework, Problem> {
        self.casework.as_deref().ok_or(Problem::Unavailable)
    }
}
