//! What needs a person's eye (M7).

use chrono::{DateTime, Utc};
use domain::{BatchId, CaseId, CaseReference, CommunicationId, ExceptionId, ExceptionKind, LetterId, Role};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// An exception of the list.
#[derive(Clone, Debug)]
pub struct AnomalyLine {
    /// Which.
    pub id: ExceptionId,
    /// What it is.
    pub kind: ExceptionKind,
    /// The facts for its sentence.
    pub detail: Value,
    /// The batch concerned, with the name of its file.
    pub batch: Option<(BatchId, String)>,
    /// The communication concerned, and whether it still waits to be indexed.
    pub communication: Option<(CommunicationId, bool)>,
    /// The case concerned.
    pub case: Option<(CaseId, CaseReference)>,
    /// The letter concerned.
    pub letter: Option<LetterId>,
    /// Who owns it.
    pub owner: Role,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// When and with what outcome it ended.
    pub ended: Option<(DateTime<Utc>, String)>,
}

/// Which exceptions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those that have ended, not those that are open.
    pub ended: bool,
    /// Of one kind.
    pub kind: Option<ExceptionKind>,
    /// Of one owner.
    pub owner: Option<Role>,
    /// About one communication.
    pub communication: Option<CommunicationId>,
    /// Opened before this instant.
    pub opened_before: Option<DateTime<Utc>>,
}

/// The exceptions that are open, the oldest first, or ended, the latest first; at most `limit`. Those about what the
/// actor may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list(connection: &mut PgConnection, wanted: Wanted, limit: i64) -> Result<Vec<AnomalyLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT x.id, x.kind, x.detail, x.owner_role, x.opened_at, x.ended_at, x.outcome,
                b.id AS \"batch?\", b.file_name AS \"file_name?\", m.id AS \"communication?\", m.state AS \"state?\",
                r.id AS \"case_id?\", r.reference AS \"reference?\"
         FROM exception x
         LEFT JOIN batch b ON b.id = x.batch_id
         LEFT JOIN communication m ON m.id = x.communication_id
         LEFT JOIN residence_case r ON r.id = x.case_id
         WHERE (x.ended_at IS NOT NULL) = $1 AND ($2::smallint IS NULL OR x.kind = $2)
           AND ($3::uuid IS NULL OR x.communication_id = $3) AND ($5::smallint IS NULL OR x.owner_role = $5)
           AND ($6::timestamptz IS NULL OR x.opened_at < $6)
           AND (x.communication_id IS NULL OR m.id IS NOT NULL) AND (x.case_id IS NULL OR r.id IS NOT NULL)
         ORDER BY CASE WHEN $1 THEN -extract(epoch FROM x.ended_at) ELSE extract(epoch FROM x.opened_at) END, x.id LIMIT $4",
        wanted.ended,
        wanted.kind.map(ExceptionKind::code),
        wanted.communication.map(CommunicationId::uuid),
        limit,
        wanted.owner.map(Role::code),
        wanted.opened_before
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let reference = |text: String| text.parse().map_err(|_| StoreError::Malformed("case reference"));
            Ok(AnomalyLine {
                id: ExceptionId::from_uuid(r.id),
                kind: decode("exception kind", r.kind, ExceptionKind::from_code)?,
                batch: r.batch.map(BatchId::from_uuid).zip(r.file_name),
                communication: r
                    .communication
                    .map(|id| (CommunicationId::from_uuid(id), r.state.is_some_and(|s| s <= 2))),
                case: r.case_id.map(CaseId::from_uuid).zip(r.reference.map(reference).transpose()?),
                letter: r.detail["letter"].as_str().and_then(|id| id.parse().ok()),
                detail: r.detail,
                owner: decode("role", r.owner_role, Role::from_code)?,
                opened_at: r.opened_at,
                ended: r.ended_at.zip(r.outcome),
            })
        })
        .collect()
}

/// How many exceptions of each kind are open and may be seen by the actor.
///
/// # Errors
/// When the database refuses.
pub async fn open_counts(connection: &mut PgConnection) -> Result<Vec<(ExceptionKind, u32)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT x.kind, count(*) AS \"count!\" FROM exception x
         LEFT JOIN communication m ON m.id = x.communication_id
         LEFT JOIN residence_case r ON r.id = x.case_id
         WHERE x.ended_at IS NULL AND (x.communication_id IS NULL OR m.id IS NOT NULL) AND (x.case_id IS NULL OR r.id IS NOT NULL)
         GROUP BY x.kind ORDER BY x.kind"
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok((
                decode("exception kind", r.kind, ExceptionKind::from_code)?,
                u32::try_from(r.count).unwrap_or(u32::MAX),
            ))
        })
        .collect()
}

/// How many exceptions of each owner are open and may be seen by the actor.
///
/// # Errors
/// When the database refuses.
pub async fn open_by_owner(connection: &mut PgConnection) -> Result<Vec<(Role, u32)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT x.owner_role, count(*) AS \"count!\" FROM exception x
         LEFT JOIN communication m ON m.id = x.communication_id
         LEFT JOIN residence_case r ON r.id = x.case_id
         WHERE x.ended_at IS NULL AND (x.communication_id IS NULL OR m.id IS NOT NULL) AND (x.case_id IS NULL OR r.id IS NOT NULL)
         GROUP BY x.owner_role ORDER BY x.owner_role"
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| Ok((decode("role", r.owner_role, Role::from_code)?, u32::try_from(r.count).unwrap_or(u32::MAX))))
        .collect()
}
