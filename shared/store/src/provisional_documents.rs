//! Provisional documents: prepared by the engine, signed by an officer, given to the person.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, LetterId, ProvisionalDocumentId, ProvisionalState, UserId, WithdrawalReason};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// What the engine gave, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSaid {
    /// Its kind, a word of the engine.
    pub kind: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None`: until the card is handed over.
    pub to: Option<NaiveDate>,
    /// Whether it proves that the stay is regular.
    pub proves_stay: bool,
    /// The right to work, a word, and the text it is read in.
    pub work: (String, String),
    /// The texts it rests on.
    pub basis: Vec<String>,
    /// The sentences it prints.
    pub mentions: Vec<String>,
    /// What third parties must know.
    pub third_party: String,
    /// The rule and its version.
    pub rule: (String, String),
    /// Every row of the catalogue it rests on: table and key.
    pub rests_on: Value,
    /// What the officer must confirm.
    pub to_confirm: Vec<String>,
    /// The facts, in sentences.
    pub because: Vec<String>,
    /// The least sure of the rows, a word.
    pub certainty: String,
    /// What the engine was given.
    pub facts: Value,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Which.
    pub id: ProvisionalDocumentId,
    /// The case.
    pub case: CaseId,
    /// Its place among those of the case.
    pub rank: i32,
    /// Where it stands.
    pub state: ProvisionalState,
    /// What it says.
    pub said: DocumentSaid,
    /// The one it stands in the place of, and the one in its place.
    pub replaces: Option<ProvisionalDocumentId>,
    /// The one that stands in its place.
    pub replaced_by: Option<ProvisionalDocumentId>,
    /// Why it is made anew, in words.
    pub reason: Option<String>,
    /// Its paper.
    pub letter: Option<LetterId>,
    /// Who prepared it, and when.
    pub prepared: (String, DateTime<Utc>),
    /// Who signed it, and when.
    pub issued: Option<(UserId, DateTime<Utc>)>,
    /// When it left.
    pub left_at: Option<DateTime<Utc>>,
    /// When it stopped counting.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was withdrawn.
    pub withdrawal: Option<WithdrawalReason>,
}

/// The documents of a case, the latest first. Operations lock the case before.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn of_case(connection: &mut PgConnection, case: CaseId) -> Result<Vec<DocumentRow>, StoreError> {
    let rows = sqlx::query!("SELECT * FROM provisional_document WHERE case_id = $1 ORDER BY rank DESC", case.uuid())
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let withdrawal =
                row.withdrawal.map(|code| decode("reason of a withdrawal", code, WithdrawalReason::from_code));
            Ok(DocumentRow {
                id: ProvisionalDocumentId::from_uuid(row.id),
                case,
                rank: row.rank,
                state: decode("state of a provisional document", row.state, ProvisionalState::from_code)?,
                said: DocumentSaid {
                    kind: row.kind,
                    from: row.from_on,
                    to: row.to_on,
                    proves_stay: row.proves_stay,
                    work: (row.work, row.work_text),
                    basis: sentences(row.basis)?,
                    mentions: sentences(row.mentions)?,
                    third_party: row.third_party,
                    rule: (row.rule, row.rule_version),
                    rests_on: row.rests_on,
                    to_confirm: sentences(row.to_confirm)?,
                    because: sentences(row.because)?,
                    certainty: row.certainty,
                    facts: row.facts,
                },
                replaces: row.replaces.map(ProvisionalDocumentId::from_uuid),
                replaced_by: row.replaced_by.map(ProvisionalDocumentId::from_uuid),
                reason: row.reason,
                letter: row.letter_id.map(LetterId::from_uuid),
                prepared: (row.prepared_by, row.prepared_at),
                issued: row.issued_by.map(UserId::from_uuid).zip(row.issued_at),
                left_at: row.left_at,
                ended_at: row.ended_at,
                withdrawal: withdrawal.transpose()?,
            })
        })
        .collect()
}

fn sentences(value: Value) -> Result<Vec<String>, StoreError> {
    serde_json::from_value(value).map_err(|_| StoreError::Malformed("sentences of a provisional document"))
}

/// A document to prepare.
#[derive(Clone, Debug)]
pub struct NewDocument<'a> {
    /// Identifier.
    pub id: ProvisionalDocumentId,
    /// The case.
    pub case: CaseId,
    /// What it says.
    pub said: &'a DocumentSaid,
    /// The one it will stand in the place of, and why.
    pub replaces: Option<(ProvisionalDocumentId, &'a str)>,
    /// Who prepares it.
    pub by: &'a str,
}

/// Inserts a prepared document, or writes the one that waits for its signature anew. Returns its identifier.
///
/// # Errors
/// When the database refuses: a right to work that is not established is not kept.
pub async fn prepare(
    connection: &mut PgConnection,
    new: &NewDocument<'_>,
    now: DateTime<Utc>,
) -> Result<ProvisionalDocumentId, StoreError> {
    let said = new.said;
    let id = sqlx::query_scalar!(
        "INSERT INTO provisional_document (id, case_id, rank, state, kind, from_on, to_on, proves_stay, work, work_text, basis, mentions,
                                           third_party, rule, rule_version, rests_on, to_confirm, because, certainty, facts, replaces,
                                           reason, prepared_by, prepared_at, protection)
         VALUES ($1, $2, (SELECT coalesce(max(rank), 0) + 1 FROM provisional_document WHERE case_id = $2), 1, $3, $4, $5, $6, $7, $8, $9,
                 $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, (SELECT protection FROM residence_case WHERE id = $2))
         ON CONFLICT (case_id) WHERE state = 1 DO UPDATE SET
             kind = excluded.kind, from_on = excluded.from_on, to_on = excluded.to_on, proves_stay = excluded.proves_stay,
             work = excluded.work, work_text = excluded.work_text, basis = excluded.basis, mentions = excluded.mentions,
             third_party = excluded.third_party, rule = excluded.rule, rule_version = excluded.rule_version,
             rests_on = excluded.rests_on, to_confirm = excluded.to_confirm, because = excluded.because,
             certainty = excluded.certainty, facts = excluded.facts, replaces = excluded.replaces, reason = excluded.reason,
             prepared_by = excluded.prepared_by, prepared_at = excluded.prepared_at
         RETURNING id",
        new.id.uuid(),
        new.case.uuid(),
        said.kind,
        said.from,
        said.to,
        said.proves_stay,
        said.work.0,
        said.work.1,
        serde_json::json!(said.basis),
        serde_json::json!(said.mentions),
        said.third_party,
        said.rule.0,
        said.rule.1,
        said.rests_on,
        serde_json::json!(said.to_confirm),
        serde_json::json!(said.because),
        said.certainty,
        said.facts,
        new.replaces.map(|(id, _)| id.uuid()),
        new.replaces.map(|(_, reason)| reason),
        new.by,
        now
    )
    .fetch_one(connection)
    .await?;
    Ok(ProvisionalDocumentId::from_uuid(id))
}

/// An officer signed a document, made from these facts; its paper is this letter.
///
/// # Errors
/// When the database refuses.
pub async fn set_issued(
    connection: &mut PgConnection,
    id: ProvisionalDocumentId,
    letter: LetterId,
    facts: &Value,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE provisional_document SET state = $2, letter_id = $3, issued_by = $4, issued_at = $5, facts = $6 WHERE id = $1",
        id.uuid(),
        ProvisionalState::Issued.code(),
        letter.uuid(),
        by.uuid(),
        now,
        facts
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The person has the document.
///
/// # Errors
/// When the database refuses.
pub async fn set_left(
    connection: &mut PgConnection,
    id: ProvisionalDocumentId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE provisional_document SET state = $2, left_at = $3 WHERE id = $1",
        id.uuid(),
        ProvisionalState::Left.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The post brought the paper back: the person does not have it, it is on the way again.
///
/// # Errors
/// When the database refuses.
pub async fn set_not_left(connection: &mut PgConnection, id: ProvisionalDocumentId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE provisional_document SET state = $2, left_at = NULL WHERE id = $1",
        id.uuid(),
        ProvisionalState::Issued.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Another document stands in the place of this one.
///
/// # Errors
/// When the database refuses.
pub async fn set_replaced(
    connection: &mut PgConnection,
    id: ProvisionalDocumentId,
    by_document: ProvisionalDocumentId,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE provisional_document SET state = $2, replaced_by = $3, ended_by = $4, ended_at = $5 WHERE id = $1",
        id.uuid(),
        ProvisionalState::Replaced.code(),
        by_document.uuid(),
        by,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The document no longer counts.
///
/// # Errors
/// When the database refuses.
pub async fn set_withdrawn(
    connection: &mut PgConnection,
    id: ProvisionalDocumentId,
    reason: WithdrawalReason,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE provisional_document SET state = $2, withdrawal = $3, ended_by = $4, ended_at = $5 WHERE id = $1",
        id.uuid(),
        ProvisionalState::Withdrawn.code(),
        reason.code(),
        by,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
