//! Facts that somebody declared or proved because no date of the file tells them, and bands of urgency decided by an officer
//! (domain section 7). Words are those of the law engine.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{BandOverrideId, CaseId, Personal, UrgencySignalId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A fact that stands, as a computation needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingSignal {
    /// Its word.
    pub signal: String,
    /// The day it is about.
    pub about_on: Option<NaiveDate>,
    /// The day it was declared.
    pub declared_on: NaiveDate,
    /// Whether a paper or a record proves it.
    pub proved: bool,
}

/// A band that an officer decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedBand {
    /// The band, 0 to 3.
    pub band: i16,
    /// Who decided it.
    pub by: UserId,
    /// Why.
    pub reason: String,
    /// When.
    pub on: NaiveDate,
}

/// A fact to note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSignal<'a> {
    /// Identifier.
    pub id: UrgencySignalId,
    /// The case.
    pub case: CaseId,
    /// Its word.
    pub signal: &'a str,
    /// The day it is about.
    pub about_on: Option<NaiveDate>,
    /// The day it was declared.
    pub declared_on: NaiveDate,
    /// What was said, in a few words.
    pub said: &'a str,
    /// Whether a paper or a record proves it already.
    pub proved: bool,
    /// Who notes it.
    pub by: UserId,
}

/// A fact that was noted, also one that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalRow {
    /// Identifier.
    pub id: UrgencySignalId,
    /// Its word.
    pub signal: String,
    /// The day it is about.
    pub about_on: Option<NaiveDate>,
    /// The day it was declared.
    pub declared_on: NaiveDate,
    /// What was said.
    pub said: Personal<String>,
    /// Who noted it, and when.
    pub recorded: (UserId, DateTime<Utc>),
    /// Who saw the proof, and when.
    pub proved: Option<(UserId, DateTime<Utc>)>,
    /// Who withdrew it, when and why.
    pub withdrawn: Option<(UserId, DateTime<Utc>, String)>,
}

/// A band decided, as the lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideRow {
    /// Identifier.
    pub id: BandOverrideId,
    /// The case.
    pub case: CaseId,
    /// The band, 0 to 3.
    pub band: i16,
    /// The band that the facts gave then.
    pub computed: Option<i16>,
    /// Why.
    pub reason: String,
    /// Who decided it, and when.
    pub decided: (UserId, DateTime<Utc>),
    /// Its last day.
    pub until: NaiveDate,
    /// Who took it back or replaced it, and when.
    pub ended: Option<(UserId, DateTime<Utc>)>,
}

/// The facts that stand, by case; those of cases that were merged into it are its own.
///
/// # Errors
/// When the database refuses.
pub async fn standing(
    connection: &mut PgConnection,
    cases: &[CaseId],
) -> Result<HashMap<CaseId, Vec<StandingSignal>>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT o.owner AS "case_id!", signal, about_on, declared_on, proved_at IS NOT NULL AS "proved!"
           FROM (SELECT id AS owner, id FROM unnest($1::uuid[]) AS asked(id)
                 UNION ALL SELECT merged_into, id FROM residence_case WHERE merged_into = ANY($1)) o
           JOIN urgency_signal s ON s.case_id = o.id WHERE withdrawn_at IS NULL ORDER BY recorded_at, s.id"#,
        &uuids(cases)
    )
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<CaseId, Vec<StandingSignal>> = HashMap::new();
    for r in rows {
        found.entry(CaseId::from_uuid(r.case_id)).or_default().push(StandingSignal {
            signal: r.signal,
            about_on: r.about_on,
            declared_on: r.declared_on,
            proved: r.proved,
        });
    }
    Ok(found)
}

/// The band decided for each of these cases that has one.
///
/// # Errors
/// When the database refuses.
pub async fn decided(
    connection: &mut PgConnection,
    cases: &[CaseId],
) -> Result<HashMap<CaseId, DecidedBand>, StoreError> {
    let rows = sqlx::query!(
        "SELECT case_id, band, decided_by, reason, decided_on FROM band_override WHERE case_id = ANY($1) AND ended_at IS NULL",
        &uuids(cases)
    )
    .fetch_all(connection)
    .await?;
    let decided = rows.into_iter().map(|r| {
        let by = UserId::from_uuid(r.decided_by);
        (CaseId::from_uuid(r.case_id), DecidedBand { band: r.band, by, reason: r.reason, on: r.decided_on })
    });
    Ok(decided.collect())
}

/// Notes a fact; `false` when it stands already.
///
/// # Errors
/// When the database refuses.
pub async fn note(connection: &mut PgConnection, new: &NewSignal<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO urgency_signal (id, case_id, signal, about_on, declared_on, said, recorded_by, recorded_at, proved_by, proved_at,
                                     protection)
         SELECT $1, $2, $3, $4, $5, $6, $7::uuid, $8::timestamptz, CASE WHEN $9 THEN $7::uuid END, CASE WHEN $9 THEN $8::timestamptz END,
                protection
         FROM residence_case WHERE id = $2
         ON CONFLICT (case_id, signal, coalesce(about_on, 'infinity'::date)) WHERE withdrawn_at IS NULL DO NOTHING",
        new.id.uuid(),
        new.case.uuid(),
        new.signal,
        new.about_on,
        new.declared_on,
        new.said,
        new.by.uuid(),
        now,
        new.proved
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A proof of a fact was seen; its word. `None` when the fact was withdrawn, proved before, or is of another case.
///
/// # Errors
/// When the database refuses.
pub async fn prove(
    connection: &mut PgConnection,
    id: UrgencySignalId,
    case: CaseId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "UPDATE urgency_signal SET proved_by = $3, proved_at = $4
         WHERE id = $1 AND (case_id = $2 OR case_id IN (SELECT id FROM residence_case WHERE merged_into = $2)) AND withdrawn_at IS NULL AND proved_at IS NULL RETURNING signal",
        id.uuid(),
        case.uuid(),
        by.uuid(),
        now
    )
    .fetch_optional(connection)
    .await?)
}

/// A fact no longer holds, or never did; its word. `None` when it was withdrawn before, or is of another case.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(
    connection: &mut PgConnection,
    id: UrgencySignalId,
    case: CaseId,
    reason: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "UPDATE urgency_signal SET withdrawn_by = $3, withdrawn_at = $4, withdrawal = $5
         WHERE id = $1 AND (case_id = $2 OR case_id IN (SELECT id FROM residence_case WHERE merged_into = $2)) AND withdrawn_at IS NULL RETURNING signal",
        id.uuid(),
        case.uuid(),
        by.uuid(),
        now,
        reason
    )
    .fetch_optional(connection)
    .await?)
}

/// Everything that was noted of a case: what stands first, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_case(connection: &mut PgConnection, case: CaseId) -> Result<Vec<SignalRow>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, signal, about_on, declared_on, said, recorded_by, recorded_at, proved_by, proved_at, withdrawn_by, withdrawn_at,
                withdrawal
         FROM urgency_signal WHERE case_id = $1 OR case_id IN (SELECT id FROM residence_case WHERE merged_into = $1) ORDER BY withdrawn_at IS NOT NULL, recorded_at DESC, id DESC",
        case.uuid()
    )
    .fetch_all(connection)
    .await?;
    let of = |r: Uuid| UserId::from_uuid(r);
    let rows = rows.into_iter().map(|r| SignalRow {
        id: UrgencySignalId::from_uuid(r.id),
        signal: r.signal,
        about_on: r.about_on,
        declared_on: r.declared_on,
        said: Personal(r.said),
        recorded: (of(r.recorded_by), r.recorded_at),
        proved: r.proved_by.map(of).zip(r.proved_at),
        withdrawn: r.withdrawn_by.map(of).zip(r.withdrawn_at).zip(r.withdrawal).map(|((by, at), why)| (by, at, why)),
    });
    Ok(rows.collect())
}

/// Keeps a band that an officer decided, in the place of the one before.
///
/// # Errors
/// When the database refuses.
pub async fn decide(
    connection: &mut PgConnection,
    id: BandOverrideId,
    case: CaseId,
    new: &DecidedBand,
    (computed, until): (Option<i16>, NaiveDate),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    end_decision(connection, case, new.by, now).await?;
    sqlx::query!(
        "INSERT INTO band_override (id, case_id, band, computed, reason, decided_by, decided_at, decided_on, until, protection)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, protection FROM residence_case WHERE id = $2",
        id.uuid(),
        case.uuid(),
        new.band,
        computed,
        new.reason,
        new.by.uuid(),
        now,
        new.on,
        until
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back the band decided for a case; `false` when there was none.
///
/// # Errors
/// When the database refuses.
pub async fn end_decision(
    connection: &mut PgConnection,
    case: CaseId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE band_override SET ended_by = $2, ended_at = $3 WHERE case_id = $1 AND ended_at IS NULL",
        case.uuid(),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The bands decided that still held on a day or later, the latest decision first, at most `limit` of them.
///
/// # Errors
/// When the database refuses.
pub async fn decisions_since(
    connection: &mut PgConnection,
    since: NaiveDate,
    limit: i64,
) -> Result<Vec<OverrideRow>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, case_id, band, computed, reason, decided_by, decided_at, until, ended_by, ended_at FROM band_override
         WHERE until >= $1 AND (ended_at IS NULL OR ended_at >= $1::date) ORDER BY decided_at DESC, id DESC LIMIT $2",
        since,
        limit
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|r| OverrideRow {
        id: BandOverrideId::from_uuid(r.id),
        case: CaseId::from_uuid(r.case_id),
        band: r.band,
        computed: r.computed,
        reason: r.reason,
        decided: (UserId::from_uuid(r.decided_by), r.decided_at),
        until: r.until,
        ended: r.ended_by.map(UserId::from_uuid).zip(r.ended_at),
    });
    Ok(rows.collect())
}

fn uuids(ids: &[CaseId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}
