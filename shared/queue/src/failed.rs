use chrono::{DateTime, Utc};
use domain::JobId;
use sqlx::PgConnection;

use crate::{JobState, QueueError};

/// A job that did not succeed, for the page that shows it to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedJob {
    /// Its identifier.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// Names the effect among those of its kind.
    pub key: String,
    /// Attempts made.
    pub attempts: i32,
    /// The last attempt before the job is dead.
    pub max_attempts: i32,
    /// What failed on what, last time.
    pub error: String,
    /// When the effect was first asked for.
    pub created_at: DateTime<Utc>,
    /// When it failed.
    pub failed_at: DateTime<Utc>,
    /// When it is tried next (dead jobs: when it was due last).
    pub run_at: DateTime<Utc>,
}

/// A page of a list, newest failure first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The last row of the page before (`failed_at`, `id`), `None` for the first page.
    pub after: Option<(DateTime<Utc>, JobId)>,
    /// Rows to return at most.
    pub rows: u32,
}

impl Page {
    /// The first `rows` rows.
    #[must_use]
    pub const fn first(rows: u32) -> Self {
        Self { after: None, rows }
    }
}

/// The jobs that were given up.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn dead(conn: &mut PgConnection, page: Page) -> Result<Vec<FailedJob>, QueueError> {
    failed(conn, JobState::Dead, page).await
}

/// The jobs that failed at least once and will be tried again, those that wait for a configuration among them.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn struggling(conn: &mut PgConnection, page: Page) -> Result<Vec<FailedJob>, QueueError> {
    failed(conn, JobState::Ready, page).await
}

async fn failed(conn: &mut PgConnection, state: JobState, page: Page) -> Result<Vec<FailedJob>, QueueError> {
    let rows = sqlx::query!(
        r#"SELECT id, kind, key, attempts, max_attempts, last_error AS "error!", created_at, updated_at, run_at
           FROM job
           WHERE state = $1 AND last_error IS NOT NULL
             AND ($2::timestamptz IS NULL OR (updated_at, id) < ($2, $3))
           ORDER BY updated_at DESC, id DESC LIMIT $4"#,
        state.code(),
        page.after.map(|(failed_at, _)| failed_at),
        page.after.map(|(_, id)| id.uuid()),
        i64::from(page.rows),
    )
    .fetch_all(conn)
    .await
    .map_err(QueueError::during("list failed jobs"))?;
    let jobs = rows.into_iter().map(|row| FailedJob {
        id: JobId::from_uuid(row.id),
        kind: row.kind,
        key: row.key,
        attempts: row.attempts,
        max_attempts: row.max_attempts,
        error: row.error,
        created_at: row.created_at,
        failed_at: row.updated_at,
        run_at: row.run_at,
    });
    Ok(jobs.collect())
}

/// Tries a dead job anew, with all its attempts; a job that waits out a pause is tried at once. Returns false when there
/// is no such job to run: it is running, or done.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn run_again(conn: &mut PgConnection, now: DateTime<Utc>, id: JobId) -> Result<bool, QueueError> {
    let kind = sqlx::query_scalar!(
        "WITH ready AS (
             UPDATE job SET state = 1, attempts = 0, run_at = $2, updated_at = $2
             WHERE id = $1 AND state <> 2
             RETURNING kind
         )
         SELECT pg_notify('passerelle_jobs', kind) FROM ready",
        id.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await
    .map_err(QueueError::during("run a job again"))?;
    Ok(kind.is_some())
}
