//! What becomes of a leased job. Each function refuses a caller whose lease another worker took over.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::JobId;
use sqlx::{PgConnection, postgres::PgQueryResult};

use crate::{Done, Job, LeaseError, QueueError};

/// The longest error kept, in characters.
const LONGEST_ERROR: usize = 500;

/// Finishes `job` inside the transaction of its effect: both commit, or neither. A job that was asked for again while it
/// ran is ready once more.
///
/// # Errors
/// [`LeaseError::Lost`] when another worker took the job over: roll the effect back.
pub async fn finish(conn: &mut PgConnection, job: &Job) -> Result<Done, LeaseError> {
    let (id, lease) = proof(job);
    let deleted = sqlx::query!("DELETE FROM job WHERE id = $1 AND lease = $2 AND NOT again", id, lease)
        .execute(&mut *conn)
        .await
        .map_err(QueueError::during("finish a job"))?;
    if deleted.rows_affected() == 0 {
        ready_again(conn, job).await?;
    }
    Ok(Done::proven())
}

/// Makes a job ready that was asked for again while it ran.
async fn ready_again(conn: &mut PgConnection, job: &Job) -> Result<(), LeaseError> {
    let (id, lease) = proof(job);
    let updated = sqlx::query!(
        "WITH ready AS (
             UPDATE job SET state = 1, again = false, attempts = 0, lease_until = NULL, lease = NULL,
                            last_error = NULL
             WHERE id = $1 AND lease = $2 AND again
             RETURNING kind
         )
         SELECT pg_notify('passerelle_jobs', kind) FROM ready",
        id,
        lease
    )
    .fetch_optional(conn)
    .await
    .map_err(QueueError::during("make a job ready again"))?;
    updated.map(drop).ok_or(LeaseError::Lost(job.id))
}

/// Gives the attempt up: the job is tried again `after` a pause, or is dead when this was its last attempt.
///
/// # Errors
/// [`LeaseError`]: the job is then another worker's, or will be when the lease ends.
pub async fn retry(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    job: &Job,
    after: Duration,
    error: &str,
) -> Result<(), LeaseError> {
    if job.is_last_attempt() {
        return bury(conn, now, job, error).await;
    }
    let (id, lease) = proof(job);
    let result = sqlx::query!(
        "UPDATE job SET state = 1, again = false, lease_until = NULL, lease = NULL, updated_at = $3,
                        run_at = CASE WHEN again THEN $3::timestamptz ELSE $4 END, last_error = $5
         WHERE id = $1 AND lease = $2",
        id,
        lease,
        now,
        now + after,
        shortened(error),
    )
    .execute(conn)
    .await;
    held(job.id, "retry a job", result)
}

/// Puts the job back as if the attempt had not been made: the program stops (`error` is `None`: due at once), or the
/// installation has to be mended first (due `after` a pause).
///
/// # Errors
/// [`LeaseError`]: the job is then another worker's, or will be when the lease ends.
pub async fn postpone(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    job: &Job,
    after: Duration,
    error: Option<&str>,
) -> Result<(), LeaseError> {
    let (id, lease) = proof(job);
    let result = sqlx::query!(
        "UPDATE job SET state = 1, again = false, attempts = attempts - 1, lease_until = NULL, lease = NULL,
                        updated_at = $3, run_at = $4, last_error = coalesce($5, last_error)
         WHERE id = $1 AND lease = $2",
        id,
        lease,
        now,
        now + after,
        error.map(shortened),
    )
    .execute(conn)
    .await;
    held(job.id, "postpone a job", result)
}

/// Gives the job up: dead, visible, until a person or a new request runs it again. A job that was asked for again while
/// it ran is tried anew at once instead.
///
/// # Errors
/// [`LeaseError`]: the job is then another worker's, or will be when the lease ends.
pub async fn bury(conn: &mut PgConnection, now: DateTime<Utc>, job: &Job, error: &str) -> Result<(), LeaseError> {
    let (id, lease) = proof(job);
    let result = sqlx::query!(
        "UPDATE job SET state = CASE WHEN again THEN 1 ELSE 3 END, attempts = CASE WHEN again THEN 0 ELSE attempts END,
                        again = false, lease_until = NULL, lease = NULL, updated_at = $3, last_error = $4
         WHERE id = $1 AND lease = $2",
        id,
        lease,
        now,
        shortened(error),
    )
    .execute(conn)
    .await;
    held(job.id, "bury a job", result)
}

/// The heartbeat: the job stays leased until `until`.
///
/// # Errors
/// [`LeaseError::Lost`] when another worker took the job over: stop working on it.
pub async fn extend(conn: &mut PgConnection, job: &Job, until: DateTime<Utc>) -> Result<(), LeaseError> {
    let (id, lease) = proof(job);
    let result = sqlx::query!("UPDATE job SET lease_until = $3 WHERE id = $1 AND lease = $2", id, lease, until)
        .execute(conn)
        .await;
    held(job.id, "extend a lease", result)
}

/// The two columns that prove a lease.
const fn proof(job: &Job) -> (uuid::Uuid, uuid::Uuid) {
    (job.id.uuid(), job.lease)
}

fn held(id: JobId, action: &'static str, result: sqlx::Result<PgQueryResult>) -> Result<(), LeaseError> {
    match result.map_err(QueueError::during(action))?.rows_affected() {
        0 => Err(LeaseError::Lost(id)),
        _ => Ok(()),
    }
}

fn shortened(error: &str) -> String {
    error.chars().take(LONGEST_ERROR).collect()
}
