//! What the mailroom received (overview of the desk), and what a member of staff did lately.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use domain::{CaseReference, CommunicationId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::scanned_file::{Columns, ScannedFile};
use crate::StoreError;

/// A batch of the day.
#[derive(Clone, Debug)]
pub struct BatchLine {
    /// The file.
    pub file: ScannedFile,
    /// Envelopes that the actor may see.
    pub envelopes: u32,
    /// Those among them that wait to be indexed.
    pub to_index: u32,
    /// The first of these.
    pub next: Option<CommunicationId>,
    /// Open exceptions about the batch.
    pub exceptions: u32,
}

impl Deref for BatchLine {
    type Target = ScannedFile;

    fn deref(&self) -> &ScannedFile {
        &self.file
    }
}

/// The batches received from `from` (included) to `until` (excluded), the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn batches(
    connection: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<BatchLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT b.id, b.folder, b.file_name, b.received_at, b.state, b.page_count, b.pages_read,
                count(c.id) FILTER (WHERE e.part_of IS NULL) AS \"envelopes!\",
                count(c.id) FILTER (WHERE c.state <= 2) AS \"to_index!\",
                (array_agg(c.id ORDER BY e.position) FILTER (WHERE c.state <= 2))[1] AS next,
                (SELECT count(*) FROM exception x WHERE x.batch_id = b.id AND x.ended_at IS NULL) AS \"exceptions!\"
         FROM batch b
         LEFT JOIN envelope e ON e.batch_id = b.id
         LEFT JOIN communication c ON c.id = e.communication_id
         WHERE b.received_at >= $1 AND b.received_at < $2
         GROUP BY b.id ORDER BY b.received_at DESC, b.id DESC LIMIT $3",
        from,
        until,
        limit
    )
    .fetch_all(connection)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    rows.into_iter()
        .map(|r| {
            let file = Columns {
                id: r.id,
                folder: r.folder,
                file_name: r.file_name,
                received_at: r.received_at,
                state: r.state,
                page_count: r.page_count,
                pages_read: r.pages_read,
            };
            Ok(BatchLine {
                file: file.file()?,
                envelopes: count(r.envelopes),
                to_index: count(r.to_index),
                next: r.next.map(CommunicationId::from_uuid),
                exceptions: count(r.exceptions),
            })
        })
        .collect()
}

/// Something that its author may still take back (I-27).
#[derive(Clone, Debug)]
pub struct Undoable {
    /// The key to take it back with.
    pub key: Uuid,
    /// What was done, a stable word.
    pub action: String,
    /// When.
    pub done_at: DateTime<Utc>,
    /// The case concerned, when the actor may see it.
    pub reference: Option<CaseReference>,
}

/// What a member of staff did since an instant and did not take back, the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn undoable(
    connection: &mut PgConnection,
    user: UserId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Undoable>, StoreError> {
    let rows = sqlx::query!(
        "SELECT u.id, u.action, u.done_at, r.reference AS \"reference?\"
         FROM undo u
         LEFT JOIN residence_case r ON u.action = 'register' AND r.id = replace(u.before->>'case', 'dem_', '')::uuid
         WHERE u.user_id = $1 AND u.undone_at IS NULL AND u.done_at >= $2
         ORDER BY u.done_at DESC, u.id DESC LIMIT $3",
        user.uuid(),
        since,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Undoable {
            key: r.id,
            action: r.action,
            done_at: r.done_at,
            reference: r.reference.and_then(|reference| reference.parse().ok()),
        })
        .collect())
}
