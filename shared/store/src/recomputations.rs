//! Recomputations of all open cases: how far each is, and what it changed for whom.

use chrono::{DateTime, Utc};
use domain::{CaseId, ChangeId, ChangeState, DeadlineKind, LetterId, RecomputationCause, RecomputationId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// A recomputation that is asked for.
#[derive(Clone, Debug)]
pub struct NewRecomputation {
    /// Identifier.
    pub id: RecomputationId,
    /// Why.
    pub cause: RecomputationCause,
    /// Who asked, when a person did.
    pub asked_by: Option<UserId>,
    /// The catalogue it is computed with.
    pub catalogue_digest: String,
    /// The name of its rule set.
    pub rule_version: String,
    /// Whether the sentences are made anew as well.
    pub worded: bool,
}

/// Asks for a recomputation.
///
/// # Errors
/// When the database refuses.
pub async fn ask(connection: &mut PgConnection, new: &NewRecomputation, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO recomputation (id, cause, asked_by, asked_at, catalogue_digest, rule_version, worded) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new.id.uuid(),
        new.cause.code(),
        new.asked_by.map(UserId::uuid),
        now,
        new.catalogue_digest,
        new.rule_version,
        new.worded
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The last recomputation that was asked for, ended or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastAsked {
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The catalogue it is computed with.
    pub catalogue_digest: String,
    /// Whether it ended.
    pub finished: bool,
}

/// The last recomputation that was asked for; `worded` ones only when wished.
///
/// # Errors
/// When the database refuses.
pub async fn last_asked(connection: &mut PgConnection, worded: bool) -> Result<Option<LastAsked>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT asked_at, catalogue_digest, finished_at IS NOT NULL AS "finished!" FROM recomputation
           WHERE worded OR NOT $1 ORDER BY asked_at DESC, id DESC LIMIT 1"#,
        worded
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|r| LastAsked { asked_at: r.asked_at, catalogue_digest: r.catalogue_digest, finished: r.finished }))
}

/// A recomputation that is not done yet, locked for the length of the transaction.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// Identifier.
    pub id: RecomputationId,
    /// The last case done.
    pub cursor: Option<CaseId>,
    /// Whether the sentences are made anew as well.
    pub worded: bool,
    /// Whether it was begun.
    pub started: bool,
}

/// The oldest recomputation that is not done yet. Two workers wait for each other here: no case is done twice.
///
/// # Errors
/// When the database refuses.
pub async fn lock_unfinished(connection: &mut PgConnection) -> Result<Option<Unfinished>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT id, cursor, worded, started_at IS NOT NULL AS "started!" FROM recomputation
           WHERE finished_at IS NULL ORDER BY asked_at, id LIMIT 1 FOR UPDATE"#
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|r| Unfinished {
        id: RecomputationId::from_uuid(r.id),
        cursor: r.cursor.map(CaseId::from_uuid),
        worded: r.worded,
        started: r.started,
    }))
}

/// Begins a recomputation with the number of cases that it will look at.
///
/// # Errors
/// When the database refuses.
pub async fn start(
    connection: &mut PgConnection,
    id: RecomputationId,
    total: u32,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let total = i32::try_from(total).unwrap_or(i32::MAX);
    sqlx::query!("UPDATE recomputation SET started_at = $2, total = $3 WHERE id = $1", id.uuid(), now, total)
        .execute(connection)
        .await?;
    Ok(())
}

/// What some cases brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Cases looked at.
    pub looked_at: u32,
    /// Dates changed at once.
    pub dates_changed: u32,
    /// Dates told to somebody, whose change is proposed.
    pub dates_proposed: u32,
    /// Cases whose dates stay and whose sentences changed.
    pub reworded: u32,
    /// Cases whose points or reasons of urgency changed.
    pub urgency_changed: u32,
    /// Of these, cases whose band changed.
    pub bands_changed: u32,
}

impl Found {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            looked_at: self.looked_at + other.looked_at,
            dates_changed: self.dates_changed + other.dates_changed,
            dates_proposed: self.dates_proposed + other.dates_proposed,
            reworded: self.reworded + other.reworded,
            urgency_changed: self.urgency_changed + other.urgency_changed,
            bands_changed: self.bands_changed + other.bands_changed,
        }
    }
}

/// Says how far a recomputation is; `finished` when no case is left.
///
/// # Errors
/// When the database refuses.
pub async fn advance(
    connection: &mut PgConnection,
    id: RecomputationId,
    cursor: Option<CaseId>,
    found: Found,
    finished: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        "UPDATE recomputation SET cursor = coalesce($2, cursor), finished_at = $3, looked_at = looked_at + $4,
                dates_changed = dates_changed + $5, dates_proposed = dates_proposed + $6, reworded = reworded + $7,
                urgency_changed = urgency_changed + $8, bands_changed = bands_changed + $9
         WHERE id = $1",
        id.uuid(),
        cursor.map(CaseId::uuid),
        finished,
        count(found.looked_at),
        count(found.dates_changed),
        count(found.dates_proposed),
        count(found.reworded),
        count(found.urgency_changed),
        count(found.bands_changed)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A change to write down.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// Identifier.
    pub id: ChangeId,
    /// The recomputation that found it; none when a fact of this one case changed.
    pub recomputation: Option<RecomputationId>,
    /// The case.
    pub case: CaseId,
    /// The kind of date; `None`: the band of urgency.
    pub date: Option<DeadlineKind>,
    /// Before: a date (ISO 8601) or the word of a band.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// Done, or proposed.
    pub state: ChangeState,
    /// The letter that told the date before.
    pub letter: Option<LetterId>,
}

/// Writes changes down.
///
/// # Errors
/// When the database refuses.
pub async fn record(
    connection: &mut PgConnection,
    changes: &[NewChange],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changes.iter().map(|c| c.id.uuid()).collect();
    let runs: Vec<Option<Uuid>> = changes.iter().map(|c| c.recomputation.map(RecomputationId::uuid)).collect();
    let cases: Vec<Uuid> = changes.iter().map(|c| c.case.uuid()).collect();
    let kinds: Vec<Option<i16>> = changes.iter().map(|c| c.date.map(DeadlineKind::code)).collect();
    let befores: Vec<Option<String>> = changes.iter().map(|c| c.before.clone()).collect();
    let afters: Vec<Option<String>> = changes.iter().map(|c| c.after.clone()).collect();
    let states: Vec<i16> = changes.iter().map(|c| c.state.code()).collect();
    let letters: Vec<Option<Uuid>> = changes.iter().map(|c| c.letter.map(LetterId::uuid)).collect();
    sqlx::query!(
        "INSERT INTO recomputation_change (id, recomputation_id, case_id, deadline_kind, before, after, state, letter_id, found_at)
         SELECT i, r, c, k, b, a, s, l, $9
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::smallint[], $8::uuid[])
              AS n(i, r, c, k, b, a, s, l)",
        &ids,
        &runs as &[Option<Uuid>],
        &cases,
        &kinds as &[Option<i16>],
        &befores as &[Option<String>],
        &afters as &[Option<String>],
        &states,
        &letters as &[Option<Uuid>],
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A change of a date that a person decides on, or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The change.
    pub id: ChangeId,
    /// The case.
    pub case: CaseId,
    /// The kind of date.
    pub date: DeadlineKind,
    /// What it would become.
    pub after: Option<String>,
    /// Whether somebody refused it; else nobody decided yet.
    pub refused: bool,
}

/// What was last said of each date of cases, where that is a proposal that nobody decided on, or a refusal.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn decisions(connection: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<Decision>, StoreError> {
    let uuids: Vec<Uuid> = cases.iter().map(|case| case.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT id, case_id, deadline_kind AS "kind!", after, state = $3 AS "refused!"
           FROM (SELECT DISTINCT ON (case_id, deadline_kind) id, case_id, deadline_kind, after, state FROM recomputation_change
                 WHERE case_id = ANY($1) AND deadline_kind IS NOT NULL AND state <> $4
                 ORDER BY case_id, deadline_kind, coalesce(decided_at, found_at) DESC, id DESC) AS last
           WHERE state IN ($2, $3)"#,
        &uuids,
        ChangeState::Proposed.code(),
        ChangeState::Refused.code(),
        ChangeState::Outdated.code()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Decision {
                id: ChangeId::from_uuid(r.id),
                case: CaseId::from_uuid(r.case_id),
                date: decode("deadline kind", r.kind, DeadlineKind::from_code)?,
                after: r.after,
                refused: r.refused,
            })
        })
        .collect()
}

/// The cases among these that wait for a decision.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(connection: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<CaseId>, StoreError> {
    let uuids: Vec<Uuid> = cases.iter().map(|case| case.uuid()).collect();
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT case_id FROM recomputation_change WHERE case_id = ANY($1) AND state = 2",
        &uuids
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
}

/// Proposals that another computation took the place of.
///
/// # Errors
/// When the database refuses.
pub async fn outdate(connection: &mut PgConnection, ids: &[ChangeId], now: DateTime<Utc>) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    sqlx::query!(
        "UPDATE recomputation_change SET state = $2, decided_at = $3 WHERE id = ANY($1) AND state = $4",
        &uuids,
        ChangeState::Outdated.code(),
        now,
        ChangeState::Proposed.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A proposal to decide on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The change.
    pub id: ChangeId,
    /// The kind of date.
    pub date: DeadlineKind,
    /// What was told.
    pub before: Option<String>,
    /// What it would become.
    pub after: Option<String>,
    /// The letter that told it.
    pub letter: Option<LetterId>,
}

/// The proposals of a case that nobody decided on, locked. The case is locked before.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn lock_proposals(connection: &mut PgConnection, case: CaseId) -> Result<Vec<Proposal>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, deadline_kind AS "kind!", before, after, letter_id FROM recomputation_change
           WHERE case_id = $1 AND state = $2 AND deadline_kind IS NOT NULL ORDER BY deadline_kind FOR UPDATE"#,
        case.uuid(),
        ChangeState::Proposed.code()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Proposal {
                id: ChangeId::from_uuid(r.id),
                date: decode("deadline kind", r.kind, DeadlineKind::from_code)?,
                before: r.before,
                after: r.after,
                letter: r.letter_id.map(LetterId::from_uuid),
            })
        })
        .collect()
}

/// Writes what a person decided of proposals.
///
/// # Errors
/// When the database refuses.
pub async fn decide(
    connection: &mut PgConnection,
    ids: &[ChangeId],
    state: ChangeState,
    by: UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    sqlx::query!(
        "UPDATE recomputation_change SET state = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = ANY($1)",
        &uuids,
        state.code(),
        by.uuid(),
        now,
        reason
    )
    .execute(connection)
    .await?;
    Ok(())
}
