//! The private PostgreSQL: found, created, started, watched, stopped by the program. It listens on a Unix socket in a closed
//! folder only, ends when the program ends (even killed), and recovers at the next start.

mod account;
mod binaries;
mod create;
mod error;
mod layout;
mod leftover;
mod lock;
mod server_log;
mod settings;
mod supervisor;

use std::{
    path::PathBuf,
    sync::mpsc,
    thread::{self, JoinHandle},
};

use tokio::sync::watch;

use account::Account;
use layout::Layout;
use supervisor::Supervisor;

pub use binaries::{Binaries, OLDEST};
pub use error::PostgresError;
pub use settings::Size;

use crate::Config;

/// The command that installs what the private PostgreSQL needs on Debian 12.
pub const INSTALL: &str = "apt-get install -y postgresql-15 (créer d'abord /etc/postgresql-common/createcluster.conf avec la ligne « create_main_cluster = false »)";

const DATABASE: &str = "passerelle";
const SUPERUSER: &str = "postgres";
/// The role of the program's daily work.
const APPLICATION: &str = "passerelle";
/// The role that owns the schema.
const OWNER: &str = "passerelle_owner";
/// A server that fails this often before it ever served is not tried again by `start`.
const ATTEMPTS: u32 = 4;

/// Where the private PostgreSQL stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not yet ready; it may be recovering.
    Starting,
    /// It accepts connections.
    Ready {
        /// The process of the server.
        pid: u32,
    },
    /// It died and is about to be started again.
    Down {
        /// How often in a row.
        failures: u32,
        /// Its last words.
        reason: String,
    },
    /// It was stopped on purpose.
    Stopped,
}

/// What a private PostgreSQL is started from.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The folder that holds all of it.
    pub folder: PathBuf,
    /// The executables' folder, when it is not to be searched.
    pub binaries: Option<PathBuf>,
    /// The system account to use when the program is root.
    pub run_as: String,
    /// How much it may take.
    pub size: Size,
}

impl Plan {
    /// The plan of a configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let database = &config.database;
        Self {
            folder: config.cluster_folder(),
            binaries: database.binaries.clone(),
            run_as: database.run_as.clone(),
            size: Size { shared_buffers_mb: database.shared_buffers_mb, max_connections: database.max_connections },
        }
    }

    /// The URL of the application's role.
    #[must_use]
    pub fn application_url(&self) -> String {
        Layout::of(&self.folder).url(APPLICATION)
    }

    /// The URL of the role of one service that runs alone (`mail`, `post`, ...).
    #[must_use]
    pub fn service_url(&self, service: &str) -> String {
        Layout::of(&self.folder).url(&format!("{APPLICATION}_{service}"))
    }

    /// The URL of the role that owns the schema.
    #[must_use]
    pub fn owner_url(&self) -> String {
        Layout::of(&self.folder).url(OWNER)
    }

    /// Whether a server works in this folder now.
    #[must_use]
    pub fn is_served(&self) -> bool {
        leftover::postmaster(&Layout::of(&self.folder)).is_some()
    }

    /// Whether the folders can be made and used by the account that runs PostgreSQL, and its executables are there.
    ///
    /// # Errors
    /// What is missing, with what mends it.
    pub fn check(&self) -> Result<Binaries, PostgresError> {
        let (layout, account) = (Layout::of(&self.folder), Account::choose(&self.run_as)?);
        let binaries = Binaries::find(self.binaries.as_deref(), layout.cluster_version())?;
        layout.prepare(&account)?;
        Ok(binaries)
    }
}

/// A private PostgreSQL at work. Dropped, it is stopped.
#[derive(Debug)]
pub struct PrivatePostgres {
    plan: Plan,
    state: watch::Receiver<State>,
    stop: mpsc::Sender<()>,
    supervisor: Option<JoinHandle<()>>,
}

impl PrivatePostgres {
    /// Creates the cluster if there is none, starts it, makes its roles and database, and returns once it serves.
    ///
    /// # Errors
    /// Whatever keeps it from serving, with what mends it.
    pub async fn start(plan: Plan) -> Result<Self, PostgresError> {
        let preparation = plan.clone();
        let (layout, account, binaries, lock) = blocking(move || prepare(&preparation)).await?;
        let (sender, state) = watch::channel(State::Starting);
        let (stop, stopped) = mpsc::channel();
        let supervisor = Supervisor {
            layout: layout.clone(),
            account: account.clone(),
            binaries: binaries.clone(),
            size: plan.size,
            state: sender,
            stop: stopped,
            lock,
        };
        let supervisor = thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || supervisor.run())
            .map_err(PostgresError::file("démarrage de", "postgres"))?;
        let mut server = Self { plan, state, stop, supervisor: Some(supervisor) };
        server.wait_until_ready().await?;
        blocking(move || create::roles(&layout, &account, &binaries)).await?;
        Ok(server)
    }

    /// Where it stands, now and after.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// The URL of the application's role.
    #[must_use]
    pub fn application_url(&self) -> String {
        self.plan.application_url()
    }

    /// The URL of the role that owns the schema.
    #[must_use]
    pub fn owner_url(&self) -> String {
        self.plan.owner_url()
    }

    /// Stops it: sessions end, everything is written.
    pub async fn stop(mut self) {
        if let Some(supervisor) = self.ask_to_stop() {
            let ended = tokio::task::spawn_blocking(move || supervisor.join()).await;
            report(matches!(ended, Ok(Ok(()))));
        }
    }

    async fn wait_until_ready(&mut self) -> Result<(), PostgresError> {
        let done = |state: &State| match state {
            State::Starting => false,
            State::Ready { .. } | State::Stopped => true,
            State::Down { failures, .. } => *failures >= ATTEMPTS,
        };
        let failed = |output: &str| PostgresError::Failed { program: "postgres", output: output.to_owned() };
        match self.state.wait_for(done).await.as_deref() {
            Ok(State::Ready { .. }) => Ok(()),
            Ok(State::Down { reason, .. }) => Err(failed(reason)),
            Ok(State::Starting | State::Stopped) | Err(_) => Err(failed("arrêté avant d'être prêt")),
        }
    }

    fn ask_to_stop(&mut self) -> Option<JoinHandle<()>> {
        if self.stop.send(()).is_err() {
            tracing::debug!("the private PostgreSQL has already stopped");
        }
        self.supervisor.take()
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        if let Some(supervisor) = self.ask_to_stop() {
            report(supervisor.join().is_ok());
        }
    }
}

fn report(clean: bool) {
    if clean {
        tracing::info!("the private PostgreSQL is stopped");
    } else {
        tracing::error!("the thread that watches the private PostgreSQL failed");
    }
}

fn prepare(plan: &Plan) -> Result<(Layout, Account, Binaries, lock::Lock), PostgresError> {
    let (layout, account) = (Layout::of(&plan.folder), Account::choose(&plan.run_as)?);
    layout.prepare(&account)?;
    let binaries = Binaries::find(plan.binaries.as_deref(), layout.cluster_version())?;
    let lock = lock::take(&layout)?;
    create::cluster(&layout, &account, &binaries)?;
    Ok((layout, account, binaries, lock))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PostgresError> + Send + 'static,
) -> Result<T, PostgresError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|failure| Err(PostgresError::Failed { program: "préparation", output: failure.to_string() }))
}

#[cfg(test)]
mod tests;
