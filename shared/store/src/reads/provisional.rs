//! The provisional documents that need an officer: those to sign, and the persons whose cover ends.

use chrono::NaiveDate;
use domain::{CaseId, CaseState, ProvisionalState};
use sqlx::PgConnection;
use uuid::Uuid;

use super::case_list::{self, CaseLine};
use crate::{StoreError, error::decode};

/// A case of the page, with what covers the person and what follows.
#[derive(Clone, Debug)]
pub struct CoverLine {
    /// The case.
    pub case: CaseLine,
    /// The last day covered; `None`: nothing covers, or what covers has no end.
    pub until: Option<NaiveDate>,
    /// The document that follows: its kind, its first day, where it stands.
    pub next: Option<(String, NaiveDate, ProvisionalState)>,
}

/// The cases with a document that waits for a signature, the first to begin first, at most `rows`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn to_sign(connection: &mut PgConnection, rows: i64) -> Result<Vec<CoverLine>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT case_id FROM provisional_document WHERE state = 1 ORDER BY from_on, id LIMIT $1",
        rows
    )
    .fetch_all(&mut *connection)
    .await?;
    lines(connection, &ids).await
}

/// The cases in these states whose cover ends on `until` or before and for which nothing waits for a signature, the first to end
/// first, at most `rows`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn ending(
    connection: &mut PgConnection,
    states: &[CaseState],
    until: NaiveDate,
    rows: i64,
) -> Result<Vec<CoverLine>, StoreError> {
    let states: Vec<i16> = states.iter().map(|state| state.code()).collect();
    let ids = sqlx::query_scalar!(
        "SELECT f.case_id FROM document_facts f JOIN residence_case c ON c.id = f.case_id
         WHERE f.covered_until <= $1 AND c.state = ANY($2)
           AND NOT EXISTS (SELECT FROM provisional_document d WHERE d.case_id = f.case_id AND d.state = 1)
         ORDER BY f.covered_until, f.case_id LIMIT $3",
        until,
        &states,
        rows
    )
    .fetch_all(&mut *connection)
    .await?;
    lines(connection, &ids).await
}

/// How many cases wait for a signature, counted up to `cap`.
///
/// # Errors
/// When the database refuses.
pub async fn count_to_sign(connection: &mut PgConnection, cap: i64) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (SELECT FROM provisional_document WHERE state = 1 LIMIT $1) AS few"#,
        cap
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

async fn lines(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<CoverLine>, StoreError> {
    let cases = case_list::lines(&mut *connection, ids).await?;
    let covers = sqlx::query!(
        r#"SELECT w.id AS "case!", f.covered_until AS "until?", d.kind AS "kind?", d.from_on AS "from?", d.state AS "state?"
           FROM unnest($1::uuid[]) AS w(id) LEFT JOIN document_facts f ON f.case_id = w.id
           LEFT JOIN LATERAL (SELECT kind, from_on, state FROM provisional_document
                              WHERE case_id = w.id AND state IN (1, 2) ORDER BY rank DESC LIMIT 1) d ON true"#,
        ids
    )
    .fetch_all(connection)
    .await?;
    cases
        .into_iter()
        .map(|case| {
            let cover = covers.iter().find(|cover| CaseId::from_uuid(cover.case) == case.id);
            let next = cover.and_then(|cover| Some((cover.kind.clone()?, cover.from?, cover.state?)));
            let next = next.map(|(kind, from, state)| {
                decode("state of a provisional document", state, ProvisionalState::from_code)
                    .map(|state| (kind, from, state))
            });
            Ok(CoverLine { until: cover.and_then(|cover| cover.until), next: next.transpose()?, case })
        })
        .collect()
}
