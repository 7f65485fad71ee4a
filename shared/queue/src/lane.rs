use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Job, QueueError, claim, execution,
    worker::{Handler, Shared},
};

/// The pause before a database that did not answer is asked again.
const DATABASE_PAUSE: Duration = Duration::from_secs(1);

/// The jobs of one kind, run by one worker.
pub(crate) struct Lane {
    pub(crate) shared: Arc<Shared>,
    pub(crate) kind: &'static str,
    pub(crate) handler: Handler,
    /// One permit for each job that may run at the same time.
    pub(crate) slots: Arc<Semaphore>,
    /// Rings when a job of the kind was enqueued.
    pub(crate) bell: Arc<Notify>,
    pub(crate) stop: CancellationToken,
}

impl Lane {
    /// Claims and runs jobs until the stop, then waits for those at work.
    pub(crate) async fn run(self) {
        let mut running = JoinSet::new();
        let mut pause = self.shared.settings.first_pause;
        while !self.stop.is_cancelled() {
            match self.claim().await {
                Ok(Claimed { jobs, idle_slots }) => {
                    if !jobs.is_empty() {
                        pause = self.shared.settings.first_pause;
                    }
                    for (job, slot) in jobs {
                        running.spawn(self.execution(job, slot));
                    }
                    if idle_slots {
                        pause = self.stop.run_until_cancelled(self.idle(pause)).await.unwrap_or(pause);
                    }
                }
                Err(error) => {
                    tracing::warn!(kind = self.kind, %error, "waiting for the database of the queue");
                    self.stop.run_until_cancelled(sleep(DATABASE_PAUSE)).await;
                }
            }
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
    }

    /// Waits for free slots and claims a job for each. Only the waiting is cut short by the stop: a claim that was sent
    /// is always seen through.
    async fn claim(&self) -> Result<Claimed, QueueError> {
        let ready = async { (self.free_slots().await, self.shared.pool.acquire().await) };
        let Some((slots, conn)) = self.stop.run_until_cancelled(ready).await else {
            return Ok(Claimed { jobs: Vec::new(), idle_slots: false });
        };
        let mut conn = conn.map_err(QueueError::during("claim jobs"))?;
        let wanted = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let jobs = claim(&mut conn, self.kind, wanted, self.shared.settings.lease, self.shared.clock.now()).await?;
        let idle_slots = jobs.len() < slots.len();
        Ok(Claimed { jobs: jobs.into_iter().zip(slots).collect(), idle_slots })
    }

    /// Waits for a slot, then takes every free one.
    async fn free_slots(&self) -> Vec<OwnedSemaphorePermit> {
        let mut free: Vec<_> = Arc::clone(&self.slots).acquire_owned().await.into_iter().collect();
        while let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            free.push(slot);
        }
        free
    }

    fn execution(&self, job: Job, slot: OwnedSemaphorePermit) -> impl Future<Output = ()> + use<> {
        let (shared, handler, stop) = (Arc::clone(&self.shared), Arc::clone(&self.handler), self.stop.clone());
        async move {
            execution::execute(&shared, job, handler, stop).await;
            drop(slot);
        }
    }

    /// Waits until a job may be due: the bell rings, or the pause is over. Returns the next pause.
    ///
    /// Not every job rings (see `bell`), so after each sign of life the lane looks again soon, then ever more rarely.
    async fn idle(&self, pause: Duration) -> Duration {
        tokio::select! {
            () = self.bell.notified() => self.shared.settings.first_pause,
            () = sleep(pause) => (pause * 2).min(self.shared.settings.poll),
        }
    }
}

/// The jobs claimed, each with its slot, and whether there were more slots than jobs.
struct Claimed {
    jobs: Vec<(Job, OwnedSemaphorePermit)>,
    idle_slots: bool,
}
