//! What the page of recomputations shows: how far each is, what it changed for whom, what waits for a decision.

use chrono::{DateTime, Utc};
use domain::{
    CaseId, CaseReference, ChangeId, ChangeState, DeadlineKind, LetterId, Personal, RecomputationCause, RecomputationId,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode, recomputations::Found};

/// A recomputation.
#[derive(Clone, Debug)]
pub struct RunLine {
    /// Identifier.
    pub id: RecomputationId,
    /// Why.
    pub cause: RecomputationCause,
    /// Who asked, when a person did.
    pub asked_by: Option<Personal<String>>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// The name of the rule set.
    pub rule_version: String,
    /// How many cases it will look at, as counted when it began.
    pub total: u32,
    /// What it found.
    pub found: Found,
}

/// The latest recomputations, the last one asked for first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn runs(connection: &mut PgConnection, rows: u32) -> Result<Vec<RunLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT r.id, r.cause, a.name AS "name?", r.asked_at, r.started_at, r.finished_at, r.rule_version, r.total, r.looked_at,
                  r.dates_changed, r.dates_proposed, r.reworded, r.urgency_changed, r.bands_changed
           FROM recomputation r LEFT JOIN staff_account a ON a.id = r.asked_by ORDER BY r.asked_at DESC, r.id DESC LIMIT $1"#,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?;
    let count = |n: i32| u32::try_from(n).unwrap_or(0);
    rows.into_iter()
        .map(|r| {
            Ok(RunLine {
                id: RecomputationId::from_uuid(r.id),
                cause: decode("cause of a recomputation", r.cause, RecomputationCause::from_code)?,
                asked_by: r.name.map(Personal),
                asked_at: r.asked_at,
                started_at: r.started_at,
                finished_at: r.finished_at,
                rule_version: r.rule_version,
                total: count(r.total),
                found: Found {
                    looked_at: count(r.looked_at),
                    dates_changed: count(r.dates_changed),
                    dates_proposed: count(r.dates_proposed),
                    reworded: count(r.reworded),
                    urgency_changed: count(r.urgency_changed),
                    bands_changed: count(r.bands_changed),
                },
            })
        })
        .collect()
}

/// A change, and of whom.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// Identifier.
    pub id: ChangeId,
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// Family name of the person.
    pub family_name: Option<Personal<String>>,
    /// Given names.
    pub given_names: Option<Personal<String>>,
    /// The kind of date; `None`: the band of urgency.
    pub date: Option<DeadlineKind>,
    /// Before: a date (ISO 8601) or the word of a band.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// Where it stands.
    pub state: ChangeState,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// The letter that told the date before, and when it left.
    pub letter: Option<(LetterId, Option<DateTime<Utc>>)>,
    /// Who decided, when, and why.
    pub decided: Option<(Option<Personal<String>>, DateTime<Utc>, String)>,
}

struct Row {
    id: Uuid,
    case_id: Uuid,
    reference: String,
    family_name: Option<String>,
    given_names: Option<String>,
    deadline_kind: Option<i16>,
    before: Option<String>,
    after: Option<String>,
    state: i16,
    found_at: DateTime<Utc>,
    letter_id: Option<Uuid>,
    told_at: Option<DateTime<Utc>>,
    decider: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    reason: Option<String>,
}

impl Row {
    fn line(self) -> Result<ChangeLine, StoreError> {
        let date = self.deadline_kind.map(|code| decode("deadline kind", code, DeadlineKind::from_code)).transpose()?;
        Ok(ChangeLine {
            id: ChangeId::from_uuid(self.id),
            case: CaseId::from_uuid(self.case_id),
            reference: self.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
            family_name: self.family_name.map(Personal),
            given_names: self.given_names.map(Personal),
            date,
            before: self.before,
            after: self.after,
            state: decode("state of a change", self.state, ChangeState::from_code)?,
            found_at: self.found_at,
            letter: self.letter_id.map(|id| (LetterId::from_uuid(id), self.told_at)),
            decided: self.decided_at.zip(self.reason).map(|(at, reason)| (self.decider.map(Personal), at, reason)),
        })
    }
}

/// The changes that wait for a decision, those of a case together, the case that waits longest first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn proposals(connection: &mut PgConnection, rows: u32) -> Result<Vec<ChangeLine>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT n.id, n.case_id, c.reference, p.family_name AS "family_name?", p.given_names AS "given_names?", n.deadline_kind, n.before,
                  n.after, n.state, n.found_at, n.letter_id, coalesce(l.handed_at, l.left_at, l.printed_at) AS told_at,
                  NULL::text AS decider, n.decided_at, n.reason
           FROM recomputation_change n JOIN residence_case c ON c.id = n.case_id LEFT JOIN person p ON p.id = c.person_id
           LEFT JOIN letter l ON l.id = n.letter_id
           WHERE n.state = 2
           ORDER BY min(n.found_at) OVER (PARTITION BY n.case_id), n.case_id, n.deadline_kind LIMIT $1"#,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::line).collect()
}

/// What a recomputation changed, in the order it was found, after one of its changes.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn changes(
    connection: &mut PgConnection,
    run: RecomputationId,
    after: Option<ChangeId>,
    rows: u32,
) -> Result<Vec<ChangeLine>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT n.id, n.case_id, c.reference, p.family_name AS "family_name?", p.given_names AS "given_names?", n.deadline_kind, n.before,
                  n.after, n.state, n.found_at, n.letter_id, coalesce(l.handed_at, l.left_at, l.printed_at) AS told_at,
                  a.name AS "decider?", n.decided_at, n.reason
           FROM recomputation_change n JOIN residence_case c ON c.id = n.case_id LEFT JOIN person p ON p.id = c.person_id
           LEFT JOIN letter l ON l.id = n.letter_id LEFT JOIN staff_account a ON a.id = n.decided_by
           WHERE n.recomputation_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3"#,
        run.uuid(),
        after.map_or(Uuid::nil(), ChangeId::uuid),
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::line).collect()
}

/// How many cases wait for a decision that the actor may see, counted up to `cap`.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(connection: &mut PgConnection, cap: u32) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (SELECT DISTINCT n.case_id FROM recomputation_change n JOIN residence_case c ON c.id = n.case_id
                                             WHERE n.state = 2 LIMIT $1) AS few"#,
        i64::from(cap)
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(cap))
}
