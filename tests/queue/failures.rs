use std::time::Duration;

use chrono::TimeDelta;
use domain::Clock;
use queue::{JobState, NewJob, Page};

use super::{claim, effects, enqueue, fresh, jobs, new_job, note};

const PAUSE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_failed_job_waits_out_its_pause_then_dies_when_no_attempt_is_left_and_can_be_run_again() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[NewJob { max_attempts: 2, ..new_job(clock.now(), "a") }]).await;
    let mut conn = db.pool().acquire().await.unwrap();

    let first = claim(&db, clock.now()).await.unwrap();
    queue::retry(&mut conn, clock.now(), &first, PAUSE, "the printer is off").await.unwrap();
    assert!(claim(&db, clock.now()).await.is_none());
    let waiting = queue::struggling(&mut conn, Page::first(10)).await.unwrap();
    assert_eq!((waiting[0].error.as_str(), waiting[0].attempts), ("the printer is off", 1));
    assert_eq!(waiting[0].run_at, clock.now() + PAUSE);

    clock.advance(TimeDelta::seconds(10));
    let last = claim(&db, clock.now()).await.unwrap();
    queue::retry(&mut conn, clock.now(), &last, PAUSE, "the printer is still off").await.unwrap();
    clock.advance(TimeDelta::days(1));
    assert!(claim(&db, clock.now()).await.is_none(), "dead");
    let dead = queue::dead(&mut conn, Page::first(10)).await.unwrap();
    assert_eq!((dead[0].error.as_str(), dead[0].attempts), ("the printer is still off", 2));

    assert!(queue::run_again(&mut conn, clock.now(), dead[0].id).await.unwrap());
    let again = claim(&db, clock.now()).await.unwrap();
    assert_eq!(again.attempt, 1);
    assert!(!queue::run_again(&mut conn, clock.now(), again.id).await.unwrap(), "it is running");
    let _ = note(db.pool(), &again).await.unwrap();
    assert!(!queue::run_again(&mut conn, clock.now(), again.id).await.unwrap(), "it is done");
    assert_eq!(effects(&db).await, ["a"]);
}

#[tokio::test]
async fn a_dead_job_is_tried_anew_when_its_effect_is_asked_for_again() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let mut conn = db.pool().acquire().await.unwrap();
    let job = claim(&db, clock.now()).await.unwrap();
    queue::bury(&mut conn, clock.now(), &job, "no such letter").await.unwrap();
    assert_eq!(enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await, 0, "one row an effect, dead or alive");
    assert_eq!(jobs(&db).await, 1);
    let job = claim(&db, clock.now()).await.unwrap();
    assert_eq!(job.attempt, 1);
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test]
async fn a_job_that_kills_its_worker_dies_at_its_last_attempt() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[NewJob { max_attempts: 3, ..new_job(clock.now(), "a") }]).await;
    for attempt in 1..=3 {
        assert_eq!(claim(&db, clock.now()).await.unwrap().attempt, attempt);
        clock.advance(TimeDelta::minutes(1));
    }
    assert!(claim(&db, clock.now()).await.is_none());
    let dead = queue::dead(&mut db.pool().acquire().await.unwrap(), Page::first(10)).await.unwrap();
    assert_eq!(dead[0].error, "the worker was lost during the last attempt");
    db.allow_leftover_jobs();
}

#[tokio::test]
async fn a_job_given_up_but_asked_for_again_meanwhile_is_tried_once_more() {
    let (db, clock) = fresh().await;
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let job = claim(&db, clock.now()).await.unwrap();
    enqueue(&db, clock.now(), &[new_job(clock.now(), "a")]).await;
    let mut conn = db.pool().acquire().await.unwrap();
    queue::bury(&mut conn, clock.now(), &job, "the case has no address").await.unwrap();
    let job = claim(&db, clock.now()).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test]
async fn dead_jobs_are_listed_newest_first_page_by_page_and_counted() {
    let (db, clock) = fresh().await;
    let mut conn = db.pool().acquire().await.unwrap();
    for key in ["a", "b", "c", "d", "e"] {
        enqueue(&db, clock.now(), &[new_job(clock.now(), key)]).await;
        let job = claim(&db, clock.now()).await.unwrap();
        queue::bury(&mut conn, clock.now(), &job, "no").await.unwrap();
        clock.advance(TimeDelta::seconds(1));
    }
    let mut seen = Vec::new();
    let mut page = Page::first(2);
    loop {
        let rows = queue::dead(&mut conn, page).await.unwrap();
        let Some(last) = rows.last() else { break };
        page.after = Some((last.failed_at, last.id));
        seen.extend(rows.into_iter().map(|row| row.key));
    }
    assert_eq!(seen, ["e", "d", "c", "b", "a"]);
    let depth = queue::depth(&mut conn).await.unwrap();
    assert_eq!((depth.len(), depth[0].state, depth[0].jobs), (1, JobState::Dead, 5));
    db.allow_leftover_jobs();
}
