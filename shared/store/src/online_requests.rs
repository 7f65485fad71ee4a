//! The numbers under which the online service (ANEF) knows requests (R-23).

use chrono::{DateTime, Utc};
use domain::CaseId;
use sqlx::PgConnection;

use crate::StoreError;

/// Notes a number of a case; `false` when it is noted already.
///
/// # Errors
/// When the database refuses.
pub async fn note(
    connection: &mut PgConnection,
    case: CaseId,
    number: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO online_request (case_id, number, noted_at) VALUES ($1, $2, $3)
         ON CONFLICT (number, case_id) WHERE withdrawn_at IS NULL DO NOTHING",
        case.uuid(),
        number,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a number back; `false` when it is not noted.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(
    connection: &mut PgConnection,
    case: CaseId,
    number: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE online_request SET withdrawn_at = $3 WHERE case_id = $1 AND number = $2 AND withdrawn_at IS NULL",
        case.uuid(),
        number,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The numbers of a case, and of those that were merged into it; the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_case(connection: &mut PgConnection, case: CaseId) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT o.number FROM online_request o JOIN residence_case c ON c.id = o.case_id
         WHERE (c.id = $1 OR c.merged_into = $1) AND o.withdrawn_at IS NULL GROUP BY o.number ORDER BY min(o.noted_at), o.number",
        case.uuid()
    )
    .fetch_all(connection)
    .await?)
}

/// The cases that the online service knows under a number; what was merged into another one is that one.
///
/// # Errors
/// When the database refuses.
pub async fn cases(connection: &mut PgConnection, number: &str) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT coalesce(c.merged_into, c.id) AS "id!" FROM online_request o JOIN residence_case c ON c.id = o.case_id
           WHERE o.number = $1 AND o.withdrawn_at IS NULL GROUP BY 1 ORDER BY 1"#,
        number
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
}

/// Numbers that stand on what came in for a case and that nobody noted: with the page of the envelope where one was read.
///
/// # Errors
/// When the database refuses.
pub async fn read(connection: &mut PgConnection, case: CaseId) -> Result<Vec<(String, Option<u32>)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.value #>> '{}' AS "number!", min(s.page) AS page
           FROM suggestion s JOIN communication_case l ON l.communication_id = s.communication_id
           WHERE l.case_id = $1 AND s.field = 'online_request'
             AND NOT EXISTS (SELECT FROM online_request o WHERE o.case_id = $1 AND o.number = s.value #>> '{}')
           GROUP BY 1 ORDER BY 1"#,
        case.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|r| (r.number, r.page.and_then(|page| u32::try_from(page).ok()))).collect())
}
