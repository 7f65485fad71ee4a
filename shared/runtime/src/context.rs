use std::{fmt, sync::Arc};

use casework::{Casework, LiveCatalogue, SiteError};
use domain::Clock;
use tokio_util::sync::CancellationToken;

use crate::{Config, Health};

/// What a service is given to work with. Cheap to clone; the same for every service of a process.
#[derive(Clone)]
pub struct Context {
    /// The configuration.
    pub config: Arc<Config>,
    /// Rules, parameters, titles and prefectures, with those of the site, as they stand now.
    pub catalogue: LiveCatalogue,
    /// The source of the present instant.
    pub clock: Arc<dyn Clock>,
    /// The rows.
    pub database: store::Database,
    /// The bytes.
    pub blobs: store::BlobStore,
    /// What opens strangers' bytes; one for the process, so that its limit of files at once holds.
    pub reader: reading::Reader,
    /// What `/ready` tells.
    pub health: Health,
    /// Cancelled when the program stops: finish what is in hand, take nothing new, return.
    pub cancel: CancellationToken,
}

impl Context {
    /// The operations of this process, for its prefecture.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture.
    pub fn casework(&self) -> Result<Casework, SiteError> {
        let (database, blobs) = (self.database.clone(), self.blobs.clone());
        Casework::new(database, blobs, self.clock.clone(), self.catalogue.clone(), &self.config.site.prefecture)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("config", &self.config).field("health", &self.health).finish_non_exhaustive()
    }
}
