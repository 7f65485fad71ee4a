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

/// A fresh database with every migration applied, for one test.
///
/// Dropped, it removes the database and fails the test when jobs are left in the queue or the books do not balance
/// (an arrival without owner, case or outcome; a registered case without its one acknowledgement), unless the test said
/// so ([`TestDb::allow_leftover_jobs`], [`TestDb::allow_open_books`]). With `KEEP_TEST_DATABASE` set the database of a
/// failed test stays, and its URL is printed.
#[derive(Debug)]
pub struct TestDb {
    name: String,
    pool: PgPool,
    leftover_jobs: AtomicBool,
    open_books: AtomicBool,
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
        Ok(Self { name, pool, leftover_jobs: AtomicBool::new(false), open_books: AtomicBool::new(false) })
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
        self.leftover_jobs.store(true, Ordering::Relaxed);
    }

    /// This test makes rows that no operation would leave: the books are not looked at.
    pub fn allow_open_books(&self) {
        self.open_books.store(true, Ordering::Relaxed);
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let failed = thread::panicking();
        if failed && std::env::var_os("KEEP_TEST_DATABASE").is_some() {
            eprintln!("the database of the failed test is kept: {}", self.owner_url());
            return;
        }
        let left = Left { jobs: *self.leftover_jobs.get_mut(), books: *self.open_books.get_mut() };
        let name = self.name.clone();
        // A thread of its own: drop may run inside a runtime, which must not be blocked by another.
        let removed = thread::spawn(move || runtime().block_on(remove(&name, left))).join();
        if !failed {
            let leftovers = removed.expect("the test database to be removed").expect("the test database to be removed");
            assert!(leftovers.is_empty(), "the test left work undone:\n{}", leftovers.join("\n"));
        }
    }
}

/// What the test may leave.
#[derive(Clone, Copy)]
struct Left {
    jobs: bool,
    books: bool,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Removes a database; returns what was left undone in it.
async fn remove(name: &str, left: Left) -> anyhow::Result<Vec<String>> {
    let mut database = PgConnection::connect(&cluster::url("postgres", name)).await?;
    let mut leftovers = if left.jobs { Vec::new() } else { jobs(&mut database).await? };
    if !left.books {
        leftovers.extend(unbalanced(&mut database).await?);
    }
    database.close().await?;
    let mut admin = superuser().await?;
    execute(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    admin.close().await?;
    Ok(leftovers)
}

async fn jobs(database: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    let jobs = sqlx::query_scalar(
        "SELECT format('job %s %s: state %s, attempt %s of %s, %s', kind, key, state, attempts, max_attempts,
                       coalesce(last_error, 'no error'))
         FROM job ORDER BY kind, key",
    );
    Ok(jobs.fetch_all(database).await?)
}

/// What must be nought in the books and is not.
async fn unbalanced(database: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    let balance = store::reads::balance::read(database).await?;
    let nought = [
        (balance.unlinked, "arrivals without owner, case or outcome"),
        (balance.cases_without_acknowledgement, "registered cases without acknowledgement"),
        (balance.cases_acknowledged_twice, "cases acknowledged twice"),
    ];
    Ok(nought.iter().filter(|(count, _)| *count != 0).map(|(count, what)| format!("{count} {what}")).collect())
}
