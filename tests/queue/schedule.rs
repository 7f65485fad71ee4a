use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Europe::Paris;
use domain::Clock;
use queue::{Every, Scheduled, Scheduler};
use tests::eventually;
use tokio_util::sync::CancellationToken;

use super::{claim, effects, enqueue, fresh, jobs, note};

const DAILY: Scheduled =
    Scheduled { name: "deadlines", every: Every::DailyAt { hour: 6, minute: 0, zone: Paris }, kind: "note" };
const MINUTELY: Scheduled = Scheduled { name: "sweep", every: Every::Seconds(60), kind: "note" };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_due_instant_fires_once_among_three_schedulers() {
    let (db, clock) = fresh().await;
    let mut conn = db.pool().acquire().await.unwrap();
    queue::register(&mut conn, clock.now(), &[DAILY, MINUTELY]).await.unwrap();
    for round in 1..=20 {
        let schedulers = (0..3).map(|_| {
            let (pool, now) = (db.pool().clone(), clock.now());
            tokio::spawn(async move {
                let mut tx = pool.begin().await.unwrap();
                let fired = queue::fire_due(&mut tx, now, &[DAILY, MINUTELY]).await.unwrap();
                tx.commit().await.unwrap();
                fired
            })
        });
        let mut fired = 0;
        for scheduler in schedulers.collect::<Vec<_>>() {
            fired += scheduler.await.unwrap();
        }
        assert_eq!(fired, 1, "round {round}");
        let job = claim(&db, clock.now()).await.unwrap();
        assert_eq!(job.key, "sweep");
        let _ = note(db.pool(), &job).await.unwrap();
        clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(effects(&db).await.len(), 20);
}

#[tokio::test]
async fn what_was_missed_is_made_up_for_once() {
    let (db, clock) = fresh().await;
    let mut conn = db.pool().acquire().await.unwrap();
    queue::register(&mut conn, clock.now(), &[DAILY]).await.unwrap();
    assert_eq!(queue::fire_due(&mut conn, clock.now(), &[DAILY]).await.unwrap(), 0, "06:00 is over today");
    clock.advance(TimeDelta::days(4));
    assert_eq!(queue::fire_due(&mut conn, clock.now(), &[DAILY]).await.unwrap(), 1);
    assert_eq!(queue::fire_due(&mut conn, clock.now(), &[DAILY]).await.unwrap(), 0);
    let job = claim(&db, clock.now()).await.unwrap();
    assert_eq!(job.payload["due_at"], "2026-11-22T05:00:00Z");
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test]
async fn registering_again_keeps_the_rhythm_unless_it_changed() {
    let (db, clock) = fresh().await;
    let mut conn = db.pool().acquire().await.unwrap();
    queue::register(&mut conn, clock.now(), &[DAILY]).await.unwrap();
    clock.advance(TimeDelta::days(1));
    queue::register(&mut conn, clock.now(), &[DAILY]).await.unwrap();
    assert_eq!(queue::fire_due(&mut conn, clock.now(), &[DAILY]).await.unwrap(), 1, "still due");
    let later = Scheduled { every: Every::DailyAt { hour: 22, minute: 0, zone: Paris }, ..DAILY };
    queue::register(&mut conn, clock.now(), &[later]).await.unwrap();
    clock.advance(TimeDelta::hours(13));
    assert_eq!(queue::fire_due(&mut conn, clock.now(), &[later]).await.unwrap(), 1, "22:00 in Paris is 21:00 UTC");
    let job = claim(&db, clock.now()).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test]
async fn the_schedule_moves_on_only_with_its_job() {
    let (db, clock) = fresh().await;
    queue::register(&mut db.pool().acquire().await.unwrap(), clock.now(), &[MINUTELY]).await.unwrap();
    let mut tx = db.pool().begin().await.unwrap();
    assert_eq!(queue::fire_due(&mut tx, clock.now(), &[MINUTELY]).await.unwrap(), 1);
    tx.rollback().await.unwrap();
    assert_eq!(jobs(&db).await, 0);
    let mut conn = db.pool().acquire().await.unwrap();
    assert_eq!(queue::fire_due(&mut conn, clock.now(), &[MINUTELY]).await.unwrap(), 1);
    let job = claim(&db, clock.now()).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_scheduler_registers_fires_and_survives_the_loss_of_its_database() {
    let (db, clock) = fresh().await;
    let stop = CancellationToken::new();
    let scheduler = Scheduler::new(db.pool().clone(), Arc::new(clock.clone()), vec![MINUTELY]);
    let running = tokio::spawn(scheduler.run(stop.clone()));
    eventually("the first job", async || jobs(&db).await == 1).await;
    let job = claim(&db, clock.now()).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
    db.cut_sessions().await;
    clock.advance(TimeDelta::minutes(1));
    let waiting = async || sqlx::query_scalar::<_, i64>("SELECT count(*) FROM job").fetch_one(db.pool()).await.ok();
    eventually("the second job", async || waiting().await == Some(1)).await;
    stop.cancel();
    running.await.unwrap();
    let job = claim(&db, clock.now()).await.unwrap();
    let _ = note(db.pool(), &job).await.unwrap();
    assert_eq!(enqueue(&db, clock.now(), &[]).await, 0);
}
