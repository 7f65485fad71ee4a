use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{Actor, Clock, Department};
use law::{Calendar, Catalogue};
use store::{BlobStore, Database, StoreError, Transaction};

use crate::LiveCatalogue;

/// The prefecture that this installation serves, with its law.
#[derive(Clone, Debug)]
pub struct Site {
    /// Code of the prefecture in the catalogue.
    pub prefecture: String,
    /// Its département.
    pub department: Department,
    /// Code of the service that answers.
    pub service: String,
    /// The catalogue in force.
    pub catalogue: Arc<Catalogue>,
    /// The calendar of the département.
    pub calendar: Calendar,
}

/// The service of a prefecture that answers requests for titles, by its code in the catalogue.
const ANSWERING_SERVICE: &str = "sejour";

/// Why a site cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The catalogue has no such prefecture.
    #[error("the catalogue has no prefecture `{0}`")]
    UnknownPrefecture(String),
    /// The prefecture has no such service.
    #[error("the prefecture has no service `{0}`")]
    UnknownService(String),
    /// Its département is not one.
    #[error("the département of the prefecture is not one: {0}")]
    Department(String),
}

impl Site {
    /// The site of a prefecture of the catalogue, as its row stands on `today`.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture, the service or the département.
    pub fn new(
        catalogue: Arc<Catalogue>,
        prefecture: &str,
        service: &str,
        today: NaiveDate,
    ) -> Result<Self, SiteError> {
        let row = catalogue
            .prefecture(prefecture, today)
            .ok_or_else(|| SiteError::UnknownPrefecture(prefecture.to_owned()))?;
        if row.service(service).is_none() {
            return Err(SiteError::UnknownService(service.to_owned()));
        }
        let wrong = || SiteError::Department(row.department.clone());
        let department: Department = row.department.parse().map_err(|_| wrong())?;
        let calendar = Calendar::for_department(&catalogue, department).map_err(|_| wrong())?;
        Ok(Self { prefecture: prefecture.to_owned(), department, service: service.to_owned(), catalogue, calendar })
    }

    /// The zone in which the law counts days.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.calendar.zone()
    }

    /// The local date of an instant.
    #[must_use]
    pub fn local_date(&self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.zone()).date_naive()
    }
}

/// What operations work with.
#[derive(Clone)]
pub struct Casework {
    /// The database.
    pub database: Database,
    /// The blobs.
    pub blobs: BlobStore,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The site, as the catalogue stood when this was made or [`Casework::current`] was asked.
    pub site: Arc<Site>,
    /// The catalogue as it stands now.
    pub live: LiveCatalogue,
}

impl Casework {
    /// What operations work with, for the prefecture of this code and the service of it that answers.
    ///
    /// # Errors
    /// When the catalogue does not know the prefecture or the service.
    pub fn new(
        database: Database,
        blobs: BlobStore,
        clock: Arc<dyn Clock>,
        catalogue: impl Into<LiveCatalogue>,
        prefecture: &str,
    ) -> Result<Self, SiteError> {
        let live = catalogue.into();
        let site = Site::new(live.now(), prefecture, ANSWERING_SERVICE, clock.now().date_naive())?;
        Ok(Self { database, blobs, clock, site: Arc::new(site), live })
    }

    /// The same, with the catalogue as it stands now: asked at the beginning of each piece of work by whoever lives long, so that one
    /// operation reads one catalogue from its beginning to its end.
    #[must_use]
    pub fn current(&self) -> Self {
        let catalogue = self.live.now();
        if Arc::ptr_eq(&catalogue, &self.site.catalogue) {
            return self.clone();
        }
        let today = self.clock.now().date_naive();
        match Site::new(catalogue, &self.site.prefecture, &self.site.service, today) {
            Ok(site) => Self { site: Arc::new(site), ..self.clone() },
            Err(error) => {
                tracing::error!(%error, "the catalogue as it stands has no such site; the one before stays");
                self.clone()
            }
        }
    }

    /// Opens a transaction in the name of `actor`.
    pub(crate) async fn begin(&self, actor: &Actor) -> Result<Transaction, StoreError> {
        self.database.begin(actor).await
    }

    /// Today, where the law counts it.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.site.local_date(self.clock.now())
    }
}
