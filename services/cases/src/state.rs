use std::sync::Arc;

use law::Catalogue;
use store::BlobStore;
use web::Web;

/// What the pages of this desk share.
#[derive(Clone, Debug)]
pub(crate) struct Cases {
    pub(crate) web: Web,
    pub(crate) blobs: BlobStore,
    pub(crate) catalogue: Arc<Catalogue>,
}
