use chrono::TimeDelta;
use domain::Clock;
use queue::LeaseError;

use super::{LEASE, claim, effects, enqueue, fresh, jobs, new_job, note};

#[tokio::test]
async fn a_leased_job_is_nobody_elses_until_its_lease_ends() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let lost = claim(&db, clock.now()).await.unwrap();
    clock.advance(TimeDelta::seconds(29));
    assert!(claim(&db, clock.now()).await.is_none());
    clock.advance(TimeDelta::seconds(1));
    let taken_over = claim(&db, clock.now()).await.unwrap();
    assert_eq!((taken_over.id, taken_over.attempt), (lost.id, 2));
    let _ = note(db.pool(), &taken_over).await.unwrap();
}

#[tokio::test]
async fn a_worker_whose_lease_was_taken_over_cannot_commit_its_effect() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let slow = claim(&db, clock.now()).await.unwrap();
    clock.advance(TimeDelta::seconds(31));
    let fast = claim(&db, clock.now()).await.unwrap();
    let failure = note(db.pool(), &slow).await.unwrap_err();
    assert_eq!(failure.to_string(), format!("the lease of {} was lost", slow.id));
    let mut conn = db.pool().acquire().await.unwrap();
    let now = clock.now();
    for refused in [
        queue::extend(&mut conn, &slow, now + LEASE).await,
        queue::retry(&mut conn, now, &slow, LEASE, "x").await,
        queue::bury(&mut conn, now, &slow, "x").await,
        queue::postpone(&mut conn, now, &slow, LEASE, None).await,
    ] {
        assert!(matches!(refused, Err(LeaseError::Lost(id)) if id == slow.id), "{refused:?}");
    }
    let _ = note(db.pool(), &fast).await.unwrap();
    assert_eq!(effects(&db).await, ["a"]);
}

#[tokio::test]
async fn a_lease_that_ended_but_was_not_taken_over_still_counts() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let slow = claim(&db, clock.now()).await.unwrap();
    clock.advance(TimeDelta::hours(1));
    let _ = note(db.pool(), &slow).await.unwrap();
    assert_eq!((effects(&db).await.len(), jobs(&db).await), (1, 0));
}

#[tokio::test]
async fn an_extended_lease_keeps_the_job() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let job = claim(&db, clock.now()).await.unwrap();
    clock.advance(TimeDelta::seconds(20));
    let mut conn = db.pool().acquire().await.unwrap();
    queue::extend(&mut conn, &job, clock.now() + LEASE).await.unwrap();
    clock.advance(TimeDelta::seconds(20));
    assert!(claim(&db, clock.now()).await.is_none());
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test]
async fn the_effect_and_the_end_of_the_job_commit_together_or_not_at_all() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let job = claim(&db, clock.now()).await.unwrap();
    let mut tx = db.pool().begin().await.unwrap();
    sqlx::query("INSERT INTO effect (key) VALUES ('a')").execute(&mut *tx).await.unwrap();
    let _ = queue::finish(&mut tx, &job).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!((effects(&db).await.len(), jobs(&db).await), (0, 1));
    let _ = note(db.pool(), &job).await.unwrap();
    assert_eq!((effects(&db).await.len(), jobs(&db).await), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claimers_side_by_side_never_get_the_same_job() {
    let (db, clock) = fresh().await;
    let now = clock.now();
    let owed: Vec<_> = (0..500).map(|n| new_job(now, &format!("{n:03}"))).collect();
    assert_eq!(enqueue(&db, now, &owed).await, 500);
    let claimers = (0..8).map(|_| {
        let pool = db.pool().clone();
        tokio::spawn(async move {
            let mut conn = pool.acquire().await.unwrap();
            loop {
                let jobs = queue::claim(&mut conn, "note", 7, LEASE, now).await.unwrap();
                if jobs.is_empty() {
                    return;
                }
                for job in jobs {
                    let _ = note(&pool, &job).await.unwrap();
                }
            }
        })
    });
    for claimer in claimers.collect::<Vec<_>>() {
        claimer.await.unwrap();
    }
    let mut done = effects(&db).await;
    done.sort();
    assert_eq!(done, owed.iter().map(|job| job.key.clone()).collect::<Vec<_>>());
}
