use store::BlobStore;
use web::Web;

/// What the pages of this desk share.
#[derive(Clone, Debug)]
pub(crate) struct Cases {
    pub(crate) web: Web,
    pub(crate) blobs: BlobStore,
}
