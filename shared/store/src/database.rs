use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use domain::Actor;
use sqlx::{PgConnection, PgPool, Postgres, postgres::PgPoolOptions};

use crate::StoreError;

/// The database, shared by all services of a process.
#[derive(Clone, Debug)]
pub struct Database {
    pool: PgPool,
}

impl Database {
    /// Opens a pool of at most `connections` on `url`, waiting for the first connection.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            .connect(url)
            .await?;
        Ok(Self { pool })
    }

    /// A database over an existing pool.
    #[must_use]
    pub const fn from_pool(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The pool, for what needs no actor: sessions, jobs, health. Protected rows are invisible through it.
    #[must_use]
    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Opens a transaction in the name of `actor`. Dropped without [`Transaction::commit`], it is rolled back.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(&self, actor: &Actor) -> Result<Transaction, StoreError> {
        let mut inner = self.pool.begin().await?;
        let protected = if actor.sees_protected() { "on" } else { "off" };
        sqlx::query!(
            "SELECT set_config('passerelle.actor', $1, true) AS a, set_config('passerelle.sees_protected', $2, true) AS b,
                    set_config('passerelle.sees_only', $3, true) AS c",
            actor.to_string(),
            protected,
            actor.sees_only()
        )
        .fetch_one(&mut *inner)
        .await?;
        Ok(Transaction { inner, actor: actor.clone() })
    }
}

/// A transaction that has stated its actor.
#[derive(Debug)]
pub struct Transaction {
    inner: sqlx::Transaction<'static, Postgres>,
    actor: Actor,
}

impl Transaction {
    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Makes everything done in the transaction durable.
    ///
    /// # Errors
    /// When the database could not commit; then nothing was done.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }
}

impl Deref for Transaction {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}
