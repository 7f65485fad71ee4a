use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use sqlx::{Connection, PgConnection, PgPool, postgres::PgPoolOptions};

use crate::{
    cluster,
    template::{execute, superuser, template},
};

/// A fresh database with every migration applied, for one test. Dropped, it fails the test when jobs are left in the
/// queue, unless [`TestDb::allow_leftover_jobs`] was said, and removes the database. With `KEEP_TEST_DATABASE` set the
/// database of a failed test stays, and its URL is printed.
#[derive(Debug)]
pub struct TestDb {
    name: String,
    pool: PgPool,
    leftovers_allowed: AtomicBool,
}

impl TestDb {
    /// A fresh database.
    ///
    /// # Panics
    /// When PostgreSQL cannot be started or used: no test can go on without it.
    pub async fn new() -> Self {
        Self::create().await.expect("a fresh database for the test")
    }

    async fn create() -> anyhow::Result<Self> {
        let name = format!("test_{:016x}", rand::random::<u64>());
        let mut admin = superuser().await?;
        let template = template(&mut admin).await?;
        execute(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template} OWNER passerelle_owner")).await?;
        admin.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .connect_lazy(&cluster::url("passerelle", &name))?;
        Ok(Self { name, pool, leftovers_allowed: AtomicBool::new(false) })
    }

    /// A pool of the application's role, subject to row-level security.
    #[must_use]
    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The same, as the services take it.
    #[must_use]
    pub fn database(&self) -> store::Database {
        store::Database::from_pool(self.pool.clone())
    }

    /// The URL of the application's role.
    #[must_use]
    pub fn url(&self) -> String {
        cluster::url("passerelle", &self.name)
    }

    /// The URL of the role that owns the schema.
    #[must_use]
    pub fn owner_url(&self) -> String {
        cluster::url("passerelle_owner", &self.name)
    }

    /// A connection of the superuser, who sees every row: for what a test looks at, never for what it tests.
    ///
    /// # Panics
    /// When the database cannot be reached.
    pub async fn superuser(&self) -> PgConnection {
        PgConnection::connect(&cluster::url("postgres", &self.name)).await.expect("the test database")
    }

    /// Ends every session of the database, as when PostgreSQL restarts.
    ///
    /// # Panics
    /// When the database cannot be reached.
    pub async fn cut_sessions(&self) {
        let mut admin = superuser().await.expect("the tests' PostgreSQL");
        sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1")
            .bind(&self.name)
            .execute(&mut admin)
            .await
            .expect("sessions to end");
    }

    /// This test leaves jobs in the queue on purpose.
    pub fn allow_leftover_jobs(&self) {
        self.leftovers_allowed.store(true, Ordering::Relaxed);
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let failed = thread::panicking();
        if failed && std::env::var_os("KEEP_TEST_DATABASE").is_some() {
            eprintln!("the database of the failed test is kept: {}", self.owner_url());
            return;
        }
        let name = self.name.clone();
        // A thread of its own: drop may run inside a runtime, which must not be blocked by another.
        let removed = thread::spawn(move || runtime().block_on(remove(&name))).join();
        if failed {
            return;
        }
        let leftovers = removed.expect("the test database to be removed").expect("the test database to be removed");
        assert!(
            leftovers.is_empty() || *self.leftovers_allowed.get_mut(),
            "the test left jobs in the queue:\n{}",
            leftovers.join("\n")
        );
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Removes a database; returns the jobs that were left in it.
async fn remove(name: &str) -> anyhow::Result<Vec<String>> {
    let mut database = PgConnection::connect(&cluster::url("postgres", name)).await?;
    let leftovers = sqlx::query_scalar(
        "SELECT format('%s %s: state %s, attempt %s of %s, %s', kind, key, state, attempts, max_attempts,
                       coalesce(last_error, 'no error'))
         FROM job ORDER BY kind, key",
    )
    .fetch_all(&mut database)
    .await?;
    database.close().await?;
    let mut admin = superuser().await?;
    execute(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    admin.close().await?;
    Ok(leftovers)
}
