//! Blockages and errors of the administration that people report (R-110).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{BlockageKind, BlockageReportId, CaseId, CaseReference, CommunicationId, PieceKind, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

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
    of(connection, Some(answered), None, limit).await
}

/// The reports of a case, answered or not, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_case(connection: &mut PgConnection, case: CaseId) -> Result<Vec<Report>, StoreError> {
    let mut reports = of(connection, None, Some(case), 100).await?;
    reports.sort_by_key(|report| report.reported_at);
    Ok(reports)
}

async fn of(
    connection: &mut PgConnection,
    answered: Option<bool>,
    case: Option<CaseId>,
    limit: i64,
) -> Result<Vec<Report>, StoreError> {
    let rows = sqlx::query!(
        "SELECT b.id, b.communication_id, b.kind, b.words, b.blocked_since, b.reported_at, b.answered_at, b.answer,
                coalesce((SELECT min(e.date) FROM evidence e WHERE e.communication_id = m.id AND e.withdrawn_at IS NULL), m.received_on) AS \"diligence_on!\",
                ARRAY(SELECT r.reference FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                      WHERE l.communication_id = m.id ORDER BY r.reference) AS \"cases!\"
         FROM blockage_report b JOIN communication m ON m.id = b.communication_id
         WHERE ($1::bool IS NULL OR (b.answered_at IS NOT NULL) = $1)
           AND ($3::uuid IS NULL OR EXISTS (SELECT FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                                            WHERE l.communication_id = m.id AND (r.id = $3 OR r.merged_into = $3)))
         ORDER BY CASE WHEN $1 THEN -extract(epoch FROM b.answered_at) ELSE extract(epoch FROM b.reported_at) END, b.id LIMIT $2",
        answered,
        limit,
        case.map(CaseId::uuid)
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

/// A report of a case that nobody answered yet, as a computation needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The first day that somebody told it.
    pub told_on: NaiveDate,
    /// Whether a picture or another paper of the file shows it.
    pub proved: bool,
}

/// The cases among these of which a report waits for an answer; those of cases that were merged into one are its own.
///
/// # Errors
/// When the database refuses.
pub async fn standing(
    connection: &mut PgConnection,
    cases: &[CaseId],
) -> Result<HashMap<CaseId, Standing>, StoreError> {
    let ids: Vec<Uuid> = cases.iter().map(|case| case.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT o.owner AS "case_id!", min(m.received_on) AS "told_on!",
                  bool_or(EXISTS (SELECT FROM case_piece k JOIN piece p ON p.id = k.piece_id WHERE k.case_id = o.id AND p.kind = $2)) AS "proved!"
           FROM blockage_report b JOIN communication m ON m.id = b.communication_id JOIN communication_case l ON l.communication_id = m.id
           JOIN (SELECT id AS owner, id FROM unnest($1::uuid[]) AS asked(id)
                 UNION ALL SELECT merged_into, id FROM residence_case WHERE merged_into = ANY($1)) o ON o.id = l.case_id
           WHERE b.answered_at IS NULL GROUP BY o.owner"#,
        &ids,
        PieceKind::BlockageProof.code()
    )
    .fetch_all(connection)
    .await?;
    let standing = |told_on, proved| Standing { told_on, proved };
    Ok(rows.into_iter().map(|r| (CaseId::from_uuid(r.case_id), standing(r.told_on, r.proved))).collect())
}

/// The first day that a blockage was told for a case, answered or not: its diligence (R-69, R-110).
///
/// # Errors
/// When the database refuses.
pub async fn first_of_case(connection: &mut PgConnection, case: CaseId) -> Result<Option<NaiveDate>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT min(coalesce((SELECT min(e.date) FROM evidence e WHERE e.communication_id = m.id AND e.withdrawn_at IS NULL), m.received_on))
         FROM blockage_report b JOIN communication m ON m.id = b.communication_id JOIN communication_case l ON l.communication_id = m.id
         JOIN residence_case c ON c.id = l.case_id WHERE c.id = $1 OR c.merged_into = $1",
        case.uuid()
    )
    .fetch_one(connection)
    .await?)
}

/// The cases of what brought a report.
///
/// # Errors
/// When the database refuses.
pub async fn cases_of(connection: &mut PgConnection, id: BlockageReportId) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT l.case_id FROM blockage_report b JOIN communication_case l ON l.communication_id = b.communication_id WHERE b.id = $1 ORDER BY 1",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
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
