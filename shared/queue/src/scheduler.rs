use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::Clock;
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{NewJob, QueueError, Scheduled, enqueue};

/// The pause before the schedule is read again.
const TICK: Duration = Duration::from_secs(1);

/// Enqueues the jobs of recurring work when they are due. Any number of processes may run the same schedule: each due
/// instant is enqueued by one of them.
pub struct Scheduler {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    schedule: Vec<Scheduled>,
}

impl Scheduler {
    /// A scheduler of `schedule`.
    #[must_use]
    pub fn new(pool: PgPool, clock: Arc<dyn Clock>, schedule: Vec<Scheduled>) -> Self {
        Self { pool, clock, schedule }
    }

    /// Registers the schedule, then runs it until `stop`. While the database is away it waits.
    pub async fn run(self, stop: CancellationToken) {
        let running = async {
            let mut registered = false;
            loop {
                if let Err(error) = self.tick(&mut registered).await {
                    tracing::warn!(%error, "waiting for the database of the schedule");
                }
                sleep(TICK).await;
            }
        };
        stop.run_until_cancelled(running).await;
    }

    async fn tick(&self, registered: &mut bool) -> Result<(), QueueError> {
        let mut tx = self.pool.begin().await.map_err(QueueError::during("read the schedule"))?;
        if !*registered {
            register(&mut tx, self.clock.now(), &self.schedule).await?;
        }
        fire_due(&mut tx, self.clock.now(), &self.schedule).await?;
        tx.commit().await.map_err(QueueError::during("move the schedule on"))?;
        *registered = true;
        Ok(())
    }
}

/// Writes `schedule` down. Work whose rhythm changed starts its new one; the rest keeps its next instant.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn register(conn: &mut PgConnection, now: DateTime<Utc>, schedule: &[Scheduled]) -> Result<(), QueueError> {
    for Scheduled { name, every, kind } in schedule {
        sqlx::query!(
            "INSERT INTO schedule AS old (name, kind, every_seconds, daily_at, zone, next_run_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (name) DO UPDATE SET
                 kind = excluded.kind, every_seconds = excluded.every_seconds, daily_at = excluded.daily_at,
                 zone = excluded.zone, next_run_at = excluded.next_run_at
             WHERE (old.kind, old.every_seconds, old.daily_at, old.zone)
                   IS DISTINCT FROM (excluded.kind, excluded.every_seconds, excluded.daily_at, excluded.zone)",
            name,
            kind,
            every.seconds(),
            every.local_time(),
            every.zone(),
            every.first(now),
        )
        .execute(&mut *conn)
        .await
        .map_err(QueueError::during("register the schedule"))?;
    }
    Ok(())
}

/// Enqueues the jobs of what is due in `schedule` and moves it on, in the caller's transaction. Rows that another process
/// is moving on are left to it. Returns how many were due.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn fire_due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    schedule: &[Scheduled],
) -> Result<usize, QueueError> {
    let names: Vec<String> = schedule.iter().map(|scheduled| scheduled.name.to_owned()).collect();
    let rows = sqlx::query!(
        "SELECT name, next_run_at FROM schedule WHERE name = ANY ($1) AND next_run_at <= $2 FOR UPDATE SKIP LOCKED",
        &names,
        now,
    )
    .fetch_all(&mut *conn)
    .await
    .map_err(QueueError::during("read the schedule"))?;
    let due = |scheduled: &Scheduled| rows.iter().find(|row| row.name == scheduled.name).map(|row| row.next_run_at);
    let due: Vec<_> = schedule.iter().filter_map(|scheduled| Some((scheduled, due(scheduled)?))).collect();
    for (scheduled, due_at) in &due {
        move_on(conn, scheduled.name, now, scheduled.every.next(*due_at, now)).await?;
    }
    let jobs: Vec<_> = due.iter().map(|(scheduled, due_at)| job(scheduled, *due_at, now)).collect();
    enqueue(conn, now, &jobs).await?;
    Ok(due.len())
}

fn job(scheduled: &Scheduled, due_at: DateTime<Utc>, now: DateTime<Utc>) -> NewJob {
    NewJob::due(now, scheduled.kind, scheduled.name, json!({ "due_at": due_at }))
}

async fn move_on(
    conn: &mut PgConnection,
    name: &str,
    now: DateTime<Utc>,
    next: DateTime<Utc>,
) -> Result<(), QueueError> {
    sqlx::query!("UPDATE schedule SET last_run_at = $2, next_run_at = $3 WHERE name = $1", name, now, next)
        .execute(conn)
        .await
        .map_err(QueueError::during("move the schedule on"))?;
    Ok(())
}
