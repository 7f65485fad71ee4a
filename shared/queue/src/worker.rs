use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::Clock;
use futures::{FutureExt, future::BoxFuture};
use rand::{SeedableRng, rngs::StdRng};
use sqlx::PgPool;
use tokio::{
    sync::{Notify, Semaphore},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use crate::{Backoff, Done, Job, JobFailure, depth::report_depth, lane::Lane, listener};

pub(crate) type Handler = Arc<dyn Fn(Job) -> BoxFuture<'static, Result<Done, JobFailure>> + Send + Sync>;

/// The times of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How long a lease lasts without a heartbeat: the time until the jobs of a killed worker run again.
    pub lease: Duration,
    /// How long a lane that had work or was woken waits before it looks again; the pause then doubles up to `poll`.
    pub first_pause: Duration,
    /// How long an idle lane waits at most before it looks again: how late a retry may come, or a job whose notification
    /// was lost or spared.
    pub poll: Duration,
    /// How long running jobs may go on after the stop was asked for.
    pub grace: Duration,
    /// The pause of a job that found the installation misconfigured.
    pub misconfigured: Duration,
    /// The pauses between attempts.
    pub backoff: Backoff,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(30),
            first_pause: Duration::from_millis(10),
            poll: Duration::from_secs(2),
            grace: Duration::from_secs(10),
            misconfigured: Duration::from_mins(1),
            backoff: Backoff::default(),
        }
    }
}

/// A second handler was registered for a kind of job.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the job kind {0} has two handlers")]
pub struct DuplicateKind(pub &'static str);

/// Runs the jobs of the kinds it has handlers for.
///
/// Each kind is a lane of its own with its own concurrency. A handler works without an open transaction, then opens one,
/// commits its effect together with [`crate::finish`] and returns the proof; it is dropped when its lease is lost, or
/// when the program stops and the grace is over. A panic is a failed attempt. While the database is away the lanes wait.
pub struct Worker {
    shared: Arc<Shared>,
    lanes: BTreeMap<&'static str, Registered>,
}

/// A registered handler.
struct Registered {
    concurrency: u32,
    handler: Handler,
}

/// What all lanes of a worker use.
pub(crate) struct Shared {
    pub(crate) pool: PgPool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: Settings,
    pub(crate) random: Mutex<StdRng>,
}

impl Shared {
    /// The pause after `attempt` failed.
    pub(crate) fn pause(&self, attempt: i32) -> Duration {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        self.settings.backoff.pause(attempt, &mut *random)
    }
}

impl Worker {
    /// A worker without handlers. `seed` decides the random part of the pauses; give each process another one.
    #[must_use]
    pub fn new(pool: PgPool, clock: Arc<dyn Clock>, settings: Settings, seed: u64) -> Self {
        let random = Mutex::new(StdRng::seed_from_u64(seed));
        Self { shared: Arc::new(Shared { pool, clock, settings, random }), lanes: BTreeMap::new() }
    }

    /// Registers the one handler of `kind`, which runs at most `concurrency` (at least 1) jobs at a time.
    ///
    /// # Errors
    /// [`DuplicateKind`] when the kind has a handler already.
    pub fn handle<H, F>(&mut self, kind: &'static str, concurrency: u32, handler: H) -> Result<(), DuplicateKind>
    where
        H: Fn(Job) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Done, JobFailure>> + Send + 'static,
    {
        if self.lanes.contains_key(kind) {
            return Err(DuplicateKind(kind));
        }
        let handler: Handler = Arc::new(move |job| handler(job).boxed());
        self.lanes.insert(kind, Registered { concurrency: concurrency.max(1), handler });
        Ok(())
    }

    /// The kinds that have a handler, in alphabetical order.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.lanes.keys().copied()
    }

    /// Runs until `stop`, then lets the running jobs end within the grace and puts the others back.
    pub async fn run(self, stop: CancellationToken) {
        let bells: BTreeMap<&'static str, Arc<Notify>> =
            self.lanes.keys().map(|kind| (*kind, Arc::new(Notify::new()))).collect();
        let kinds: Vec<_> = self.kinds().collect();
        let mut tasks = JoinSet::new();
        tasks.spawn(listener::listen(self.shared.pool.clone(), bells.clone(), stop.clone()));
        tasks.spawn(report_depth(Arc::clone(&self.shared), kinds, stop.clone()));
        for (kind, Registered { concurrency, handler }) in self.lanes {
            let lane = Lane {
                shared: Arc::clone(&self.shared),
                kind,
                handler,
                slots: Arc::new(Semaphore::new(usize::try_from(concurrency).unwrap_or(1))),
                bell: Arc::clone(&bells[kind]),
                stop: stop.clone(),
            };
            tasks.spawn(lane.run());
        }
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a task of the queue worker ended abnormally");
            }
        }
    }
}
