use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use crate::{
    Done, Job, JobFailure, LeaseError, QueueError, bury, extend, postpone, retry,
    worker::{Handler, Shared},
};

/// How long the end of an attempt may take to be written down; after that the job waits for the end of its lease.
const SETTLING: Duration = Duration::from_secs(10);

/// How an attempt ended.
enum Outcome {
    Done,
    Failed(JobFailure),
    /// Another worker has the job, or may have it by now.
    LeaseLost,
    /// The program stops and the grace is over.
    Stopped,
}

/// Runs one attempt of a leased job and settles it.
pub(crate) async fn execute(shared: &Shared, job: Job, handler: Handler, stop: CancellationToken) {
    let started = Instant::now();
    let wait = (shared.clock.now() - job.run_at).to_std().unwrap_or_default();
    metrics::histogram!("passerelle_queue_wait_seconds", "kind" => job.kind.clone()).record(wait.as_secs_f64());
    let outcome = attempt(shared, &job, handler, stop).await;
    metrics::histogram!("passerelle_queue_run_seconds", "kind" => job.kind.clone())
        .record(started.elapsed().as_secs_f64());
    let word = timeout(SETTLING, settle(shared, &job, outcome)).await.unwrap_or("lost");
    metrics::counter!("passerelle_queue_attempts_total", "kind" => job.kind, "outcome" => word).increment(1);
}

/// The work itself, on a task of its own (a handler that panics or blocks its thread does not stop the heartbeat).
async fn attempt(shared: &Shared, job: &Job, handler: Handler, stop: CancellationToken) -> Outcome {
    let leased = job.clone();
    let mut work = AbortOnDropHandle::new(tokio::spawn(async move { handler(leased).await }));
    tokio::select! {
        biased;
        ended = &mut work => match ended {
            Ok(Ok(Done { .. })) => Outcome::Done,
            Ok(Err(failure)) => Outcome::Failed(failure),
            // The message of a panic may quote personal data: it is not kept.
            Err(_) => Outcome::Failed(JobFailure::retry("the handler panicked")),
        },
        () = until_lease_lost(shared, job) => Outcome::LeaseLost,
        () = grace(stop, shared.settings.grace) => Outcome::Stopped,
    }
}

async fn grace(stop: CancellationToken, grace: Duration) {
    stop.cancelled_owned().await;
    sleep(grace).await;
}

/// The heartbeat: keeps extending the lease; returns when it is lost, or over without an answer from the database.
async fn until_lease_lost(shared: &Shared, job: &Job) {
    let mut kept = Instant::now();
    while let Ok(Some(asked)) = timeout_at(kept + shared.settings.lease, next_beat(shared, job)).await {
        kept = asked;
    }
}

/// Extends the lease after a third of it, and again until that is answered. Returns the instant it was asked at, `None`
/// when the lease is another worker's.
async fn next_beat(shared: &Shared, job: &Job) -> Option<Instant> {
    let third = shared.settings.lease / 3;
    loop {
        sleep(third).await;
        let (asked, until) = (Instant::now(), shared.clock.now() + shared.settings.lease);
        match timeout(third, beat_once(shared, job, until)).await {
            Ok(Ok(())) => return Some(asked),
            Ok(Err(LeaseError::Lost(_))) => return None,
            Ok(Err(LeaseError::Queue(error))) => tracing::warn!(job = %job.id, %error, "a heartbeat failed"),
            Err(_) => tracing::warn!(job = %job.id, "a heartbeat was not answered"),
        }
    }
}

async fn beat_once(shared: &Shared, job: &Job, until: DateTime<Utc>) -> Result<(), LeaseError> {
    let mut conn = shared.pool.acquire().await.map_err(QueueError::during("extend a lease"))?;
    extend(&mut conn, job, until).await
}

/// Writes down how the attempt ended; returns the word of the metric.
async fn settle(shared: &Shared, job: &Job, outcome: Outcome) -> &'static str {
    let (word, settled) = match outcome {
        Outcome::Done => return "done",
        Outcome::LeaseLost => ("lost", Err(LeaseError::Lost(job.id))),
        Outcome::Stopped => ("stopped", put_back(shared, job).await),
        Outcome::Failed(failure) => fail(shared, job, &failure).await,
    };
    match settled {
        Ok(()) => word,
        Err(error) => {
            tracing::warn!(job = %job.id, kind = job.kind, %error, "the job runs again when its lease ends");
            "lost"
        }
    }
}

async fn put_back(shared: &Shared, job: &Job) -> Result<(), LeaseError> {
    let mut conn = shared.pool.acquire().await.map_err(QueueError::during("put a job back"))?;
    postpone(&mut conn, shared.clock.now(), job, Duration::ZERO, None).await
}

async fn fail(shared: &Shared, job: &Job, failure: &JobFailure) -> (&'static str, Result<(), LeaseError>) {
    let now = shared.clock.now();
    let error = failure.to_string();
    let mut conn = match shared.pool.acquire().await {
        Ok(conn) => conn,
        Err(error) => return ("lost", Err(QueueError { action: "settle a job", source: error }.into())),
    };
    match failure {
        JobFailure::Retry { after, .. } if !job.is_last_attempt() => {
            let pause = after.unwrap_or_else(|| shared.pause(job.attempt));
            tracing::info!(job = %job.id, kind = job.kind, attempt = job.attempt, error, ?pause, "job to be tried again");
            ("retried", retry(&mut conn, now, job, pause, &error).await)
        }
        JobFailure::Retry { .. } | JobFailure::Reject { .. } => {
            tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempt, error, "job given up");
            ("dead", bury(&mut conn, now, job, &error).await)
        }
        JobFailure::Misconfigured { .. } => {
            tracing::error!(job = %job.id, kind = job.kind, error, "job waits for the configuration");
            ("misconfigured", postpone(&mut conn, now, job, shared.settings.misconfigured, Some(&error)).await)
        }
    }
}
