//! What a second person reads again (M5). A check is seen with its communication.

use chrono::{DateTime, Utc};
use domain::{CheckOutcome, CheckReason, CommunicationId, EnvelopeReading, UserId};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A check as stored.
#[derive(Clone, Debug)]
pub struct SecondCheck {
    /// The communication.
    pub communication: CommunicationId,
    /// Why it is read again.
    pub reasons: Vec<CheckReason>,
    /// Who registered it.
    pub first_by: UserId,
    /// When.
    pub first_at: DateTime<Utc>,
    /// What they read.
    pub first: EnvelopeReading,
    /// Who read it again, and what they read.
    pub second: Option<(UserId, EnvelopeReading)>,
    /// How it ended.
    pub outcome: Option<CheckOutcome>,
}

/// A check that is owed.
#[derive(Clone, Debug)]
pub struct NewCheck {
    /// The communication.
    pub communication: CommunicationId,
    /// Why; at least one.
    pub reasons: Vec<CheckReason>,
    /// Who registered it.
    pub first_by: UserId,
    /// What they read.
    pub first: EnvelopeReading,
}

/// Keeps a check that is owed; one that is known is left as it is.
///
/// # Errors
/// When the database refuses.
pub async fn owe(connection: &mut PgConnection, check: &NewCheck, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO second_check (communication_id, reasons, first_by, first_at, first) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (communication_id) DO NOTHING",
        check.communication.uuid(),
        check.reasons.iter().map(|reason| reason.code()).sum::<i16>(),
        check.first_by.uuid(),
        now,
        serde_json::json!(check.first)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The registration was taken back: the next one is read again anew.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(connection: &mut PgConnection, communication: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM second_check WHERE communication_id = $1", communication.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// A check, locked for the length of the transaction.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it.
pub async fn lock(connection: &mut PgConnection, communication: CommunicationId) -> Result<SecondCheck, StoreError> {
    let r = sqlx::query!(
        "SELECT reasons, first_by, first_at, first, second_by, second, outcome FROM second_check WHERE communication_id = $1 FOR UPDATE",
        communication.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("second check"))?;
    let read = |value| serde_json::from_value::<EnvelopeReading>(value).map_err(|_| StoreError::Malformed("reading"));
    Ok(SecondCheck {
        communication,
        reasons: reasons(r.reasons),
        first_by: UserId::from_uuid(r.first_by),
        first_at: r.first_at,
        first: read(r.first)?,
        second: r
            .second_by
            .zip(r.second)
            .map(|(by, value)| Ok::<_, StoreError>((UserId::from_uuid(by), read(value)?)))
            .transpose()?,
        outcome: r.outcome.map(|code| decode("outcome of a check", code, CheckOutcome::from_code)).transpose()?,
    })
}

fn reasons(sum: i16) -> Vec<CheckReason> {
    CheckReason::ALL.iter().copied().filter(|reason| sum & reason.code() != 0).collect()
}

/// Keeps what the second person read.
///
/// # Errors
/// When the database refuses, also when it is the first person.
pub async fn set_second(
    connection: &mut PgConnection,
    communication: CommunicationId,
    by: UserId,
    reading: &EnvelopeReading,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE second_check SET second_by = $2, second = $3, second_at = $4 WHERE communication_id = $1 AND outcome IS NULL",
        communication.uuid(),
        by.uuid(),
        serde_json::json!(reading),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a check.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    connection: &mut PgConnection,
    communication: CommunicationId,
    outcome: CheckOutcome,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE second_check SET outcome = $2, settled_at = $3 WHERE communication_id = $1 AND outcome IS NULL",
        communication.uuid(),
        outcome.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A check that was settled by mistake waits again for the same second reader, with both readings.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(connection: &mut PgConnection, communication: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE second_check SET outcome = NULL, settled_at = NULL WHERE communication_id = $1",
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A second reading that was given by mistake: the check waits for a reader again, who sees neither reading.
///
/// # Errors
/// When the database refuses.
pub async fn read_anew(connection: &mut PgConnection, communication: CommunicationId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE second_check SET outcome = NULL, settled_at = NULL, second_by = NULL, second = NULL, second_at = NULL
         WHERE communication_id = $1",
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A check that somebody ended and may still take back.
#[derive(Clone, Debug)]
pub struct EndedCheck {
    /// The communication.
    pub communication: CommunicationId,
    /// The key that takes it back.
    pub key: uuid::Uuid,
    /// The serial of the envelope's sheet.
    pub serial: Option<String>,
    /// The file that it was scanned in.
    pub file_name: String,
    /// Its place there.
    pub position: i32,
    /// How it ended.
    pub outcome: CheckOutcome,
    /// When.
    pub at: DateTime<Utc>,
}

/// The checks that `user` ended since an instant and did not take back, the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn ended_by(
    connection: &mut PgConnection,
    user: UserId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<EndedCheck>, StoreError> {
    let rows = sqlx::query!(
        "SELECT s.communication_id, u.id AS key, e.serial, b.file_name, e.position,
                s.outcome AS \"outcome!\", u.done_at
         FROM undo u JOIN second_check s ON s.communication_id = u.target AND s.outcome IS NOT NULL AND s.second_by = u.user_id
         JOIN envelope e ON e.communication_id = s.communication_id JOIN batch b ON b.id = e.batch_id
         WHERE u.user_id = $1 AND u.done_at >= $2 AND u.undone_at IS NULL AND u.action IN ('second_reading', 'settle_check')
         ORDER BY u.done_at DESC, s.communication_id LIMIT $3",
        user.uuid(),
        since,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(EndedCheck {
                communication: CommunicationId::from_uuid(r.communication_id),
                key: r.key,
                serial: r.serial,
                file_name: r.file_name,
                position: r.position,
                outcome: decode("outcome of a check", r.outcome, CheckOutcome::from_code)?,
                at: r.done_at,
            })
        })
        .collect()
}

/// What waits for a second reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenChecks {
    /// Those that this person may do, registered letters first, then the oldest.
    pub mine: Vec<CommunicationId>,
    /// How many there are of these.
    pub to_do: u32,
    /// How many only somebody else may do: this person registered them.
    pub for_others: u32,
}

/// What waits for a second reading by `user`, at most `limit` of it named.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, user: UserId, limit: i64) -> Result<OpenChecks, StoreError> {
    let counted = sqlx::query!(
        "SELECT count(*) FILTER (WHERE first_by <> $1) AS \"to_do!\", count(*) FILTER (WHERE first_by = $1) AS \"for_others!\"
         FROM second_check s WHERE outcome IS NULL
           AND NOT EXISTS (SELECT FROM date_correction d WHERE d.communication_id = s.communication_id AND d.outcome IS NULL)",
        user.uuid()
    )
    .fetch_one(&mut *connection)
    .await?;
    let ids = sqlx::query_scalar!(
        "SELECT communication_id FROM second_check s WHERE outcome IS NULL AND first_by <> $1 AND (second_by IS NULL OR second_by = $1)
           AND NOT EXISTS (SELECT FROM date_correction d WHERE d.communication_id = s.communication_id AND d.outcome IS NULL)
         ORDER BY (second_by IS NULL), (reasons & 1) DESC, first_at, communication_id LIMIT $2",
        user.uuid(),
        limit
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(OpenChecks {
        mine: ids.into_iter().map(CommunicationId::from_uuid).collect(),
        to_do: number(counted.to_do),
        for_others: number(counted.for_others),
    })
}

/// How the checks settled since an instant ended: agreed, corrected.
///
/// # Errors
/// When the database refuses.
pub async fn settled_since(connection: &mut PgConnection, since: DateTime<Utc>) -> Result<(u32, u32), StoreError> {
    let r = sqlx::query!(
        "SELECT count(*) FILTER (WHERE outcome = 1) AS \"agreed!\", count(*) FILTER (WHERE outcome = 2) AS \"corrected!\"
         FROM second_check WHERE settled_at >= $1",
        since
    )
    .fetch_one(connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok((number(r.agreed), number(r.corrected)))
}

/// What is read twice, of what was registered since an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sampling {
    /// Envelopes that came by post and were registered.
    pub registered: u32,
    /// Those among them that came as registered letters.
    pub by_registered_post: u32,
    /// The checks owed for each reason, how many ended, and how many of these corrected the first reading.
    pub reasons: Vec<(CheckReason, u32, u32, u32)>,
}

/// What is read twice, of what was received since an instant and is registered.
///
/// # Errors
/// When the database refuses.
pub async fn sampling(connection: &mut PgConnection, since: DateTime<Utc>) -> Result<Sampling, StoreError> {
    let total = sqlx::query!(
        "SELECT count(*) AS \"registered!\", count(*) FILTER (WHERE e.registered_number IS NOT NULL) AS \"by_registered_post!\"
         FROM communication c JOIN envelope e ON e.communication_id = c.id
         WHERE c.channel = 1 AND c.state = 3 AND c.received_at >= $1",
        since
    )
    .fetch_one(&mut *connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let mut reasons = Vec::with_capacity(CheckReason::ALL.len());
    for reason in CheckReason::ALL {
        let r = sqlx::query!(
            "SELECT count(*) AS \"owed!\", count(s.outcome) AS \"ended!\", count(*) FILTER (WHERE s.outcome = 2) AS \"corrected!\"
             FROM second_check s JOIN communication c ON c.id = s.communication_id
             WHERE c.received_at >= $1 AND s.reasons & $2::smallint <> 0",
            since,
            reason.code()
        )
        .fetch_one(&mut *connection)
        .await?;
        reasons.push((*reason, number(r.owed), number(r.ended), number(r.corrected)));
    }
    Ok(Sampling { registered: number(total.registered), by_registered_post: number(total.by_registered_post), reasons })
}
