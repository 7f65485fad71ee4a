//! Dated duties of a case.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, DeadlineId, DeadlineKind};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A computed date, with everything that answers "why this date?".
#[derive(Clone, Debug)]
pub struct NewDeadline {
    /// Identifier.
    pub id: DeadlineId,
    /// What is due.
    pub kind: DeadlineKind,
    /// The day.
    pub due_on: NaiveDate,
    /// The day it was computed from.
    pub computed_from: NaiveDate,
    /// The rule.
    pub rule: String,
    /// Its version.
    pub rule_version: String,
    /// The article.
    pub source: String,
    /// The facts, in sentences.
    pub because: Vec<String>,
}

/// Sets the open deadlines of a case; one of the same kind that was open is cancelled and replaced.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    connection: &mut PgConnection,
    case: CaseId,
    deadlines: &[NewDeadline],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for d in deadlines {
        sqlx::query!(
            "UPDATE deadline SET state = 'cancelled' WHERE case_id = $1 AND kind = $2 AND state = 'open'",
            case.uuid(),
            d.kind.code()
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "INSERT INTO deadline (id, case_id, kind, due_on, computed_from, rule, rule_version, source, because, state, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10)",
            d.id.uuid(),
            case.uuid(),
            d.kind.code(),
            d.due_on,
            d.computed_from,
            d.rule,
            d.rule_version,
            d.source,
            serde_json::json!(d.because),
            now
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Opens one deadline for each of several cases; a case that already has an open one of its kind keeps it.
///
/// # Errors
/// When the database refuses.
pub async fn open_all(
    connection: &mut PgConnection,
    deadlines: &[(CaseId, NewDeadline)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = deadlines.iter().map(|(_, d)| d.id.uuid()).collect();
    let cases: Vec<Uuid> = deadlines.iter().map(|(case, _)| case.uuid()).collect();
    let kinds: Vec<i16> = deadlines.iter().map(|(_, d)| d.kind.code()).collect();
    let dues: Vec<NaiveDate> = deadlines.iter().map(|(_, d)| d.due_on).collect();
    let starts: Vec<NaiveDate> = deadlines.iter().map(|(_, d)| d.computed_from).collect();
    let rules: Vec<String> = deadlines.iter().map(|(_, d)| d.rule.clone()).collect();
    let versions: Vec<String> = deadlines.iter().map(|(_, d)| d.rule_version.clone()).collect();
    let sources: Vec<String> = deadlines.iter().map(|(_, d)| d.source.clone()).collect();
    let reasons: Vec<serde_json::Value> = deadlines.iter().map(|(_, d)| serde_json::json!(d.because)).collect();
    sqlx::query!(
        "INSERT INTO deadline (id, case_id, kind, due_on, computed_from, rule, rule_version, source, because, state, created_at)
         SELECT i, c, k, d, f, r, v, s, b, 'open', $10
         FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::date[], $5::date[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
              AS d(i, c, k, d, f, r, v, s, b)
         ON CONFLICT (case_id, kind) WHERE state = 'open' DO NOTHING",
        &ids,
        &cases,
        &kinds,
        &dues,
        &starts,
        &rules,
        &versions,
        &sources,
        &reasons,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends the open deadlines of the given kinds: met, or cancelled when the fact behind them was taken back.
///
/// # Errors
/// When the database refuses.
pub async fn end(
    connection: &mut PgConnection,
    case: CaseId,
    kinds: &[DeadlineKind],
    met: bool,
) -> Result<(), StoreError> {
    let codes: Vec<i16> = kinds.iter().map(|k| k.code()).collect();
    let state = if met { "met" } else { "cancelled" };
    sqlx::query!(
        "UPDATE deadline SET state = $3 WHERE case_id = $1 AND kind = ANY($2) AND state = 'open'",
        case.uuid(),
        &codes,
        state
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What announced a date to the person may not have arrived: it stays, and counts for nothing until that is known (AS-24).
///
/// # Errors
/// When the database refuses.
pub async fn doubt(
    connection: &mut PgConnection,
    case: CaseId,
    kind: DeadlineKind,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE deadline SET in_doubt_since = $3 WHERE case_id = $1 AND kind = $2 AND state = 'open' AND in_doubt_since IS NULL",
        case.uuid(),
        kind.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// What announced a date to the person has left again, or had arrived after all.
///
/// # Errors
/// When the database refuses.
pub async fn certain(connection: &mut PgConnection, case: CaseId, kind: DeadlineKind) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE deadline SET in_doubt_since = NULL WHERE case_id = $1 AND kind = $2 AND state = 'open'",
        case.uuid(),
        kind.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Since when the open deadline of a kind is in doubt, if it is.
///
/// # Errors
/// When the database refuses.
pub async fn doubted_since(
    connection: &mut PgConnection,
    case: CaseId,
    kind: DeadlineKind,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let since = sqlx::query_scalar!(
        "SELECT in_doubt_since FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'open'",
        case.uuid(),
        kind.code()
    );
    Ok(since.fetch_optional(connection).await?.flatten())
}

/// What replaced a deadline that was in doubt came to nothing: it is cancelled, and that one is open again, in doubt as it was.
///
/// # Errors
/// When the database refuses.
pub async fn back_in_doubt(connection: &mut PgConnection, case: CaseId, kind: DeadlineKind) -> Result<(), StoreError> {
    end(connection, case, &[kind], false).await?;
    sqlx::query!(
        "UPDATE deadline SET state = 'open' WHERE id = (SELECT id FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'cancelled'
            AND in_doubt_since IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1)",
        case.uuid(),
        kind.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A duty that had been met is owed again, by the same day: what met it came to nothing. One that is open stays as it is.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(connection: &mut PgConnection, case: CaseId, kind: DeadlineKind) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE deadline SET state = 'open'
         WHERE id = (SELECT id FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'met' ORDER BY created_at DESC, id DESC LIMIT 1)
           AND NOT EXISTS (SELECT FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'open')",
        case.uuid(),
        kind.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The day of the open deadline of a kind, if there is one.
///
/// # Errors
/// When the database refuses.
pub async fn open_on(
    connection: &mut PgConnection,
    case: CaseId,
    kind: DeadlineKind,
) -> Result<Option<NaiveDate>, StoreError> {
    let due = sqlx::query_scalar!(
        "SELECT due_on FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'open'",
        case.uuid(),
        kind.code()
    );
    Ok(due.fetch_optional(connection).await?)
}
