use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{JobState, QueueError, worker::Shared};

/// How many jobs of one kind stand in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depth {
    /// What is to be done.
    pub kind: String,
    /// Where they stand.
    pub state: JobState,
    /// How many.
    pub jobs: u64,
    /// The instant the oldest of them was due.
    pub oldest: DateTime<Utc>,
}

/// The jobs of the queue, counted by kind and state.
///
/// # Errors
/// [`QueueError`] when the database does not answer.
pub async fn depth(conn: &mut PgConnection) -> Result<Vec<Depth>, QueueError> {
    let rows = sqlx::query!(
        r#"SELECT kind, state, count(*) AS "jobs!", min(run_at) AS "oldest!"
           FROM job GROUP BY kind, state ORDER BY kind, state"#
    )
    .fetch_all(conn)
    .await
    .map_err(QueueError::during("count the jobs"))?;
    let depths = rows.into_iter().filter_map(|row| {
        let state = JobState::from_code(row.state)?;
        Some(Depth { kind: row.kind, state, jobs: u64::try_from(row.jobs).unwrap_or(0), oldest: row.oldest })
    });
    Ok(depths.collect())
}

/// How often the depth is measured.
const EVERY: Duration = Duration::from_secs(15);

/// Keeps the depth gauges of `kinds` true until `stop`.
pub(crate) async fn report_depth(shared: Arc<Shared>, kinds: Vec<&'static str>, stop: CancellationToken) {
    let reporting = async {
        loop {
            match measured(&shared.pool).await {
                Ok(depths) => record(&kinds, &depths),
                Err(error) => tracing::debug!(%error, "the depth of the queue is not known"),
            }
            sleep(EVERY).await;
        }
    };
    stop.run_until_cancelled_owned(reporting).await;
}

async fn measured(pool: &PgPool) -> Result<Vec<Depth>, QueueError> {
    let mut conn = pool.acquire().await.map_err(QueueError::during("count the jobs"))?;
    depth(&mut conn).await
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is a float; counts of jobs stay far below 2^52")]
fn record(kinds: &[&'static str], depths: &[Depth]) {
    for kind in kinds {
        for state in JobState::ALL {
            let jobs = depths.iter().find(|depth| depth.kind == *kind && depth.state == state).map_or(0, |d| d.jobs);
            metrics::gauge!("passerelle_queue_jobs", "kind" => *kind, "state" => state.word()).set(jobs as f64);
        }
    }
}
