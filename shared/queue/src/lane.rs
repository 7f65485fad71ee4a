use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Job, QueueError, claim, execution, next_due,
    worker::{Handler, Shared},
};

/// The pause before a database that did not answer is asked again.
const DATABASE_PAUSE: Duration = Duration::from_secs(1);

/// Claims and runs the jobs of one kind until `stop`.
pub(crate) async fn run(
    shared: Arc<Shared>,
    kind: &'static str,
    concurrency: u32,
    handler: Handler,
    bell: Arc<Notify>,
    stop: CancellationToken,
) {
    let slots = Arc::new(Semaphore::new(usize::try_from(concurrency).unwrap_or(1)));
    let mut running = JoinSet::new();
    while let Some(free) = stop.run_until_cancelled(free_slots(&slots)).await {
        while running.try_join_next().is_some() {}
        match claim_for(&shared, kind, free).await {
            Ok((jobs, left)) => {
                let more = left.is_empty();
                drop(left);
                for (job, slot) in jobs {
                    let (shared, handler, stop) = (Arc::clone(&shared), Arc::clone(&handler), stop.clone());
                    running.spawn(async move {
                        execution::execute(&shared, job, handler, stop).await;
                        drop(slot);
                    });
                }
                if !more {
                    stop.run_until_cancelled(idle(&shared, kind, &bell)).await;
                }
            }
            Err(error) => {
                tracing::warn!(kind, %error, "waiting for the database of the queue");
                stop.run_until_cancelled(sleep(DATABASE_PAUSE)).await;
            }
        }
    }
    running.join_all().await;
}

/// Waits for a slot, then takes every free one.
async fn free_slots(slots: &Arc<Semaphore>) -> Vec<OwnedSemaphorePermit> {
    let mut free: Vec<_> = Arc::clone(slots).acquire_owned().await.into_iter().collect();
    while let Ok(slot) = Arc::clone(slots).try_acquire_owned() {
        free.push(slot);
    }
    free
}

type Claimed = (Vec<(Job, OwnedSemaphorePermit)>, Vec<OwnedSemaphorePermit>);

/// Claims a job for each slot; returns the jobs with theirs, and the slots left over.
async fn claim_for(
    shared: &Shared,
    kind: &'static str,
    mut slots: Vec<OwnedSemaphorePermit>,
) -> Result<Claimed, QueueError> {
    let mut conn = shared.pool.acquire().await.map_err(QueueError::during("claim jobs"))?;
    let wanted = u32::try_from(slots.len()).unwrap_or(u32::MAX);
    let jobs = claim(&mut conn, kind, wanted, shared.settings.lease, shared.clock.now()).await?;
    let left = slots.split_off(jobs.len().min(slots.len()));
    Ok((jobs.into_iter().zip(slots).collect(), left))
}

/// Waits until a job of `kind` may be due: the bell rings, the next known instant comes, or the poll is over.
async fn idle(shared: &Shared, kind: &'static str, bell: &Notify) {
    let pause = tokio::select! {
        () = bell.notified() => return,
        pause = until_next(shared, kind) => pause,
    };
    tokio::select! {
        () = bell.notified() => {}
        () = sleep(pause) => {}
    }
}

/// The time until the next job of `kind` is due, at most the poll.
async fn until_next(shared: &Shared, kind: &'static str) -> Duration {
    let Ok(mut conn) = shared.pool.acquire().await else {
        return shared.settings.poll;
    };
    match next_due(&mut conn, kind).await {
        Ok(Some(due)) => (due - shared.clock.now()).to_std().unwrap_or_default().clamp(MOMENT, shared.settings.poll),
        Ok(None) | Err(_) => shared.settings.poll,
    }
}

/// The shortest pause of an idle lane: a due job that another worker is claiming right now is not asked for in a loop.
const MOMENT: Duration = Duration::from_millis(20);
