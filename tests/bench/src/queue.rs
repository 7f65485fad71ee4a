use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::{Clock, SystemClock};
use queue::{Done, Job, JobFailure, NewJob, Settings, Worker};
use serde_json::json;
use sqlx::PgPool;
use tests::TestDb;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::figures::{commit_settings, rate, times};

const JOBS: u32 = 5_000;
const LEASE: Duration = Duration::from_mins(1);

/// Measures the queue with jobs that do nothing but end.
pub(crate) async fn measure() {
    let db = TestDb::new().await;
    commit_settings(db.pool()).await;
    for writers in [1, 8, 32] {
        enqueue_one_by_one(db.url(), writers).await;
    }
    enqueue_in_sets(db.pool(), 100).await;
    for n in [1, 10] {
        fill(db.pool(), JOBS).await;
        drain_by_hand(db.pool(), n).await;
    }
    for concurrency in [1, 10, 32] {
        fill(db.pool(), JOBS).await;
        drain_by_worker(&db, concurrency).await;
    }
    commit_to_handler(&db).await;
}

fn new_job(key: String) -> NewJob {
    NewJob::due(SystemClock.now(), "nothing", key, json!({}))
}

async fn empty(pool: &PgPool) {
    sqlx::query("DELETE FROM job").execute(pool).await.expect("an empty queue");
}

async fn fill(pool: &PgPool, jobs: u32) {
    empty(pool).await;
    let jobs: Vec<_> = (0..jobs).map(|n| new_job(n.to_string())).collect();
    queue::enqueue(&mut pool.acquire().await.expect("a connection"), SystemClock.now(), &jobs).await.expect("jobs");
}

/// A transaction a job, from `writers` side by side.
async fn enqueue_one_by_one(url: String, writers: u32) {
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(writers).connect(&url).await.expect("a pool");
    let start = Instant::now();
    let each = JOBS / writers;
    let writing = (0..writers).map(|writer| {
        let pool = pool.clone();
        tokio::spawn(async move {
            for n in 0..each {
                let mut tx = pool.begin().await.expect("a transaction");
                let job = new_job(format!("{writer}-{n}"));
                queue::enqueue(&mut tx, SystemClock.now(), &[job]).await.expect("a job");
                tx.commit().await.expect("a commit");
            }
        })
    });
    for writer in writing.collect::<Vec<_>>() {
        writer.await.expect("a writer");
    }
    rate(&format!("enqueue, a transaction a job, {writers} writers"), each * writers, start);
    empty(&pool).await;
}

async fn enqueue_in_sets(pool: &PgPool, set: u32) {
    let start = Instant::now();
    for first in (0..JOBS).step_by(set as usize) {
        let jobs: Vec<_> = (first..first + set).map(|n| new_job(n.to_string())).collect();
        let mut conn = pool.acquire().await.expect("a connection");
        queue::enqueue(&mut conn, SystemClock.now(), &jobs).await.expect("jobs");
    }
    rate(&format!("enqueue, {set} jobs a transaction, 1 writer"), JOBS, start);
    empty(pool).await;
}

/// One connection: claims `n`, finishes them in one transaction.
async fn drain_by_hand(pool: &PgPool, n: u32) {
    let mut conn = pool.acquire().await.expect("a connection");
    let start = Instant::now();
    loop {
        let jobs = queue::claim(&mut conn, "nothing", n, LEASE, SystemClock.now()).await.expect("a claim");
        if jobs.is_empty() {
            break;
        }
        let mut tx = sqlx::Connection::begin(&mut *conn).await.expect("a transaction");
        for job in &jobs {
            let _done = queue::finish(&mut tx, job).await.expect("an end");
        }
        tx.commit().await.expect("a commit");
    }
    rate(&format!("drain by hand, claim {n}, 1 transaction a claim, 1 connection"), JOBS, start);
}

async fn finish(pool: &PgPool, job: &Job) -> Result<Done, JobFailure> {
    let mut tx = pool.begin().await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

fn worker(db: &TestDb) -> Worker {
    Worker::new(db.pool().clone(), Arc::new(SystemClock), Settings::default(), 1)
}

async fn drain_by_worker(db: &TestDb, concurrency: u32) {
    let (mut worker, pool) = (worker(db), db.pool().clone());
    let handler = move |job| {
        let pool = pool.clone();
        async move { finish(&pool, &job).await }
    };
    worker.handle("nothing", concurrency, handler).expect("one handler");
    let stop = CancellationToken::new();
    let start = Instant::now();
    let running = tokio::spawn(worker.run(stop.clone()));
    while left(db.pool()).await > 0 {
        sleep(Duration::from_millis(5)).await;
    }
    rate(&format!("drain by a worker, {concurrency} at a time, a transaction a job"), JOBS, start);
    stop.cancel();
    running.await.expect("the worker to end");
}

async fn left(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM (SELECT FROM job LIMIT 1) AS some_job")
        .fetch_one(pool)
        .await
        .expect("a count")
}

/// The time from the return of the enqueuing commit to the first line of the handler, with an idle worker.
async fn commit_to_handler(db: &TestDb) {
    let started: Arc<Mutex<HashMap<String, Instant>>> = Arc::default();
    let (mut worker, pool, at) = (worker(db), db.pool().clone(), Arc::clone(&started));
    let handler = move |job: Job| {
        at.lock().unwrap_or_else(PoisonError::into_inner).insert(job.key.clone(), Instant::now());
        let pool = pool.clone();
        async move { finish(&pool, &job).await }
    };
    worker.handle("nothing", 4, handler).expect("one handler");
    let stop = CancellationToken::new();
    let running = tokio::spawn(worker.run(stop.clone()));
    sleep(Duration::from_millis(200)).await;
    let mut committed = HashMap::new();
    for n in 0..300 {
        let mut tx = db.pool().begin().await.expect("a transaction");
        queue::enqueue(&mut tx, SystemClock.now(), &[new_job(n.to_string())]).await.expect("a job");
        tx.commit().await.expect("a commit");
        committed.insert(n.to_string(), Instant::now());
        sleep(Duration::from_millis(20)).await;
    }
    while left(db.pool()).await > 0 {
        sleep(Duration::from_millis(5)).await;
    }
    stop.cancel();
    running.await.expect("the worker to end");
    let started = started.lock().unwrap_or_else(PoisonError::into_inner);
    let waits = committed.iter().map(|(key, commit)| started[key].saturating_duration_since(*commit));
    times("from commit to handler, idle worker", waits.collect());
}
