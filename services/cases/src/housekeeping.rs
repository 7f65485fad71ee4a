//! What the desk does without being asked: the schedule, and the jobs it makes due.

use casework::{
    Casework, RECOMPUTE_CASES, RecomputeError, SEAL_DAY, SealError, SiteError, WATCH_DOCUMENTS, WatchError,
    due_recomputation, recompute_everything, seal_day, watch_documents_job,
};
use chrono::TimeDelta;
use queue::{Done, DuplicateKind, Every, Job, JobFailure, NewJob, QueueError, Scheduled, Scheduler, Worker};
use runtime::Context;
use store::sessions::Lifetime;
use tokio::task::JoinSet;

/// Kind of the job that removes sessions that ended.
const PURGE_SESSIONS: &str = "purge_sessions";
/// Name of the schedule that computes all cases again each day: urgency moves with it.
const EACH_DAY: &str = "recompute_each_day";
/// Name of the schedule that looks whether the catalogue is another one.
const CATALOGUE: &str = "recompute_for_catalogue";

/// Why the housekeeping cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum HousekeepingError {
    /// The catalogue does not know the prefecture.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// Two handlers for one kind of job.
    #[error(transparent)]
    Jobs(#[from] DuplicateKind),
    /// A part ended by itself.
    #[error("a part of the housekeeping ended by itself")]
    Ended,
}

/// Runs the schedule and its jobs until the context is cancelled.
///
/// # Errors
/// When a part ends by itself; the supervisor starts the service again.
pub async fn run(context: Context) -> Result<(), HousekeepingError> {
    let pool = context.database.pool().clone();
    let mut worker =
        Worker::new(pool.clone(), context.clock.clone(), queue::Settings::default(), u64::from(std::process::id()) + 1);
    let sealing = context.clone();
    worker.handle(SEAL_DAY, 1, move |job| seal(sealing.clone(), job))?;
    let purging = context.clone();
    worker.handle(PURGE_SESSIONS, 1, move |job| purge(purging.clone(), job))?;
    let casework = context.casework()?;
    look_at_catalogue(&casework).await?;
    worker.handle(RECOMPUTE_CASES, 1, move |job| recompute(casework.clone(), job))?;
    let watching = context.clone();
    worker.handle(WATCH_DOCUMENTS, 1, move |job| watch(watching.clone(), job))?;
    let mut parts = JoinSet::new();
    parts.spawn(worker.run(context.cancel.clone()));
    parts.spawn(Scheduler::new(pool, context.clock.clone(), schedule(&context)).run(context.cancel.clone()));
    while parts.join_next().await.is_some() {
        if !context.cancel.is_cancelled() {
            return Err(HousekeepingError::Ended);
        }
    }
    Ok(())
}

fn schedule(context: &Context) -> Vec<Scheduled> {
    let night = Every::DailyAt { hour: 23, minute: 50, zone: context.config.site.zone };
    let early = Every::DailyAt { hour: 0, minute: 20, zone: context.config.site.zone };
    // Before the desks open: who comes in finds what to sign.
    let morning = Every::DailyAt { hour: 5, minute: 10, zone: context.config.site.zone };
    vec![
        Scheduled { name: "watch_documents", every: morning, kind: WATCH_DOCUMENTS },
        Scheduled { name: "seal_day", every: night, kind: SEAL_DAY },
        Scheduled { name: "purge_sessions", every: Every::Seconds(3600), kind: PURGE_SESSIONS },
        Scheduled { name: EACH_DAY, every: early, kind: RECOMPUTE_CASES },
        Scheduled { name: CATALOGUE, every: Every::Seconds(3600), kind: RECOMPUTE_CASES },
    ]
}

/// A program that starts may hold another catalogue than the one before.
async fn look_at_catalogue(casework: &Casework) -> Result<(), HousekeepingError> {
    let now = casework.clock.now();
    let mut tx = casework.database.begin(&domain::Actor::Job(RECOMPUTE_CASES)).await?;
    let look = NewJob::due(now, RECOMPUTE_CASES, CATALOGUE, serde_json::json!({}));
    queue::enqueue(&mut tx, now, &[look]).await?;
    Ok(tx.commit().await?)
}

/// Asks for the recomputation that the schedule says, when it is due, then does all that are asked for.
async fn recompute(casework: Casework, job: Job) -> Result<Done, JobFailure> {
    let casework = casework.current();
    let scheduled = [EACH_DAY, CATALOGUE].contains(&job.key.as_str());
    if scheduled {
        let daily = job.key == EACH_DAY;
        due_recomputation(&casework, daily).await.map_err(|error| JobFailure::retry(error.to_string()))?;
    }
    recompute_everything(&casework, &job).await.map_err(|error| match error {
        RecomputeError::Lease(lease) => lease.into(),
        RecomputeError::Store(store) => JobFailure::retry(store.to_string()),
    })
}

async fn seal(context: Context, job: Job) -> Result<Done, JobFailure> {
    let now = context.clock.now();
    let day = now.with_timezone(&context.config.site.zone).date_naive();
    seal_day(&context.database, &job, now, day).await.map_err(|error| match error {
        SealError::Lease(lease) => lease.into(),
        SealError::Store(store) => JobFailure::retry(store.to_string()),
    })
}

/// The documents that follow those which end are prepared, and it is told where none follows (R-41, I-12).
async fn watch(context: Context, job: Job) -> Result<Done, JobFailure> {
    let casework = context
        .casework()
        .map_err(|error| JobFailure::Misconfigured { key: "site.prefecture", why: error.to_string() })?;
    watch_documents_job(&casework, &job).await.map_err(|error| match error {
        WatchError::Lease(lease) => lease.into(),
        WatchError::Store(store) => JobFailure::retry(store.to_string()),
    })
}

/// The longest a session can be: what pages refuse earlier is removed here later.
async fn purge(context: Context, job: Job) -> Result<Done, JobFailure> {
    let longest = Lifetime { idle: TimeDelta::hours(12), total: TimeDelta::hours(12) };
    let failed = |error: store::StoreError| JobFailure::retry(error.to_string());
    web::purge_sessions(&context.database, longest, context.clock.now()).await.map_err(failed)?;
    let mut tx = context.database.begin(&domain::Actor::Job(PURGE_SESSIONS)).await.map_err(failed)?;
    let done = queue::finish(&mut tx, &job).await?;
    tx.commit().await.map_err(failed)?;
    Ok(done)
}
