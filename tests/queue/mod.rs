//! The durable queue on a real PostgreSQL: nothing owed is lost, nothing is done twice.

mod dedup;
mod failures;
mod leases;
mod schedule;
mod workers;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::{Clock, FixedClock, SystemClock};
use queue::{Job, NewJob, Settings, Worker};
use serde_json::json;
use sqlx::PgPool;
use tests::TestDb;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const LEASE: Duration = Duration::from_secs(30);

/// A database with a table of effects, and a clock that stands still.
async fn fresh() -> (TestDb, FixedClock) {
    let db = TestDb::new().await;
    sqlx::raw_sql(
        "CREATE TABLE effect (at bigint GENERATED ALWAYS AS IDENTITY, key text NOT NULL);
         GRANT SELECT, INSERT ON effect TO passerelle",
    )
    .execute(&mut db.superuser().await)
    .await
    .unwrap();
    (db, FixedClock::at("2026-11-21T08:00:00Z".parse().unwrap()))
}

fn new_job(now: DateTime<Utc>, key: &str) -> NewJob {
    NewJob::due(now, "note", key, json!({}))
}

async fn enqueue(db: &TestDb, now: DateTime<Utc>, jobs: &[NewJob]) -> u64 {
    let mut tx = db.pool().begin().await.unwrap();
    let inserted = queue::enqueue(&mut tx, now, jobs).await.unwrap();
    tx.commit().await.unwrap();
    inserted
}

/// Claims at most one `note`.
async fn claim(db: &TestDb, now: DateTime<Utc>) -> Option<Job> {
    let mut conn = db.pool().acquire().await.unwrap();
    queue::claim(&mut conn, "note", 1, LEASE, now).await.unwrap().pop()
}

/// The effect and the end of the job in one transaction, as handlers do it.
async fn note(pool: &PgPool, job: &Job) -> Result<queue::Done, queue::JobFailure> {
    let mut tx = pool.begin().await?;
    sqlx::query("INSERT INTO effect (key) VALUES ($1)").bind(&job.key).execute(&mut *tx).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

async fn effects(db: &TestDb) -> Vec<String> {
    sqlx::query_scalar("SELECT key FROM effect ORDER BY at").fetch_all(db.pool()).await.unwrap()
}

async fn jobs(db: &TestDb) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM job").fetch_one(db.pool()).await.unwrap()
}

/// Short times, so that tests of the worker do not wait.
fn quick() -> Settings {
    Settings {
        lease: Duration::from_millis(600),
        first_pause: Duration::from_millis(10),
        poll: Duration::from_millis(200),
        grace: Duration::from_millis(300),
        misconfigured: Duration::from_millis(50),
        backoff: queue::Backoff { first: Duration::from_millis(10), limit: Duration::from_millis(50) },
    }
}

fn worker(db: &TestDb, settings: Settings) -> Worker {
    Worker::new(db.pool().clone(), Arc::new(SystemClock), settings, 1)
}

fn start(worker: Worker) -> (JoinHandle<()>, CancellationToken) {
    let stop = CancellationToken::new();
    (tokio::spawn(worker.run(stop.clone())), stop)
}

fn now() -> DateTime<Utc> {
    SystemClock.now()
}
