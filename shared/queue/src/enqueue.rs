use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{NewJob, QueueError, bell};

/// Enqueues `jobs` in the caller's transaction and wakes the workers when it commits. Returns how many effects were not
/// pending yet.
///
/// An effect that is already pending keeps its one row, with the newest payload: when it waits, it runs no later than
/// asked here (a pause after a failure is kept); when it is running, it runs once more afterwards; when it was dead, it
/// is tried anew. The rows stay locked until the caller commits, so that no worker runs the effect on what was there
/// before the change. Several jobs of one key in `jobs` count as the last of them.
///
/// # Errors
/// [`QueueError`] when the database refuses or does not answer; the caller's transaction is then over.
pub async fn enqueue(conn: &mut PgConnection, now: DateTime<Utc>, jobs: &[NewJob]) -> Result<u64, QueueError> {
    if jobs.is_empty() {
        return Ok(0);
    }
    let jobs = in_one_order(jobs);
    let inserted = sqlx::query_scalar!(
        r#"WITH put AS (
               INSERT INTO job AS old (id, kind, key, payload, run_at, max_attempts, created_at, updated_at)
               SELECT id, kind, key, payload, run_at, max_attempts, $7, $7
               FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::int[])
                    AS new (id, kind, key, payload, run_at, max_attempts)
               ON CONFLICT (kind, key) DO UPDATE SET
                   payload = excluded.payload,
                   max_attempts = excluded.max_attempts,
                   state = CASE old.state WHEN 3 THEN 1 ELSE old.state END,
                   attempts = CASE old.state WHEN 3 THEN 0 ELSE old.attempts END,
                   run_at = CASE WHEN old.state = 3 THEN excluded.run_at
                                 WHEN old.state = 1 AND old.attempts = 0 THEN least(old.run_at, excluded.run_at)
                                 ELSE old.run_at END,
                   again = old.state = 2,
                   updated_at = excluded.updated_at
               RETURNING id, kind
           ), woken AS (
               SELECT pg_notify('passerelle_jobs', kind) FROM unnest($8::text[]) AS rung (kind)
           )
           SELECT count(*) FILTER (WHERE id = ANY ($1)) + 0 * (SELECT count(*) FROM woken) AS "inserted!" FROM put"#,
        &jobs.iter().map(|job| job.id.uuid()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.kind.to_owned()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.key.clone()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.payload.clone()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.run_at).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.max_attempts).collect::<Vec<_>>(),
        now,
        &bell::to_ring(jobs.iter().map(|job| job.kind)),
    )
    .fetch_one(conn)
    .await
    .map_err(QueueError::during("enqueue jobs"))?;
    Ok(u64::try_from(inserted).unwrap_or(0))
}

/// The last job of each effect, ordered so that transactions which enqueue the same effects lock them in one order.
fn in_one_order(jobs: &[NewJob]) -> Vec<&NewJob> {
    let by_effect: std::collections::BTreeMap<_, _> = jobs.iter().map(|job| ((job.kind, &job.key), job)).collect();
    by_effect.into_values().collect()
}
