//! Another day that one person proposed for a letter, and what another one said of it (I-03). Seen with its communication.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CommunicationId, CorrectionOutcome, DateCorrectionId, EnvelopeReading, EvidenceKind, UserId};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A day with what proves it.
pub type Dated = (NaiveDate, EvidenceKind);

/// What is proposed.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// Identifier.
    pub id: DateCorrectionId,
    /// The communication.
    pub communication: CommunicationId,
    /// What the person read.
    pub reading: EnvelopeReading,
    /// The day that counts.
    pub before: Dated,
    /// The day that would count.
    pub after: Dated,
    /// Why, in words.
    pub reason: String,
    /// The page that shows it, by its place in the envelope, from 1.
    pub page: u32,
    /// The part of the page: left, top, width, height in its pixels.
    pub part: Option<String>,
    /// Who.
    pub by: UserId,
}

/// A proposal that waits for another person.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What is proposed.
    pub proposed: NewCorrection,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a proposal; `false` when one waits for this communication already.
///
/// # Errors
/// When the database refuses.
pub async fn propose(
    connection: &mut PgConnection,
    new: &NewCorrection,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO date_correction (id, communication_id, reading, before_on, before_kind, after_on, after_kind, reason, page, part,
                                      proposed_by, proposed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (communication_id) WHERE outcome IS NULL DO NOTHING",
        new.id.uuid(),
        new.communication.uuid(),
        serde_json::json!(new.reading),
        new.before.0,
        new.before.1.code(),
        new.after.0,
        new.after.1.code(),
        new.reason,
        i32::try_from(new.page).unwrap_or(i32::MAX),
        new.part,
        new.by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What waits for another person, locked for the length of the transaction.
///
/// # Errors
/// When the database refuses.
pub async fn waiting_of(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<Option<Correction>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, reading, before_on, before_kind, after_on, after_kind, reason, page, part, proposed_by, proposed_at
         FROM date_correction WHERE communication_id = $1 AND outcome IS NULL FOR UPDATE",
        communication.uuid()
    )
    .fetch_optional(connection)
    .await?;
    let Some(r) = row else { return Ok(None) };
    let kind = |code| decode("evidence kind", code, EvidenceKind::from_code);
    let proposed = NewCorrection {
        id: DateCorrectionId::from_uuid(r.id),
        communication,
        reading: serde_json::from_value(r.reading).map_err(|_| StoreError::Malformed("reading"))?,
        before: (r.before_on, kind(r.before_kind)?),
        after: (r.after_on, kind(r.after_kind)?),
        reason: r.reason,
        page: u32::try_from(r.page).unwrap_or(1),
        part: r.part,
        by: UserId::from_uuid(r.proposed_by),
    };
    Ok(Some(Correction { proposed, at: r.proposed_at }))
}

/// Ends a proposal.
///
/// # Errors
/// When the database refuses: also when it is accepted or refused by who proposed it, or taken back by another person.
pub async fn decide(
    connection: &mut PgConnection,
    id: DateCorrectionId,
    outcome: CorrectionOutcome,
    by: UserId,
    answer: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE date_correction SET outcome = $2, decided_by = $3, decided_at = $4, answer = $5 WHERE id = $1 AND outcome IS NULL",
        id.uuid(),
        outcome.code(),
        by.uuid(),
        now,
        answer
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A decision that was a mistake: the proposal waits again. `false` when another one waits meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(connection: &mut PgConnection, id: DateCorrectionId) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE date_correction d SET outcome = NULL, decided_by = NULL, decided_at = NULL, answer = NULL
         WHERE d.id = $1 AND NOT EXISTS (SELECT FROM date_correction o
                                         WHERE o.communication_id = d.communication_id AND o.outcome IS NULL)",
        id.uuid()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The registration whose reading was to be corrected is taken back: the proposal ends with it.
///
/// # Errors
/// When the database refuses.
pub async fn end_with_registration(
    connection: &mut PgConnection,
    communication: CommunicationId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE date_correction SET outcome = $2, decided_by = proposed_by, decided_at = $3 WHERE communication_id = $1 AND outcome IS NULL",
        communication.uuid(),
        CorrectionOutcome::Withdrawn.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Proposals that wait for somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Those that this person may decide, the oldest first.
    pub to_decide: Vec<CommunicationId>,
    /// Those that this person proposed and another one decides.
    pub proposed: Vec<CommunicationId>,
}

/// What waits, as `user` sees it.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(connection: &mut PgConnection, user: UserId) -> Result<Waiting, StoreError> {
    let rows = sqlx::query!(
        "SELECT communication_id, proposed_by = $1 AS \"own!\" FROM date_correction WHERE outcome IS NULL ORDER BY proposed_at, id LIMIT 200",
        user.uuid()
    )
    .fetch_all(connection)
    .await?;
    let mut waiting = Waiting::default();
    for r in rows {
        let list = if r.own { &mut waiting.proposed } else { &mut waiting.to_decide };
        list.push(CommunicationId::from_uuid(r.communication_id));
    }
    Ok(waiting)
}

/// What another person said of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The communication.
    pub communication: CommunicationId,
    /// The serial of the envelope's sheet.
    pub serial: Option<String>,
    /// The file that it was scanned in.
    pub file_name: String,
    /// Its place there.
    pub position: i32,
    /// Whether the day that was proposed counts.
    pub accepted: bool,
    /// The day that counts since.
    pub counts: NaiveDate,
    /// Why not, when it was refused.
    pub answer: Option<String>,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What others said since an instant of what `user` proposed, the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn answered(
    connection: &mut PgConnection,
    user: UserId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Answered>, StoreError> {
    let rows = sqlx::query!(
        "SELECT d.communication_id, e.serial, b.file_name, e.position, d.outcome = $4 AS \"accepted!\", d.before_on, d.after_on,
                NULLIF(d.answer, '') AS answer, d.decided_by AS \"by!\", d.decided_at AS \"at!\"
         FROM date_correction d JOIN envelope e ON e.communication_id = d.communication_id JOIN batch b ON b.id = e.batch_id
         WHERE d.proposed_by = $1 AND d.decided_by <> $1 AND d.decided_at >= $2
         ORDER BY d.decided_at DESC, d.id LIMIT $3",
        user.uuid(),
        since,
        limit,
        CorrectionOutcome::Accepted.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Answered {
            communication: CommunicationId::from_uuid(r.communication_id),
            serial: r.serial,
            file_name: r.file_name,
            position: r.position,
            accepted: r.accepted,
            counts: if r.accepted { r.after_on } else { r.before_on },
            answer: r.answer,
            by: UserId::from_uuid(r.by),
            at: r.at,
        })
        .collect())
}
