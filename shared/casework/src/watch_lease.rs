//! One process watches a folder or reads a mailbox at a time, however many run: by a lease that ends by itself.

use std::time::Duration;

use domain::Actor;
use store::{StoreError, sources};
use uuid::Uuid;

use crate::Casework;

/// How long a lease lasts without being renewed: what another process waits when this one dies.
const LEASE: Duration = Duration::from_secs(20);
/// After this long it is renewed.
const RENEW: Duration = Duration::from_secs(5);

/// The right of this process to watch one source.
#[derive(Debug)]
pub struct WatchLease {
    source: String,
    actor: Actor,
    holder: Uuid,
    renewed: Option<std::time::Instant>,
}

impl WatchLease {
    /// A lease on a source that nobody holds yet.
    #[must_use]
    pub fn new(source: impl Into<String>, actor: Actor, holder: Uuid) -> Self {
        Self { source: source.into(), actor, holder, renewed: None }
    }

    /// Whether this process may work on the source now; asked before each look.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn held(&mut self, casework: &Casework) -> Result<bool, StoreError> {
        if self.renewed.is_some_and(|at| at.elapsed() < RENEW) {
            return Ok(true);
        }
        let mut tx = casework.begin(&self.actor).await?;
        let held = sources::lease(&mut tx, &self.source, self.holder, LEASE, casework.clock.now()).await?;
        tx.commit().await?;
        self.renewed = held.then(std::time::Instant::now);
        Ok(held)
    }

    /// Gives the source back, so that another process need not wait for the end of the lease.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release(self, casework: &Casework) -> Result<(), StoreError> {
        let mut tx = casework.begin(&self.actor).await?;
        sources::release(&mut tx, &self.source, self.holder).await?;
        tx.commit().await
    }
}
