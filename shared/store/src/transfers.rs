//! Requests handed on to another administration: their papers, their notice.

use chrono::{DateTime, Utc};
use domain::{
    CaseId, CaseReference, CaseState, ChannelKind, CommunicationId, ExceptionId, ExceptionKind, LetterId, LetterKind,
    LetterState,
};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// What came for a case.
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// The communication.
    pub communication: CommunicationId,
    /// Whether it came on paper.
    pub on_paper: bool,
    /// Its first page in its file.
    pub first_page: Option<u32>,
    /// How many pages it has.
    pub pages: Option<u32>,
}

/// What came for a case, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn enclosed(connection: &mut PgConnection, case: CaseId) -> Result<Vec<Enclosed>, StoreError> {
    let rows = sqlx::query!(
        "SELECT m.id, m.channel, e.first_page AS \"first_page?\", e.last_page AS \"last_page?\"
         FROM communication_case l JOIN communication m ON m.id = l.communication_id
         LEFT JOIN envelope e ON e.communication_id = m.id
         WHERE l.case_id = $1 ORDER BY m.received_at, m.id",
        case.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let channel = decode("channel", r.channel, ChannelKind::from_code)?;
            let pages = r.first_page.zip(r.last_page).and_then(|(first, last)| u32::try_from(last + 1 - first).ok());
            Ok(Enclosed {
                communication: CommunicationId::from_uuid(r.id),
                on_paper: matches!(channel, ChannelKind::Post | ChannelKind::Counter),
                first_page: r.first_page.and_then(|first| u32::try_from(first).ok()),
                pages,
            })
        })
        .collect()
}

/// The latest notice of transfer of a case: its letter, where it stands, what it says.
///
/// # Errors
/// When the database refuses.
pub async fn notice(
    connection: &mut PgConnection,
    case: CaseId,
) -> Result<Option<(LetterId, LetterState, serde_json::Value)>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, state, data FROM letter WHERE case_id = $1 AND kind = $2 AND state <> 6 ORDER BY requested_at DESC, id DESC LIMIT 1",
        case.uuid(),
        LetterKind::TransferNotice.code()
    )
    .fetch_optional(connection)
    .await?;
    row.map(|r| {
        let state = decode("letter state", r.state, LetterState::from_code)?;
        Ok((LetterId::from_uuid(r.id), state, r.data))
    })
    .transpose()
}

/// The cases whose papers have still to leave, oldest notice first.
///
/// # Errors
/// When the database refuses.
pub async fn pending(connection: &mut PgConnection) -> Result<Vec<(CaseId, CaseReference)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, reference FROM residence_case WHERE state = $1 ORDER BY received_at, id LIMIT 200",
        CaseState::TransferPending.code()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let reference = r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?;
            Ok((CaseId::from_uuid(r.id), reference))
        })
        .collect()
}

/// What the last acknowledgement of a case says, whatever became of the letter; none when there never was one.
///
/// # Errors
/// When the database refuses.
pub async fn last_acknowledgement(
    connection: &mut PgConnection,
    case: CaseId,
) -> Result<Option<serde_json::Value>, StoreError> {
    let data = sqlx::query_scalar!(
        "SELECT data FROM letter WHERE case_id = $1 AND kind = $2 ORDER BY requested_at DESC, id DESC LIMIT 1",
        case.uuid(),
        LetterKind::Acknowledgement.code()
    );
    Ok(data.fetch_optional(connection).await?)
}

/// Ends what was pointed out about the competence of a case that is handed on; returns which.
///
/// # Errors
/// When the database refuses.
pub async fn end_wrong_prefecture(
    connection: &mut PgConnection,
    case: CaseId,
    by: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<Vec<ExceptionId>, StoreError> {
    let ended = sqlx::query_scalar!(
        "UPDATE exception SET ended_at = $3, ended_by = $4, outcome = $5
         WHERE kind = $2 AND ended_at IS NULL AND (case_id = $1 OR communication_id IN
               (SELECT communication_id FROM communication_case WHERE case_id = $1))
         RETURNING id",
        case.uuid(),
        ExceptionKind::WrongPrefecture.code(),
        now,
        by,
        outcome
    )
    .fetch_all(connection)
    .await?;
    Ok(ended.into_iter().map(ExceptionId::from_uuid).collect())
}
