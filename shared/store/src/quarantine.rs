//! Files that are kept and not given out until a person releases them.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, SuspicionKind, UserId};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A file that may harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspected {
    /// Its place in its delivery.
    pub position: u32,
    /// Why.
    pub kind: SuspicionKind,
    /// What the antivirus calls it.
    pub named: String,
}

/// A file in quarantine, or released from it.
#[derive(Clone, Debug)]
pub struct Quarantined {
    /// What it came with.
    pub communication: CommunicationId,
    /// The file.
    pub suspected: Suspected,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// Since when.
    pub found_at: DateTime<Utc>,
    /// Who released it, when and why.
    pub released: Option<(UserId, DateTime<Utc>, String)>,
}

fn stored(position: u32) -> i32 {
    i32::try_from(position).unwrap_or(i32::MAX)
}

/// Puts files of a delivery into quarantine; those that are, or were released, stay as they are.
///
/// # Errors
/// When the database refuses.
pub async fn put(
    connection: &mut PgConnection,
    communication: CommunicationId,
    files: &[Suspected],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for file in files {
        sqlx::query!(
            "INSERT INTO quarantine (communication_id, position, finding, named, found_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (communication_id, position) DO NOTHING",
            communication.uuid(),
            stored(file.position),
            file.kind.code(),
            file.named,
            now
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A file of a delivery, when it is or was in quarantine.
///
/// # Errors
/// When the database refuses.
pub async fn of_file(
    connection: &mut PgConnection,
    batch: BatchId,
    position: u32,
) -> Result<Option<Quarantined>, StoreError> {
    Ok(of(connection, batch, Some(position)).await?.pop())
}

/// The files of a delivery that are in quarantine.
///
/// # Errors
/// When the database refuses.
pub async fn standing(connection: &mut PgConnection, batch: BatchId) -> Result<Vec<Quarantined>, StoreError> {
    let mut files = of(connection, batch, None).await?;
    files.retain(|file| file.released.is_none());
    Ok(files)
}

async fn of(
    connection: &mut PgConnection,
    batch: BatchId,
    position: Option<u32>,
) -> Result<Vec<Quarantined>, StoreError> {
    let rows = sqlx::query!(
        "SELECT q.communication_id, q.position, q.finding, q.named, q.found_at, q.released_by, q.released_at, q.reason, p.name, p.size
         FROM envelope e JOIN quarantine q ON q.communication_id = e.communication_id
         JOIN part p ON p.communication_id = q.communication_id AND p.position = q.position
         WHERE e.batch_id = $1 AND ($2::integer IS NULL OR q.position = $2) ORDER BY q.position",
        batch.uuid(),
        position.map(stored)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let kind = decode("suspicion", r.finding, SuspicionKind::from_code)?;
            let position = u32::try_from(r.position).unwrap_or(0);
            let released = r.released_by.map(UserId::from_uuid).zip(r.released_at).zip(r.reason);
            Ok(Quarantined {
                communication: CommunicationId::from_uuid(r.communication_id),
                suspected: Suspected { position, kind, named: r.named },
                name: r.name,
                size: u64::try_from(r.size).unwrap_or(0),
                found_at: r.found_at,
                released: released.map(|((by, at), why)| (by, at, why)),
            })
        })
        .collect()
}

/// Releases a file; `false` when it is in no quarantine.
///
/// # Errors
/// When the database refuses.
pub async fn release(
    connection: &mut PgConnection,
    communication: CommunicationId,
    position: u32,
    by: UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE quarantine SET released_by = $3, released_at = $4, reason = $5
         WHERE communication_id = $1 AND position = $2 AND released_at IS NULL",
        communication.uuid(),
        stored(position),
        by.uuid(),
        now,
        reason
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a file back that was released by mistake; `false` when it is in quarantine, or never was.
///
/// # Errors
/// When the database refuses.
pub async fn put_back(
    connection: &mut PgConnection,
    communication: CommunicationId,
    position: u32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE quarantine SET released_by = NULL, released_at = NULL, reason = NULL
         WHERE communication_id = $1 AND position = $2 AND released_at IS NOT NULL",
        communication.uuid(),
        stored(position)
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
