use std::{fmt, io, path::PathBuf, sync::Arc};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::Clock;
use store::{Database, sessions::Lifetime};

use crate::Assets;

/// What an installation chooses for its pages.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The service named in the head of every page (`Préfecture du Bas-Rhin, service des étrangers`).
    pub service: String,
    /// Marks every page as a demonstration.
    pub demonstration: bool,
    /// The zone in which dates are told.
    pub zone: Tz,
    /// True when pages are served over TLS: the session cookie is then refused elsewhere.
    pub secure_cookies: bool,
    /// A folder whose files replace or complete the embedded ones (`theme.css`, fonts).
    pub theme: Option<PathBuf>,
    /// How long a session lasts.
    pub lifetime: Lifetime,
}

impl Settings {
    /// Settings with the usual session: two hours without a request, twelve in all.
    #[must_use]
    pub const fn new(service: String, zone: Tz) -> Self {
        let lifetime = Lifetime { idle: TimeDelta::hours(2), total: TimeDelta::hours(12) };
        Self { service, demonstration: false, zone, secure_cookies: false, theme: None, lifetime }
    }
}

/// What all pages share. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    database: Database,
    clock: Arc<dyn Clock>,
    settings: Settings,
    assets: Assets,
}

impl fmt::Debug for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Web").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl Web {
    /// Reads the theme folder, when there is one, and keeps what pages share.
    ///
    /// # Errors
    /// When a file of the theme folder cannot be read.
    pub fn new(database: Database, clock: Arc<dyn Clock>, settings: Settings) -> io::Result<Self> {
        let assets = Assets::load(settings.theme.as_deref())?;
        Ok(Self(Arc::new(Inner { database, clock, settings, assets })))
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The choices of the installation.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Stylesheet, scripts and fonts.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// The zone in which dates are told.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.0.settings.zone
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// Today in the zone of the prefecture.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.0.clock.today(self.zone())
    }
}
