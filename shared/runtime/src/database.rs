//! The database of an installation: the private PostgreSQL or the site's own, behind one door.

use store::{SchemaState, StoreError};
use tokio::sync::watch;

use crate::{
    Config,
    config::{DatabaseMode, Secret},
    postgres::{Plan, PostgresError, PrivatePostgres, State},
};

/// Why the database cannot be used. Written for the operator, in French.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The private PostgreSQL does not serve.
    #[error("PostgreSQL privé : {0}")]
    Private(#[from] PostgresError),
    /// The database refuses.
    #[error("base de données : {0}")]
    Store(#[from] StoreError),
    /// The schema is older than the program.
    #[error("le schéma de la base a {missing} migration(s) de retard : passerelle migrate")]
    Behind {
        /// Migrations not yet applied.
        missing: usize,
    },
    /// The schema is newer than the program.
    #[error(
        "la base a été créée par une version plus récente de Passerelle : installer cette version ou une plus récente"
    )]
    Ahead,
}

/// An open door to the database.
#[derive(Debug)]
pub struct Handle {
    application: Secret,
    owner: Secret,
    connections: u32,
    server: Option<PrivatePostgres>,
}

/// Opens the database of `config`; with the private PostgreSQL, starts it. The schema of a private one is brought up to date.
///
/// # Errors
/// When the database cannot be reached or started, or (external) its schema does not fit the program.
pub async fn open(config: &Config) -> Result<Handle, DatabaseError> {
    let handle = door(config, Joining::Never).await?;
    if handle.server.is_some() {
        handle.migrate().await?;
    }
    handle.check_schema().await?;
    Ok(handle)
}

/// Like [`open`] for a command that runs beside the program: joins a private PostgreSQL that already serves. The schema is left
/// as it is and not checked.
///
/// # Errors
/// When the database cannot be reached or started.
pub async fn join(config: &Config) -> Result<Handle, DatabaseError> {
    door(config, Joining::WhenServed).await
}

#[derive(PartialEq)]
enum Joining {
    Never,
    WhenServed,
}

async fn door(config: &Config, joining: Joining) -> Result<Handle, DatabaseError> {
    let connections = config.database.pool_size;
    if config.database.mode == DatabaseMode::External {
        let application = config.database.url.clone().unwrap_or_else(|| Secret::new(""));
        let owner = config.database.owner_url.clone().unwrap_or_else(|| application.clone());
        return Ok(Handle { application, owner, connections, server: None });
    }
    let plan = Plan::of(config);
    let (application, owner) = (Secret::new(plan.application_url()), Secret::new(plan.owner_url()));
    let server = match joining {
        Joining::WhenServed if plan.is_served() => None,
        Joining::WhenServed | Joining::Never => Some(PrivatePostgres::start(plan).await?),
    };
    Ok(Handle { application, owner, connections, server })
}

impl Handle {
    /// The URL of the program's role.
    #[must_use]
    pub const fn application_url(&self) -> &Secret {
        &self.application
    }

    /// The URL of the role that owns the schema.
    #[must_use]
    pub const fn owner_url(&self) -> &Secret {
        &self.owner
    }

    /// Brings the schema up to date, as its owner.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails.
    pub async fn migrate(&self) -> Result<(), DatabaseError> {
        Ok(store::migrate(self.owner.reveal()).await?)
    }

    /// How the schema stands against the program.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn schema(&self) -> Result<SchemaState, DatabaseError> {
        Ok(store::schema_state(self.owner.reveal()).await?)
    }

    /// Connections of the program's role.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(&self) -> Result<store::Database, DatabaseError> {
        Ok(store::Database::connect(self.application.reveal(), self.connections).await?)
    }

    /// Where the private PostgreSQL stands, none with an external one.
    #[must_use]
    pub fn server_state(&self) -> Option<watch::Receiver<State>> {
        self.server.as_ref().map(PrivatePostgres::state)
    }

    /// Closes the door; stops the private PostgreSQL that it started.
    pub async fn close(self) {
        if let Some(server) = self.server {
            server.stop().await;
        }
    }

    async fn check_schema(&self) -> Result<(), DatabaseError> {
        match self.schema().await? {
            SchemaState::Current => Ok(()),
            SchemaState::Behind { missing } => Err(DatabaseError::Behind { missing }),
            SchemaState::Ahead => Err(DatabaseError::Ahead),
        }
    }
}
