//! Blockages and errors of the administration that people report.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{BlockageKind, BlockageReportId, CaseReference, CommunicationId, UserId};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which.
    pub id: BlockageReportId,
    /// What brought it.
    pub communication: CommunicationId,
    /// What it is.
    pub kind: BlockageKind,
    /// What the person says.
    pub words: String,
    /// Since when they are blocked, as they say.
    pub blocked_since: Option<NaiveDate>,
    /// The day that counts for timeliness (diligence): the earliest evidence of what brought it.
    pub diligence_on: NaiveDate,
    /// When it was recognised.
    pub reported_at: DateTime<Utc>,
    /// The cases of what brought it.
    pub cases: Vec<CaseReference>,
    /// When and how it was answered.
    pub answered: Option<(DateTime<Utc>, String)>,
}

/// A report to keep.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// Identifier.
    pub id: BlockageReportId,
    /// What brought it.
    pub communication: CommunicationId,
    /// What it is.
    pub kind: BlockageKind,
    /// What the person says.
    pub words: String,
    /// Since when they are blocked, as they say.
    pub blocked_since: Option<NaiveDate>,
    /// Who recognised it.
    pub by: UserId,
}

/// Keeps a report; `false` when this communication already has one of its kind.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, report: &NewReport, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO blockage_report (id, communication_id, kind, words, blocked_since, reported_by, reported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (communication_id, kind) DO NOTHING",
        report.id.uuid(),
        report.communication.uuid(),
        report.kind.code(),
        report.words,
        report.blocked_since,
        report.by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The reports that wait for an answer, the oldest first, or those answered, the latest first; at most `limit`. Those brought by what the
/// actor may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list(connection: &mut PgConnection, answered: bool, limit: i64) -> Result<Vec<Report>, StoreError> {
    let rows = sqlx::query!(
        "SELECT b.id, b.communication_id, b.kind, b.words, b.blocked_since, b.reported_at, b.answered_at, b.answer,
                coalesce((SELECT min(e.date) FROM evidence e WHERE e.communication_id = m.id AND e.withdrawn_at IS NULL), m.received_on) AS \"diligence_on!\",
                ARRAY(SELECT r.reference FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                      WHERE l.communication_id = m.id ORDER BY r.reference) AS \"cases!\"
         FROM blockage_report b JOIN communication m ON m.id = b.communication_id
         WHERE (b.answered_at IS NOT NULL) = $1
         ORDER BY CASE WHEN $1 THEN -extract(epoch FROM b.answered_at) ELSE extract(epoch FROM b.reported_at) END, b.id LIMIT $2",
        answered,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Report {
                id: BlockageReportId::from_uuid(r.id),
                communication: CommunicationId::from_uuid(r.communication_id),
                kind: decode("kind of report", r.kind, BlockageKind::from_code)?,
                words: r.words,
                blocked_since: r.blocked_since,
                diligence_on: r.diligence_on,
                reported_at: r.reported_at,
                cases: r.cases.iter().filter_map(|reference| reference.parse().ok()).collect(),
                answered: r.answered_at.zip(r.answer),
            })
        })
        .collect()
}

/// How many reports of each kind wait for an answer, and how many were answered, over what the actor may see.
///
/// # Errors
/// When the database refuses.
pub async fn counts(connection: &mut PgConnection) -> Result<Vec<(BlockageKind, u32, u32)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT b.kind, count(*) FILTER (WHERE b.answered_at IS NULL) AS \"open!\", count(*) FILTER (WHERE b.answered_at IS NOT NULL) AS \"done!\"
         FROM blockage_report b JOIN communication m ON m.id = b.communication_id GROUP BY b.kind ORDER BY b.kind"
    )
    .fetch_all(connection)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    rows.into_iter()
        .map(|r| Ok((decode("kind of report", r.kind, BlockageKind::from_code)?, count(r.open), count(r.done))))
        .collect()
}

/// Answers a report in words; `false` when somebody already did.
///
/// # Errors
/// When the database refuses.
pub async fn answer(
    connection: &mut PgConnection,
    id: BlockageReportId,
    by: UserId,
    words: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE blockage_report SET answered_by = $2, answered_at = $3, answer = $4 WHERE id = $1 AND answered_at IS NULL",
        id.uuid(),
        by.uuid(),
        now,
        words
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
