//! Changes of the prefecture's own rows of the catalogue: proposed by one person, decided by another, never altered.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{LocalRowId, ProposalOutcome, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// A change to propose.
#[derive(Clone, Debug)]
pub struct NewLocalRow {
    /// Identifier.
    pub id: LocalRowId,
    /// The table of the row.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// What it would say.
    pub says: serde_json::Value,
    /// The text or decision it comes from.
    pub source: String,
    /// First day on which it would apply.
    pub from: NaiveDate,
    /// How sure it is, the word of the catalogue.
    pub certainty: String,
    /// Why it is proposed.
    pub reason: String,
    /// Who proposes it.
    pub by: UserId,
}

/// A change that was proposed.
#[derive(Clone, Debug)]
pub struct LocalRowProposal {
    /// What was proposed.
    pub row: NewLocalRow,
    /// When.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub decision: Option<LocalRowDecision>,
}

/// What became of a proposal.
#[derive(Clone, Debug)]
pub struct LocalRowDecision {
    /// What.
    pub outcome: ProposalOutcome,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which proposals are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// Those that wait, the oldest first.
    Waiting,
    /// Those that were decided, the latest first, up to so many.
    Decided(i64),
    /// Those accepted, in the order of their acceptance.
    Accepted,
    /// Those of a row, the latest first.
    OfRow(&'a str, &'a str),
    /// One.
    One(LocalRowId),
}

/// Records a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, row: &NewLocalRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO local_row (id, kind, row_key, says, source, starts_on, certainty, reason, proposed_by, proposed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        row.id.uuid(),
        row.kind,
        row.key,
        row.says,
        row.source,
        row.from,
        row.certainty,
        row.reason,
        row.by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets one person decide at a time, so that each acceptance is checked against those before it. Held until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn wait_for_turn(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtext('local_row')) AS locked").fetch_one(connection).await?;
    Ok(())
}

/// Records what became of a proposal; `false` when it was already decided.
///
/// # Errors
/// When the database refuses: also when the same person would accept what they proposed.
pub async fn decide(
    connection: &mut PgConnection,
    proposal: &NewLocalRow,
    decision: &LocalRowDecision,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO local_row_decision (local_row_id, proposed_by, outcome, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (local_row_id) DO NOTHING",
        proposal.id.uuid(),
        proposal.by.uuid(),
        decision.outcome.code(),
        decision.reason,
        decision.by.uuid(),
        decision.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

#[expect(clippy::struct_field_names, reason = "named as the columns are")]
struct Row {
    id: Uuid,
    kind: String,
    row_key: String,
    says: serde_json::Value,
    source: String,
    starts_on: NaiveDate,
    certainty: String,
    reason: String,
    proposed_by: Uuid,
    proposed_at: DateTime<Utc>,
    outcome: Option<i16>,
    decision_reason: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
}

impl Row {
    fn proposal(self) -> Result<LocalRowProposal, StoreError> {
        let decided = self.outcome.zip(self.decision_reason).zip(self.decided_by.zip(self.decided_at));
        let decision = decided.map(|((outcome, reason), (by, at))| {
            let outcome = decode("outcome of a proposal", outcome, ProposalOutcome::from_code)?;
            Ok::<_, StoreError>(LocalRowDecision { outcome, reason, by: UserId::from_uuid(by), at })
        });
        let row = NewLocalRow {
            id: LocalRowId::from_uuid(self.id),
            kind: self.kind,
            key: self.row_key,
            says: self.says,
            source: self.source,
            from: self.starts_on,
            certainty: self.certainty,
            reason: self.reason,
            by: UserId::from_uuid(self.proposed_by),
        };
        Ok(LocalRowProposal { row, at: self.proposed_at, decision: decision.transpose()? })
    }
}

/// Reads proposals.
///
/// # Errors
/// When the database refuses.
pub async fn read(connection: &mut PgConnection, which: Which<'_>) -> Result<Vec<LocalRowProposal>, StoreError> {
    let (scope, most, of_row, one) = match which {
        Which::Waiting => (1_i16, None, None, None),
        Which::Decided(most) => (2, Some(most), None, None),
        Which::Accepted => (3, None, None, None),
        Which::OfRow(kind, key) => (4, None, Some((kind, key)), None),
        Which::One(id) => (5, None, None, Some(id.uuid())),
    };
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT p.id, p.kind, p.row_key, p.says, p.source, p.starts_on, p.certainty, p.reason, p.proposed_by, p.proposed_at,
                  d.outcome AS "outcome?", d.reason AS "decision_reason?", d.decided_by AS "decided_by?", d.decided_at AS "decided_at?"
           FROM local_row p LEFT JOIN local_row_decision d ON d.local_row_id = p.id
           WHERE CASE $1::smallint WHEN 1 THEN d.place IS NULL WHEN 2 THEN d.place IS NOT NULL WHEN 3 THEN d.outcome = 1
                      WHEN 4 THEN p.kind = $2 AND p.row_key = $3 ELSE p.id = $4 END
           ORDER BY CASE WHEN $1::smallint = 3 THEN d.place END, CASE WHEN $1::smallint = 1 THEN p.proposed_at END,
                    CASE WHEN $1::smallint = 2 THEN d.place END DESC, p.proposed_at DESC, p.id
           LIMIT $5"#,
        scope,
        of_row.map(|(kind, _)| kind),
        of_row.map(|(_, key)| key),
        one,
        most
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::proposal).collect()
}

/// How many changes were accepted: other than what a process has read, it reads them again.
///
/// # Errors
/// When the database refuses.
pub async fn accepted(connection: &mut PgConnection) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM local_row_decision WHERE outcome = 1"#);
    Ok(count.fetch_one(connection).await?)
}

/// How many changes wait for a decision.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(connection: &mut PgConnection) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM local_row p
           WHERE NOT EXISTS (SELECT FROM local_row_decision d WHERE d.local_row_id = p.id)"#
    );
    Ok(count.fetch_one(connection).await?)
}
