//! Sources that are polled (mailboxes): how far each was read, and which process reads it now.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Takes or renews the lease of a source for `holder`; `false` while another process holds it. One poller a source, however
/// many processes run.
///
/// # Errors
/// When the database refuses.
pub async fn lease(
    connection: &mut PgConnection,
    source: &str,
    holder: Uuid,
    length: Duration,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let until = now + chrono::TimeDelta::from_std(length).unwrap_or(chrono::TimeDelta::minutes(1));
    let done = sqlx::query!(
        "INSERT INTO source (name, holder, lease_until, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until, updated_at = excluded.updated_at
         WHERE source.holder IS NULL OR source.holder = excluded.holder OR source.lease_until < $4",
        source,
        holder,
        until,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the lease back, so that another process need not wait for its end.
///
/// # Errors
/// When the database refuses.
pub async fn release(connection: &mut PgConnection, source: &str, holder: Uuid) -> Result<(), StoreError> {
    sqlx::query!("UPDATE source SET holder = NULL, lease_until = NULL WHERE name = $1 AND holder = $2", source, holder)
        .execute(connection)
        .await?;
    Ok(())
}

/// How far a source was read, none before its first reading.
///
/// # Errors
/// When the database refuses.
pub async fn cursor(connection: &mut PgConnection, source: &str) -> Result<Option<Value>, StoreError> {
    let cursor =
        sqlx::query_scalar!("SELECT cursor FROM source WHERE name = $1", source).fetch_optional(connection).await?;
    Ok(cursor.flatten())
}

/// Saves how far a source was read, in the transaction that keeps what was read.
///
/// # Errors
/// When the database refuses.
pub async fn set_cursor(
    connection: &mut PgConnection,
    source: &str,
    cursor: &Value,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO source (name, cursor, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, updated_at = excluded.updated_at",
        source,
        cursor,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says how the last attempt ended; `None` when all is well.
///
/// # Errors
/// When the database refuses.
pub async fn set_trouble(
    connection: &mut PgConnection,
    source: &str,
    trouble: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO source (name, trouble, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET trouble = excluded.trouble, updated_at = excluded.updated_at",
        source,
        trouble,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A source as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceState {
    /// Its name.
    pub name: String,
    /// Until when some process reads it.
    pub lease_until: Option<DateTime<Utc>>,
    /// What went wrong last, none when all is well.
    pub trouble: Option<String>,
    /// When anything about it changed.
    pub updated_at: DateTime<Utc>,
}

/// Every source, by name.
///
/// # Errors
/// When the database refuses.
pub async fn all(connection: &mut PgConnection) -> Result<Vec<SourceState>, StoreError> {
    let rows = sqlx::query!("SELECT name, lease_until, trouble, updated_at FROM source ORDER BY name")
        .fetch_all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|r| SourceState { name: r.name, lease_until: r.lease_until, trouble: r.trouble, updated_at: r.updated_at })
        .collect())
}
