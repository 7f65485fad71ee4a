use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::JobId;
use sqlx::PgConnection;
use uuid::{NoContext, Timestamp, Uuid};

use crate::{Job, QueueError};

/// Leases up to `n` due jobs of `kind` to the caller, oldest first; jobs that another worker is claiming are passed over.
///
/// A job whose lease ended was lost by its worker and is due again; when that was its last attempt it is dead instead,
/// so that a job that kills its worker does not do so for ever.
///
/// Call it outside a transaction: it commits without waiting for the disk. Should a crash of the server undo the claim,
/// the job is only claimed again, and the lease undone is refused everywhere.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn claim(
    conn: &mut PgConnection,
    kind: &str,
    n: u32,
    length: Duration,
    now: DateTime<Utc>,
) -> Result<Vec<Job>, QueueError> {
    let (lease, until) = (lease_id(now), now + length);
    // The arrays keep the plan on the primary key: joined to `due`, whose size the planner does not know, `job` is read whole.
    let rows = sqlx::query!(
        r#"WITH unsynced AS MATERIALIZED (
               SELECT set_config('synchronous_commit', 'off', true) AS value
           ), due AS MATERIALIZED (
               SELECT id, again OR attempts < max_attempts AS may_run
               FROM job
               WHERE kind = $1 AND state <> 3 AND coalesce(lease_until, run_at) <= $2
                 AND (SELECT value FROM unsynced) = 'off'
               ORDER BY coalesce(lease_until, run_at)
               LIMIT $3
               FOR UPDATE SKIP LOCKED
           ), lost AS (
               UPDATE job SET state = 3, lease_until = NULL, lease = NULL, updated_at = $2,
                              last_error = 'the worker was lost during the last attempt'
               WHERE id = ANY (ARRAY(SELECT id FROM due WHERE NOT may_run))
           )
           UPDATE job SET state = 2, attempts = CASE WHEN again THEN 1 ELSE attempts + 1 END, again = false,
                          lease_until = $4, lease = $5, updated_at = $2
           WHERE id = ANY (ARRAY(SELECT id FROM due WHERE may_run))
           RETURNING id, key, payload, run_at, attempts, max_attempts"#,
        kind,
        now,
        i64::from(n),
        until,
        lease,
    )
    .fetch_all(conn)
    .await
    .map_err(QueueError::during("claim jobs"))?;
    let mut jobs: Vec<Job> = rows
        .into_iter()
        .map(|row| Job {
            id: JobId::from_uuid(row.id),
            kind: kind.to_owned(),
            key: row.key,
            payload: row.payload,
            run_at: row.run_at,
            attempt: row.attempts,
            max_attempts: row.max_attempts,
            lease,
            lease_until: until,
        })
        .collect();
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

fn lease_id(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}
