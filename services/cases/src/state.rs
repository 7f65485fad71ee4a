use std::sync::Arc;

use casework::Casework;
use law::Catalogue;
use store::BlobStore;
use web::Web;

/// What the pages of this desk share.
#[derive(Clone)]
pub(crate) struct Cases {
    pub(crate) web: Web,
    pub(crate) blobs: BlobStore,
    pub(crate) catalogue: Arc<Catalogue>,
    /// None when the catalogue does not know the prefecture: what changes a case then says that the service does not answer.
    pub(crate) casework: Option<Arc<Casework>>,
}
