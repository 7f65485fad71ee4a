//! Pieces: page ranges of a batch, belonging to a person, with a status per case.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CommunicationId, DocumentRange, PersonId, PieceId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{ContentHash, StoreError};

/// Where pieces come from.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The person they belong to.
    pub person: PersonId,
    /// The case they are received for.
    pub case: CaseId,
    /// The communication that brought them.
    pub communication: CommunicationId,
    /// The batch they are page ranges of.
    pub content: ContentHash,
    /// The local date of reception.
    pub received_on: NaiveDate,
}

/// Records the pieces of a communication and their status `received` in a case.
///
/// # Errors
/// When the database refuses.
pub async fn record(
    connection: &mut PgConnection,
    source: &Source,
    ranges: &[DocumentRange],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = ranges.iter().map(|_| PieceId::new(now).uuid()).collect();
    let kinds: Vec<i16> = ranges.iter().map(|r| r.kind.code()).collect();
    let firsts: Vec<i32> = ranges.iter().map(|r| i32::try_from(r.first).unwrap_or(i32::MAX)).collect();
    let lasts: Vec<i32> = ranges.iter().map(|r| i32::try_from(r.last).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        "WITH p AS (
            INSERT INTO piece (id, person_id, communication_id, kind, first_page, last_page, content_sha256, received_on, created_at)
            SELECT i, $5, $6, k, f, l, $7, $8, $9 FROM unnest($1::uuid[], $2::smallint[], $3::integer[], $4::integer[]) AS r(i, k, f, l)
            RETURNING id
         )
         INSERT INTO case_piece (case_id, piece_id, status) SELECT $10, id, 'received' FROM p",
        &ids,
        &kinds,
        &firsts,
        &lasts,
        source.person.uuid(),
        source.communication.uuid(),
        &source.content.bytes()[..],
        source.received_on,
        now,
        source.case.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back the pieces of a communication that a registration recorded for a case.
///
/// # Errors
/// When the database refuses.
pub async fn forget(
    connection: &mut PgConnection,
    communication: CommunicationId,
    case: CaseId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM case_piece WHERE case_id = $2 AND piece_id IN (SELECT id FROM piece WHERE communication_id = $1)",
        communication.uuid(),
        case.uuid()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM piece WHERE communication_id = $1 AND NOT EXISTS (SELECT FROM case_piece WHERE piece_id = piece.id)",
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
