//! Letters that leave by e-mail.

use chrono::{DateTime, Utc};
use domain::{CaseId, CommunicationId, LetterId, LetterKind, LetterState, Medium};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode, letters::NewLetter};

/// Sets the locks of addresses apart from other locks of their kind.
const PLACES: i64 = 0x6c65_7474_6572;

/// A letter that leaves by e-mail, in answer to a communication.
#[derive(Clone, Debug)]
pub struct NewEmailLetter {
    /// What every letter has; its medium is `Email`.
    pub letter: NewLetter,
    /// The communication it answers.
    pub communication: CommunicationId,
    /// Where it goes.
    pub address: String,
    /// Its own Message-ID, without angle brackets: the same however often it is tried.
    pub message_id: String,
}

/// Inserts letters that leave by e-mail; those that a case already has are left out of the result.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut PgConnection,
    letters: &[NewEmailLetter],
    now: DateTime<Utc>,
) -> Result<Vec<LetterId>, StoreError> {
    let ids: Vec<Uuid> = letters.iter().map(|l| l.letter.id.uuid()).collect();
    let cases: Vec<Uuid> = letters.iter().map(|l| l.letter.case.uuid()).collect();
    let kinds: Vec<i16> = letters.iter().map(|l| l.letter.kind.code()).collect();
    let services: Vec<String> = letters.iter().map(|l| l.letter.service.clone()).collect();
    let answered: Vec<String> = letters.iter().map(|l| l.letter.cause.clone()).collect();
    let states: Vec<i16> = letters.iter().map(|l| l.letter.state.code()).collect();
    let data: Vec<serde_json::Value> = letters.iter().map(|l| l.letter.data.clone()).collect();
    let rules: Vec<String> = letters.iter().map(|l| l.letter.rule.clone()).collect();
    let versions: Vec<String> = letters.iter().map(|l| l.letter.rule_version.clone()).collect();
    let reasons: Vec<Option<String>> = letters.iter().map(|l| l.letter.held_reason.clone()).collect();
    let communications: Vec<Uuid> = letters.iter().map(|l| l.communication.uuid()).collect();
    let addresses: Vec<String> = letters.iter().map(|l| l.address.clone()).collect();
    let message_ids: Vec<String> = letters.iter().map(|l| l.message_id.clone()).collect();
    let inserted = sqlx::query_scalar!(
        "INSERT INTO letter (id, case_id, kind, service, cause, state, data, rule, rule_version, held_reason, communication_id, email_address,
                             email_message_id, requested_at, medium, protection)
         SELECT i, c, k, s, ca, st, d, r, v, h, m, a, mi, $14, $15, (SELECT protection FROM residence_case WHERE id = c)
         FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::smallint[], $7::jsonb[], $8::text[], $9::text[],
                     $10::text[], $11::uuid[], $12::text[], $13::text[]) AS l(i, c, k, s, ca, st, d, r, v, h, m, a, mi)
         ON CONFLICT (case_id, kind, service, cause) WHERE state <> 6 DO NOTHING RETURNING id",
        &ids,
        &cases,
        &kinds,
        &services,
        &answered,
        &states,
        &data,
        &rules,
        &versions,
        &reasons as &[Option<String>],
        &communications,
        &addresses,
        &message_ids,
        now,
        Medium::Email.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(inserted.into_iter().map(LetterId::from_uuid).collect())
}

/// What the mail door needs to send a letter.
#[derive(Clone, Debug)]
pub struct EmailRow {
    /// Where it stands.
    pub state: LetterState,
    /// The case.
    pub case: CaseId,
    /// Which letter.
    pub kind: LetterKind,
    /// The communication it answers.
    pub communication: Option<CommunicationId>,
    /// Where it goes.
    pub address: String,
    /// Its Message-ID.
    pub message_id: String,
    /// Everything it says.
    pub data: serde_json::Value,
}

/// Loads and locks a letter that leaves by e-mail; none when it leaves otherwise.
///
/// # Errors
/// When the database refuses.
pub async fn lock(connection: &mut PgConnection, id: LetterId) -> Result<Option<EmailRow>, StoreError> {
    let row = sqlx::query!(
        "SELECT state, case_id, kind, communication_id, email_address, email_message_id, data FROM letter
         WHERE id = $1 AND medium = $2 FOR UPDATE",
        id.uuid(),
        Medium::Email.code()
    )
    .fetch_optional(connection)
    .await?;
    row.map(|r| {
        Ok(EmailRow {
            state: decode("letter state", r.state, LetterState::from_code)?,
            case: CaseId::from_uuid(r.case_id),
            kind: decode("letter kind", r.kind, LetterKind::from_code)?,
            communication: r.communication_id.map(CommunicationId::from_uuid),
            address: r.email_address.ok_or(StoreError::Malformed("letter"))?,
            message_id: r.email_message_id.ok_or(StoreError::Malformed("letter"))?,
            data: r.data,
        })
    })
    .transpose()
}

/// Gives a letter its place among the `most` that its address may get since an instant; `false` when they are all taken. Letters to
/// one address ask one after the other, so that no more get a place than there are. What keeps two machines from answering each
/// other for ever.
///
/// # Errors
/// When the database refuses.
pub async fn take_place(
    connection: &mut PgConnection,
    id: LetterId,
    address: &str,
    most: u32,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    // Until the transaction ends. The count below begins after it, and sees what the one before has committed.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended(lower($1), $2)) AS locked", address, PLACES)
        .fetch_one(&mut *connection)
        .await?;
    let done = sqlx::query!(
        "UPDATE letter SET sending_since = $4 WHERE id = $1
           AND (SELECT count(*) FROM letter other WHERE lower(other.email_address) = lower($2) AND other.id <> $1
                  AND other.sending_since >= $3) < $5",
        id.uuid(),
        address,
        since,
        now,
        i64::from(most)
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Asks for a letter once more, by e-mail.
///
/// # Errors
/// When the database refuses.
pub async fn ask_again(connection: &mut PgConnection, id: LetterId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letter SET state = $2, held_reason = NULL WHERE id = $1",
        id.uuid(),
        LetterState::Requested.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The letter that one of our messages carried, by its Message-ID, and the case that it belongs to by now.
///
/// # Errors
/// When the database refuses.
pub async fn by_message_id(
    connection: &mut PgConnection,
    message_id: &str,
) -> Result<Option<(LetterId, CaseId)>, StoreError> {
    let row = sqlx::query!(
        "SELECT l.id, coalesce(c.merged_into, c.id) AS \"case_id!\" FROM letter l JOIN residence_case c ON c.id = l.case_id
         WHERE l.email_message_id = $1",
        message_id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|r| (LetterId::from_uuid(r.id), CaseId::from_uuid(r.case_id))))
}
