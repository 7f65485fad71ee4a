//! Where the pages of a batch stand, and to which envelope they belong, once a person or a sheet has said more than the first reading.
//! The file of a batch is never altered: only places change, and each page keeps where it was scanned.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, CommunicationState, EnvelopeId, PageId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, batches::BatchState, error::decode};

/// Whether a page counts where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum Standing {
    /// It is a page of what came.
    Counts = 0,
    /// A new scan took its place.
    Replaced = 1,
    /// A second scan of a page that stands elsewhere.
    Double = 2,
    /// Scanned again, and a person must say which page it is.
    Unplaced = 3,
    /// The empty back of a sheet, or the back of a separator sheet: shown, not counted.
    EmptyBack = 4,
    /// Of a sealed medical envelope that was scanned by mistake: kept, shown to nobody (I-22).
    Sealed = 5,
}

impl Standing {
    pub(crate) fn from_code(code: i16) -> Option<Self> {
        [Self::Counts, Self::Replaced, Self::Double, Self::Unplaced, Self::EmptyBack, Self::Sealed]
            .into_iter()
            .find(|s| *s as i16 == code)
    }
}

/// A page and its place.
#[derive(Clone, Debug)]
pub struct PlacedPage {
    /// Which.
    pub id: PageId,
    /// The batch it stands in.
    pub batch: BatchId,
    /// Its place there, from 1.
    pub number: i32,
    /// Whether it counts there.
    pub standing: Standing,
    /// It is a separator sheet.
    pub separator: bool,
    /// Nothing is written on it.
    pub blank: bool,
    /// What was read on it.
    pub text: String,
    /// Its picture, as a hash: the same picture is the same page.
    pub picture: Option<Vec<u8>>,
}

/// The pages of a batch from one place to another (both included), in order, whether they count or not.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn pages(
    connection: &mut PgConnection,
    batch: BatchId,
    from: i32,
    to: i32,
) -> Result<Vec<PlacedPage>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, number, standing, separator, blank, text, screen_sha256 FROM page
         WHERE batch_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number",
        batch.uuid(),
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(PlacedPage {
                id: PageId::from_uuid(r.id),
                batch,
                number: r.number,
                standing: decode("standing of a page", r.standing, Standing::from_code)?,
                separator: r.separator,
                blank: r.blank,
                text: r.text,
                picture: r.screen_sha256,
            })
        })
        .collect()
}

/// The last place of a batch that a page stands in; 0 when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn last_place(connection: &mut PgConnection, batch: BatchId) -> Result<i32, StoreError> {
    let last = sqlx::query_scalar!("SELECT max(number) FROM page WHERE batch_id = $1", batch.uuid());
    Ok(last.fetch_one(connection).await?.unwrap_or(0))
}

/// Where a page goes.
pub type Move = (PageId, BatchId, i32);

/// Moves pages to other places, all at once; the first move of a page keeps where it was scanned.
///
/// # Errors
/// When a place is taken by a page that does not move, or the database refuses.
pub async fn move_pages(connection: &mut PgConnection, moves: &[Move]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = moves.iter().map(|(page, _, _)| page.uuid()).collect();
    let batches: Vec<Uuid> = moves.iter().map(|(_, batch, _)| batch.uuid()).collect();
    let numbers: Vec<i32> = moves.iter().map(|(_, _, number)| *number).collect();
    sqlx::query!(
        "UPDATE page SET number = -number, file_batch_id = coalesce(file_batch_id, batch_id), file_number = coalesce(file_number, number)
         WHERE id = ANY($1)",
        &ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE page SET batch_id = m.batch, number = m.number
         FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS m(id, batch, number) WHERE page.id = m.id",
        &ids,
        &batches,
        &numbers
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says whether pages count, and with which communication those that do not are seen.
///
/// # Errors
/// When the database refuses.
pub async fn set_standing(
    connection: &mut PgConnection,
    pages: &[PageId],
    standing: Standing,
    kept_for: Option<CommunicationId>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = pages.iter().map(|page| page.uuid()).collect();
    sqlx::query!(
        "UPDATE page SET standing = $2, kept_for = $3 WHERE id = ANY($1)",
        &ids,
        standing as i16,
        kept_for.map(CommunicationId::uuid)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An envelope and where its pages stand, locked for the length of the transaction.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stands {
    /// Which.
    pub id: EnvelopeId,
    /// The communication it carries.
    pub communication: CommunicationId,
    /// The batch.
    pub batch: BatchId,
    /// Its place among the envelopes of the batch.
    pub position: i32,
    /// First and last page.
    pub pages: Option<(i32, i32)>,
    /// The page of its separator sheet.
    pub separator_page: Option<i32>,
    /// Pages counted by hand.
    pub declared: Option<i32>,
    /// Pages scanned, separators not counted.
    pub scanned: Option<i32>,
    /// The envelope that its pages were found to belong to.
    pub part_of: Option<EnvelopeId>,
}

struct Row {
    id: Uuid,
    communication_id: Uuid,
    batch_id: Uuid,
    position: i32,
    first_page: Option<i32>,
    last_page: Option<i32>,
    separator_page: Option<i32>,
    declared_pages: Option<i32>,
    scanned_pages: Option<i32>,
    part_of: Option<Uuid>,
}

impl From<Row> for Stands {
    fn from(r: Row) -> Self {
        Self {
            id: EnvelopeId::from_uuid(r.id),
            communication: CommunicationId::from_uuid(r.communication_id),
            batch: BatchId::from_uuid(r.batch_id),
            position: r.position,
            pages: r.first_page.zip(r.last_page),
            separator_page: r.separator_page,
            declared: r.declared_pages,
            scanned: r.scanned_pages,
            part_of: r.part_of.map(EnvelopeId::from_uuid),
        }
    }
}

/// The envelope that carries a communication, with where that stands.
///
/// # Errors
/// When there is none or the actor may not see it.
pub async fn lock_envelope(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<(Stands, CommunicationState), StoreError> {
    let state = crate::communications::lock(connection, communication).await?.state;
    let row = sqlx::query_as!(
        Row,
        "SELECT id, communication_id, batch_id, position, first_page, last_page, separator_page, declared_pages, scanned_pages, part_of
         FROM envelope WHERE communication_id = $1 FOR UPDATE",
        communication.uuid()
    );
    let row = row.fetch_optional(connection).await?.ok_or(StoreError::NotFound("envelope"))?;
    Ok((row.into(), state))
}

/// The communication of the envelope that lies last in a batch; of a batch that is the rest of another one, and nothing else, that of the
/// envelope it went into.
///
/// # Errors
/// When the database refuses.
pub async fn last_envelope(
    connection: &mut PgConnection,
    batch: BatchId,
) -> Result<Option<CommunicationId>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT coalesce(w.communication_id, e.communication_id) AS \"id!\"
         FROM envelope e LEFT JOIN envelope w ON w.id = e.part_of WHERE e.batch_id = $1
         ORDER BY (e.part_of IS NOT NULL), greatest(e.last_page, e.separator_page) DESC NULLS LAST, e.position DESC LIMIT 1",
        batch.uuid()
    );
    Ok(found.fetch_optional(connection).await?.map(CommunicationId::from_uuid))
}

/// Writes where an envelope stands.
///
/// # Errors
/// When the database refuses.
pub async fn put(connection: &mut PgConnection, e: &Stands) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE envelope SET batch_id = $2, position = $3, first_page = $4, last_page = $5, separator_page = $6, declared_pages = $7,
                scanned_pages = $8, part_of = $9 WHERE id = $1",
        e.id.uuid(),
        e.batch.uuid(),
        e.position,
        e.pages.map(|p| p.0),
        e.pages.map(|p| p.1),
        e.separator_page,
        e.declared,
        e.scanned,
        e.part_of.map(EnvelopeId::uuid)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The next free place among the envelopes of a batch.
///
/// # Errors
/// When the database refuses.
pub async fn next_position(connection: &mut PgConnection, batch: BatchId) -> Result<i32, StoreError> {
    let last = sqlx::query_scalar!("SELECT max(position) FROM envelope WHERE batch_id = $1", batch.uuid());
    Ok(last.fetch_one(connection).await?.unwrap_or(0) + 1)
}

/// The pages of an envelope that count, separators left out.
///
/// # Errors
/// When the database refuses.
pub async fn counted(connection: &mut PgConnection, batch: BatchId, from: i32, to: i32) -> Result<i32, StoreError> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) AS \"n!\" FROM page WHERE batch_id = $1 AND number BETWEEN $2 AND $3 AND standing = 0 AND NOT separator",
        batch.uuid(),
        from,
        to
    );
    Ok(i32::try_from(count.fetch_one(connection).await?).unwrap_or(i32::MAX))
}

/// The scanned batch with this number on its sheets, and where its reading stands; locked, so that no reading of it ends meanwhile.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn lock_by_code(
    connection: &mut PgConnection,
    code: &str,
) -> Result<Option<(BatchId, BatchState)>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, state FROM batch WHERE upper(right(id::text, 10)) = upper($1) AND kind = 1 ORDER BY received_at DESC LIMIT 1 FOR UPDATE",
        code
    );
    let row = row.fetch_optional(connection).await?;
    row.map(|r| Ok((BatchId::from_uuid(r.id), decode("batch state", r.state, BatchState::from_code)?))).transpose()
}

/// Says which batch this one is the rest of, or that it is none, and what stood where before.
///
/// # Errors
/// When the database refuses.
pub async fn set_continues(
    connection: &mut PgConnection,
    batch: BatchId,
    whole: Option<BatchId>,
    joined: Option<&Value>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE batch SET continues = $2, joined = $3 WHERE id = $1",
        batch.uuid(),
        whole.map(BatchId::uuid),
        joined
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What stood where before the pages of a batch joined the one it continues; `None` when they did not.
///
/// # Errors
/// When the database refuses.
pub async fn joined(connection: &mut PgConnection, batch: BatchId) -> Result<Option<Value>, StoreError> {
    let joined = sqlx::query_scalar!("SELECT joined FROM batch WHERE id = $1 FOR UPDATE", batch.uuid());
    Ok(joined.fetch_optional(connection).await?.flatten())
}

/// The rests of a batch that were read before it: the communication of the envelope at the head of each.
///
/// # Errors
/// When the database refuses.
pub async fn rests_waiting(connection: &mut PgConnection, whole: BatchId) -> Result<Vec<CommunicationId>, StoreError> {
    let rows = sqlx::query_scalar!(
        "SELECT e.communication_id FROM batch b JOIN envelope e ON e.batch_id = b.id
         WHERE b.continues = $1 AND b.state = $2 AND e.position = 1 AND e.part_of IS NULL ORDER BY b.received_at, b.id",
        whole.uuid(),
        BatchState::Read as i16
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(CommunicationId::from_uuid).collect())
}

/// Hands the proposals read on some pages of a communication to another one, their pages `shift` further.
///
/// # Errors
/// When the database refuses.
pub async fn hand_proposals(
    connection: &mut PgConnection,
    from: CommunicationId,
    to: CommunicationId,
    pages: (i32, i32),
    shift: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE suggestion SET communication_id = $2, page = page + $5 WHERE communication_id = $1 AND page BETWEEN $3 AND $4",
        from.uuid(),
        to.uuid(),
        pages.0,
        pages.1,
        shift
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When a batch was received, and from which folder.
///
/// # Errors
/// When it is unknown.
pub async fn received(connection: &mut PgConnection, batch: BatchId) -> Result<(String, DateTime<Utc>), StoreError> {
    let r = sqlx::query!("SELECT folder, received_at FROM batch WHERE id = $1", batch.uuid());
    let r = r.fetch_optional(connection).await?.ok_or(StoreError::NotFound("batch"))?;
    Ok((r.folder, r.received_at))
}

/// Whether pages of the file of a batch stand elsewhere, or pages of other files in it.
///
/// # Errors
/// When the database refuses.
pub async fn has_moved(connection: &mut PgConnection, batch: BatchId) -> Result<bool, StoreError> {
    let moved = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM page WHERE (batch_id = $1 OR file_batch_id = $1)
            AND (file_batch_id, file_number) <> (batch_id, number)) AS \"moved!\"",
        batch.uuid()
    );
    Ok(moved.fetch_one(connection).await?)
}
