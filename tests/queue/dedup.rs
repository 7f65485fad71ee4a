use chrono::TimeDelta;
use domain::Clock;
use serde_json::json;

use super::{claim, effects, enqueue, fresh, jobs, new_job, note};

#[tokio::test]
async fn the_same_effect_is_pending_once_whoever_asks() {
    let (db, clock) = fresh().await;
    let now = clock.now();
    assert_eq!(enqueue(&db, now, &[new_job(now, "a"), new_job(now, "b"), new_job(now, "a")]).await, 2);
    assert_eq!(enqueue(&db, now, &[new_job(now, "b"), new_job(now, "c")]).await, 1);
    assert_eq!(jobs(&db).await, 3);
    while let Some(job) = claim(&db, now).await {
        let _ = note(db.pool(), &job).await.unwrap();
    }
    let mut effects = effects(&db).await;
    effects.sort();
    assert_eq!(effects, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_job_is_owed_only_when_the_change_that_owes_it_commits() {
    let (db, clock) = fresh().await;
    let mut tx = db.pool().begin().await.unwrap();
    queue::enqueue(&mut tx, clock.now(), &[new_job(clock.now(), "a")]).await.unwrap();
    assert!(claim(&db, clock.now()).await.is_none());
    tx.rollback().await.unwrap();
    assert_eq!(jobs(&db).await, 0);
}

#[tokio::test]
async fn an_effect_asked_for_again_while_it_runs_runs_once_more_with_the_newest_payload() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let running = claim(&db, clock.now()).await.unwrap();
    let mut newer = new_job(clock.now(), "a");
    newer.payload = json!({ "newer": true });
    assert_eq!(enqueue(&db, clock.now(), &[newer]).await, 0);
    assert!(claim(&db, clock.now()).await.is_none(), "never twice at once");
    let _ = note(db.pool(), &running).await.unwrap();
    let second = claim(&db, clock.now()).await.unwrap();
    assert_eq!((second.attempt, second.payload.clone()), (1, json!({ "newer": true })));
    let _ = note(db.pool(), &second).await.unwrap();
    assert_eq!(effects(&db).await, ["a", "a"]);
}

#[tokio::test]
async fn a_job_does_not_run_on_what_was_there_before_the_change_that_asks_for_it_again() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let mut change = db.pool().begin().await.unwrap();
    queue::enqueue(&mut change, clock.now(), &[new_job(clock.now(), "a")]).await.unwrap();
    assert!(claim(&db, clock.now()).await.is_none(), "it waits for the change");
    change.commit().await.unwrap();
    let job = claim(&db, clock.now()).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test]
async fn a_pending_job_asked_for_earlier_moves_forward_and_never_back() {
    let (db, clock) = fresh().await;
    let now = clock.now();
    let at = |minutes| queue::NewJob { run_at: now + TimeDelta::minutes(minutes), ..new_job(now, "a") };
    for minutes in [30, 60, 10, 20] {
        enqueue(&db, now, &[at(minutes)]).await;
    }
    assert!(claim(&db, now + TimeDelta::minutes(9)).await.is_none());
    let job = claim(&db, now + TimeDelta::minutes(10)).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
}
