//! What a person did and may take back for 24 hours (I-27).

use chrono::{DateTime, Utc};
use domain::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// An action that can be taken back.
#[derive(Clone, Debug)]
pub struct UndoEntry {
    /// Identifier.
    pub id: Uuid,
    /// Who did it.
    pub user: UserId,
    /// What was done, a stable word.
    pub action: String,
    /// On what.
    pub target: Uuid,
    /// What stood before.
    pub before: serde_json::Value,
    /// When.
    pub done_at: DateTime<Utc>,
}

/// Remembers an action; returns its identifier.
///
/// # Errors
/// When the database refuses.
pub async fn remember(
    connection: &mut PgConnection,
    user: UserId,
    action: &str,
    target: Uuid,
    before: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<Uuid, StoreError> {
    let id = domain::EventId::new(now).uuid();
    sqlx::query!(
        "INSERT INTO undo (id, user_id, action, target, before, done_at) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        user.uuid(),
        action,
        target,
        before,
        now
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// Takes an action that was not yet taken back, for its author, and marks it so. `None` when there is nothing to take back.
///
/// # Errors
/// When the database refuses.
pub async fn take(
    connection: &mut PgConnection,
    id: Uuid,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Option<UndoEntry>, StoreError> {
    let row = sqlx::query!(
        "UPDATE undo SET undone_at = $3 WHERE id = $1 AND user_id = $2 AND undone_at IS NULL RETURNING action, target, before, done_at",
        id,
        user.uuid(),
        now
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|r| UndoEntry { id, user, action: r.action, target: r.target, before: r.before, done_at: r.done_at }))
}

/// The last action of a kind on something, by whomever, since an instant, that was not taken back.
///
/// # Errors
/// When the database refuses.
pub async fn last_of(
    connection: &mut PgConnection,
    action: &str,
    target: Uuid,
    since: DateTime<Utc>,
) -> Result<Option<UndoEntry>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, user_id, before, done_at FROM undo WHERE action = $1 AND target = $2 AND undone_at IS NULL AND done_at >= $3
         ORDER BY done_at DESC, id DESC LIMIT 1",
        action,
        target,
        since
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|r| UndoEntry {
        id: r.id,
        user: UserId::from_uuid(r.user_id),
        action: action.to_owned(),
        target,
        before: r.before,
        done_at: r.done_at,
    }))
}
