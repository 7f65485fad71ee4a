use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use queue::{DuplicateKind, JobFailure, NewJob, Page, Settings};
use tests::{TestDb, eventually};
use tokio::time::sleep;

use super::{effects, enqueue, fresh, jobs, new_job, note, now, quick, start, worker};

/// Waits until no job is left.
async fn drained(db: &TestDb) {
    eventually("an empty queue", async || jobs(db).await == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_share_the_jobs_and_run_each_once() {
    let (db, _) = fresh().await;
    let most = Arc::new(AtomicU32::new(0));
    let mut running = Vec::new();
    for _ in 0..2 {
        let (mut worker, pool, most) = (worker(&db, quick()), db.pool().clone(), Arc::clone(&most));
        let busy = Arc::new(AtomicU32::new(0));
        let handler = move |job| {
            let (pool, most, busy) = (pool.clone(), Arc::clone(&most), Arc::clone(&busy));
            async move {
                most.fetch_max(busy.fetch_add(1, SeqCst) + 1, SeqCst);
                let done = note(&pool, &job).await;
                busy.fetch_sub(1, SeqCst);
                done
            }
        };
        worker.handle("note", 3, handler).unwrap();
        running.push(start(worker));
    }
    let owed: Vec<_> = (0..200).map(|n| new_job(now(), &format!("{n:03}"))).collect();
    for some in owed.chunks(10) {
        enqueue(&db, now(), some).await;
    }
    drained(&db).await;
    for (ended, stop) in running {
        stop.cancel();
        ended.await.unwrap();
    }
    let mut done = effects(&db).await;
    done.sort();
    assert_eq!(done, owed.into_iter().map(|job| job.key).collect::<Vec<_>>());
    assert!(most.load(SeqCst) <= 3, "at most as many at a time as the lane is wide");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_job_of_a_killed_worker_runs_again_when_its_lease_ends() {
    let (db, _) = fresh().await;
    let mut doomed = worker(&db, quick());
    doomed.handle("note", 1, |_| std::future::pending()).unwrap();
    let (killed, _stop) = start(doomed);
    enqueue(&db, now(), &[new_job(now(), "a")]).await;
    eventually("the lease", async || {
        sqlx::query_scalar("SELECT state = 2 FROM job").fetch_one(db.pool()).await.unwrap()
    })
    .await;
    killed.abort();

    let (mut heir, pool) = (worker(&db, quick()), db.pool().clone());
    heir.handle("note", 1, move |job| {
        let pool = pool.clone();
        async move {
            assert_eq!(job.attempt, 2);
            note(&pool, &job).await
        }
    })
    .unwrap();
    let (ended, stop) = start(heir);
    drained(&db).await;
    stop.cancel();
    ended.await.unwrap();
    assert_eq!(effects(&db).await, ["a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_longer_than_the_lease_keeps_it_by_heartbeats() {
    let (db, _) = fresh().await;
    let mut running = Vec::new();
    for _ in 0..2 {
        let (mut worker, pool) = (worker(&db, quick()), db.pool().clone());
        worker
            .handle("note", 1, move |job| {
                let pool = pool.clone();
                async move {
                    sleep(Duration::from_millis(1800)).await;
                    note(&pool, &job).await
                }
            })
            .unwrap();
        running.push(start(worker));
    }
    enqueue(&db, now(), &[new_job(now(), "a")]).await;
    drained(&db).await;
    for (ended, stop) in running {
        stop.cancel();
        ended.await.unwrap();
    }
    assert_eq!(effects(&db).await, ["a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_whose_lease_was_taken_away_is_dropped() {
    let (db, _) = fresh().await;
    let dropped = Arc::new(AtomicU32::new(0));
    let mut robbed = worker(&db, quick());
    let counter = Arc::clone(&dropped);
    robbed
        .handle("note", 1, move |_| {
            let on_drop = CountOnDrop(Arc::clone(&counter));
            async move {
                let _on_drop = on_drop;
                std::future::pending().await
            }
        })
        .unwrap();
    let (ended, stop) = start(robbed);
    enqueue(&db, now(), &[new_job(now(), "a")]).await;
    let steal = "UPDATE job SET lease = gen_random_uuid(), lease_until = now() + interval '1 hour' WHERE state = 2";
    eventually("the theft", async || sqlx::query(steal).execute(db.pool()).await.unwrap().rows_affected() == 1).await;
    eventually("the work to be dropped", async || dropped.load(SeqCst) == 1).await;
    stop.cancel();
    ended.await.unwrap();
    db.allow_leftover_jobs();
}

struct CountOnDrop(Arc<AtomicU32>);

impl Drop for CountOnDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_is_a_failed_attempt_and_each_failure_goes_its_way() {
    let (db, _) = fresh().await;
    let (mut worker, pool) = (worker(&db, quick()), db.pool().clone());
    worker
        .handle("note", 4, move |job| {
            let pool = pool.clone();
            async move {
                match (job.key.as_str(), job.attempt) {
                    ("panic", 1) => panic!("Mme Dupont, 12 rue des Lilas"),
                    ("retry", 1..4) => Err(JobFailure::retry("the printer is off")),
                    ("later", 1) => {
                        Err(JobFailure::Retry { after: Some(Duration::from_millis(100)), why: "busy".into() })
                    }
                    ("reject", _) => Err(JobFailure::reject("no such letter")),
                    ("always", _) => Err(JobFailure::retry("never works")),
                    _ => note(&pool, &job).await,
                }
            }
        })
        .unwrap();
    let (ended, stop) = start(worker);
    let keys = ["panic", "retry", "later", "reject", "always"];
    let owed = keys.map(|key| NewJob { max_attempts: 5, ..new_job(now(), key) });
    enqueue(&db, now(), &owed).await;
    eventually("three effects", async || effects(&db).await.len() == 3).await;
    eventually("two dead jobs", async || dead(&db).await.len() == 2).await;
    stop.cancel();
    ended.await.unwrap();
    let mut done = effects(&db).await;
    done.sort();
    assert_eq!(done, ["later", "panic", "retry"]);
    let expected = [("always", 5, "never works"), ("reject", 1, "no such letter")];
    assert_eq!(dead(&db).await, expected.map(|(key, n, why)| (key.to_owned(), n, why.to_owned())));
    db.allow_leftover_jobs();
}

async fn dead(db: &TestDb) -> Vec<(String, i32, String)> {
    let rows = queue::dead(&mut db.pool().acquire().await.unwrap(), Page::first(10)).await.unwrap();
    let mut rows: Vec<_> = rows.into_iter().map(|job| (job.key, job.attempts, job.error)).collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_leaves_no_personal_data_in_the_queue() {
    let (db, _) = fresh().await;
    let mut worker = worker(&db, quick());
    worker.handle("note", 1, |_| async { panic!("Mme Dupont, 12 rue des Lilas") }).unwrap();
    let (ended, stop) = start(worker);
    enqueue(&db, now(), &[NewJob { max_attempts: 1, ..new_job(now(), "a") }]).await;
    eventually("a dead job", async || dead(&db).await.len() == 1).await;
    stop.cancel();
    ended.await.unwrap();
    assert_eq!(dead(&db).await, [("a".to_owned(), 1, "the handler panicked".to_owned())]);
    db.allow_leftover_jobs();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_misconfigured_installation_uses_up_no_attempt() {
    let (db, _) = fresh().await;
    let (mut worker, pool) = (worker(&db, quick()), db.pool().clone());
    let runs = Arc::new(AtomicU32::new(0));
    worker
        .handle("note", 1, move |job| {
            let (pool, runs) = (pool.clone(), Arc::clone(&runs));
            async move {
                assert_eq!(job.attempt, 1);
                match runs.fetch_add(1, SeqCst) {
                    0..5 => Err(JobFailure::Misconfigured { key: "post.printer", why: "no such printer".into() }),
                    _ => note(&pool, &job).await,
                }
            }
        })
        .unwrap();
    let (ended, stop) = start(worker);
    enqueue(&db, now(), &[NewJob { max_attempts: 1, ..new_job(now(), "a") }]).await;
    drained(&db).await;
    stop.cancel();
    ended.await.unwrap();
    assert_eq!(effects(&db).await, ["a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_lets_running_work_end_and_puts_the_rest_back_unharmed() {
    let (db, _) = fresh().await;
    let (mut worker, pool) = (worker(&db, quick()), db.pool().clone());
    let started = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&started);
    worker
        .handle("note", 2, move |job| {
            let pool = pool.clone();
            counter.fetch_add(1, SeqCst);
            async move {
                sleep(if job.key == "slow" { Duration::from_mins(1) } else { Duration::from_millis(100) }).await;
                note(&pool, &job).await
            }
        })
        .unwrap();
    enqueue(&db, now(), &["quick", "slow", "waiting"].map(|key| new_job(now(), key))).await;
    let (ended, stop) = start(worker);
    eventually("two jobs at work", async || started.load(SeqCst) == 2).await;
    stop.cancel();
    ended.await.unwrap();
    assert_eq!(effects(&db).await, ["quick"]);
    let rows: Vec<(String, i16, i32)> =
        sqlx::query_as("SELECT key, state, attempts FROM job ORDER BY key").fetch_all(db.pool()).await.unwrap();
    assert_eq!(rows, [("slow".to_owned(), 1, 0), ("waiting".to_owned(), 1, 0)]);
    db.allow_leftover_jobs();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_outlives_the_loss_of_its_database_and_listens_again() {
    let (db, _) = fresh().await;
    let (mut worker, pool) = (worker(&db, quick()), db.pool().clone());
    worker
        .handle("note", 1, move |job| {
            let pool = pool.clone();
            async move { note(&pool, &job).await }
        })
        .unwrap();
    let (ended, stop) = start(worker);
    for key in ["a", "b", "c"] {
        enqueue(&db, now(), &[new_job(now(), key)]).await;
        drained(&db).await;
        eventually("a listening session", async || listening(&db).await == 1).await;
        db.cut_sessions().await;
    }
    stop.cancel();
    ended.await.unwrap();
    assert_eq!(effects(&db).await, ["a", "b", "c"]);
}

async fn listening(db: &TestDb) -> i64 {
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    sqlx::query_scalar(sessions).fetch_one(&mut db.superuser().await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_wakes_an_idle_worker() {
    let (db, _) = fresh().await;
    let asleep = Settings { first_pause: Duration::from_hours(1), poll: Duration::from_hours(1), ..quick() };
    let (mut worker, pool) = (worker(&db, asleep), db.pool().clone());
    worker
        .handle("wake_up", 1, move |job| {
            let pool = pool.clone();
            async move { note(&pool, &job).await }
        })
        .unwrap();
    let (ended, stop) = start(worker);
    for key in ["a", "b", "c"] {
        // A kind of its own: how often a kind rings is counted by process, and tests may share one.
        enqueue(&db, now(), &[NewJob { kind: "wake_up", ..new_job(now(), key) }]).await;
        drained(&db).await;
        sleep(Duration::from_millis(20)).await; // a kind rings at most once in ten
    }
    stop.cancel();
    ended.await.unwrap();
}

#[tokio::test]
async fn a_kind_has_one_handler() {
    let (db, _) = fresh().await;
    let mut worker = worker(&db, quick());
    worker.handle("note", 1, |_| std::future::pending()).unwrap();
    assert_eq!(worker.handle("note", 1, |_| std::future::pending()), Err(DuplicateKind("note")));
    assert_eq!(worker.kinds().collect::<Vec<_>>(), ["note"]);
}
