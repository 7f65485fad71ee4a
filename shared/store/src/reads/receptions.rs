//! What the sender of an arrival is told of it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseReference, CommunicationId, CommunicationState};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{ContentHash, StoreError, error::decode};

/// The dates and the case of a communication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceptionFacts {
    /// The local date of reception.
    pub received_on: NaiveDate,
    /// The earliest evidence kept for it.
    pub evidence_on: NaiveDate,
    /// The case that carries it; none while a person must decide.
    pub case: Option<CaseReference>,
    /// The bytes that were received.
    pub content: Option<ContentHash>,
}

/// The facts of communications.
///
/// # Errors
/// When the database refuses.
pub async fn facts(
    connection: &mut PgConnection,
    communications: &[CommunicationId],
) -> Result<HashMap<CommunicationId, ReceptionFacts>, StoreError> {
    let ids: Vec<Uuid> = communications.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT m.id, m.received_on, m.content_sha256,
                  coalesce((SELECT min(e.date) FROM evidence e WHERE e.communication_id = m.id AND e.withdrawn_at IS NULL), m.received_on) AS "evidence_on!",
                  (SELECT c.reference FROM communication_case x JOIN residence_case c ON c.id = x.case_id
                   WHERE x.communication_id = m.id ORDER BY c.id LIMIT 1) AS reference
           FROM communication m WHERE m.id = ANY($1)"#,
        &ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let facts = ReceptionFacts {
                received_on: row.received_on,
                evidence_on: row.evidence_on,
                case: row.reference.and_then(|reference| reference.parse().ok()),
                content: row.content_sha256.as_deref().map(ContentHash::from_stored).transpose()?,
            };
            Ok((CommunicationId::from_uuid(row.id), facts))
        })
        .collect()
}

/// A reception as the account that filed it may follow it.
#[derive(Clone, Debug)]
pub struct OwnReception {
    /// Its dates and its case.
    pub facts: ReceptionFacts,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Where it stands.
    pub state: CommunicationState,
    /// Files it came with.
    pub files: u32,
    /// Those among them that could not be opened.
    pub unreadable: u32,
}

/// A reception of an account; `None` when the account filed no such one.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn own(
    connection: &mut PgConnection,
    account: &str,
    id: CommunicationId,
) -> Result<Option<OwnReception>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT m.received_at, m.state,
                  (SELECT count(*) FROM part p WHERE p.communication_id = m.id) AS "files!",
                  (SELECT count(*) FROM part p WHERE p.communication_id = m.id AND p.state = $3) AS "unreadable!"
           FROM communication m WHERE m.id = $1 AND m.account = $2"#,
        id.uuid(),
        account,
        domain::PartState::SetAside.code()
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let facts = facts(connection, &[id]).await?.remove(&id).ok_or(StoreError::NotFound("communication"))?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Some(OwnReception {
        facts,
        received_at: row.received_at,
        state: decode("communication state", row.state, CommunicationState::from_code)?,
        files: count(row.files),
        unreadable: count(row.unreadable),
    }))
}

/// What is done with the case that an account names for what it hands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The arrival belongs to it.
    Joins,
    /// A person decides: there is no such case, or the account may not know of it.
    Proposed,
}

/// What is done with a case named by an account: the services of the prefecture (`None`) join every case whose present state
/// they may see, another account what it filed itself, wherever that was merged since.
///
/// # Errors
/// When the database refuses.
pub async fn named(
    connection: &mut PgConnection,
    reference: CaseReference,
    filer: Option<&str>,
) -> Result<Named, StoreError> {
    let joins = sqlx::query_scalar!(
        r#"WITH RECURSIVE lead AS (
              SELECT id, merged_into FROM residence_case WHERE reference = $1 AND ($2::text IS NULL OR filed_by = $2)
              UNION SELECT c.id, c.merged_into FROM residence_case c JOIN lead ON c.id = lead.merged_into)
           SELECT EXISTS (SELECT FROM lead WHERE merged_into IS NULL OR $2 IS NOT NULL) AS "joins!""#,
        reference.to_string(),
        filer
    )
    .fetch_one(connection)
    .await?;
    Ok(if joins { Named::Joins } else { Named::Proposed })
}
