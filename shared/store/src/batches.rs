//! Scan batches, their envelopes and pages.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, EnvelopeId, PageId};
use sqlx::PgConnection;
use uuid::Uuid;

pub use crate::envelope_marks::{EnvelopeMarks, set_marks};
use crate::{
    ContentHash, StoreError,
    error::decode,
    likeness::{self, NewLikeness},
};

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum BatchState {
    /// Kept, waiting for the reader.
    Received = 1,
    /// Read.
    Read = 2,
    /// Could not be read; its exception says why.
    Unreadable = 3,
}

impl BatchState {
    pub(crate) fn from_code(code: i16) -> Option<Self> {
        [Self::Received, Self::Read, Self::Unreadable].into_iter().find(|s| *s as i16 == code)
    }
}

/// A batch as stored.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Identifier.
    pub id: BatchId,
    /// The scan folder.
    pub folder: String,
    /// The name the scanner gave.
    pub file_name: String,
    /// Its content.
    pub content: ContentHash,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Where it stands.
    pub state: BatchState,
    /// Pages in the file, once known.
    pub page_count: Option<i32>,
    /// Pages read so far.
    pub pages_read: i32,
}

/// Inserts a batch; `false` when this content was already received from this folder.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, batch: &Batch) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO batch (id, folder, file_name, content_sha256, received_at, state) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (folder, content_sha256) DO NOTHING",
        batch.id.uuid(),
        batch.folder,
        batch.file_name,
        &batch.content.bytes()[..],
        batch.received_at,
        batch.state as i16
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A batch by its identifier.
///
/// # Errors
/// When it is unknown.
pub async fn get(connection: &mut PgConnection, id: BatchId) -> Result<Batch, StoreError> {
    let r = sqlx::query!(
        "SELECT id, folder, file_name, content_sha256, received_at, state, page_count, pages_read FROM batch WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("batch"))?;
    Ok(Batch {
        id: BatchId::from_uuid(r.id),
        folder: r.folder,
        file_name: r.file_name,
        content: ContentHash::from_stored(&r.content_sha256)?,
        received_at: r.received_at,
        state: decode("batch state", r.state, BatchState::from_code)?,
        page_count: r.page_count,
        pages_read: r.pages_read,
    })
}

/// The batch of this folder that has this content, if any.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut PgConnection,
    folder: &str,
    content: ContentHash,
) -> Result<Option<BatchId>, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM batch WHERE folder = $1 AND content_sha256 = $2",
        folder,
        &content.bytes()[..]
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(BatchId::from_uuid))
}

/// Says how far the reading of a batch is, for the screens.
///
/// # Errors
/// When the database refuses.
pub async fn set_progress(
    connection: &mut PgConnection,
    id: BatchId,
    pages_read: u32,
    page_count: Option<u32>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE batch SET pages_read = $2, page_count = coalesce($3, page_count) WHERE id = $1 AND state = $4",
        id.uuid(),
        i32::try_from(pages_read).unwrap_or(i32::MAX),
        page_count.map(|n| i32::try_from(n).unwrap_or(i32::MAX)),
        BatchState::Received as i16
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends the reading of a batch.
///
/// # Errors
/// When the database refuses.
pub async fn finish(
    connection: &mut PgConnection,
    id: BatchId,
    state: BatchState,
    page_count: Option<u32>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let pages = page_count.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
    sqlx::query!(
        "UPDATE batch SET state = $2, page_count = coalesce($3, page_count), pages_read = coalesce($3, pages_read), read_at = $4 WHERE id = $1",
        id.uuid(),
        state as i16,
        pages,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An envelope as stored.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Identifier.
    pub id: EnvelopeId,
    /// The batch it was scanned in.
    pub batch: BatchId,
    /// The communication it carries.
    pub communication: CommunicationId,
    /// Position in the batch, from 1.
    pub position: i32,
    /// Serial of its separator sheet.
    pub serial: Option<String>,
    /// First and last page of the batch, 1-based and inclusive.
    pub pages: Option<(i32, i32)>,
    /// The page of its separator sheet.
    pub separator_page: Option<i32>,
    /// Pages counted by hand.
    pub declared_pages: Option<i32>,
    /// Pages scanned, separators not counted.
    pub scanned_pages: Option<i32>,
}

/// Inserts an envelope, or completes the one at the same position of the batch.
///
/// # Errors
/// When the database refuses.
pub async fn put_envelope(connection: &mut PgConnection, e: &Envelope) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO envelope (id, batch_id, communication_id, position, serial, first_page, last_page, separator_page, declared_pages, scanned_pages)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (batch_id, position) DO UPDATE SET serial = excluded.serial, first_page = excluded.first_page,
            last_page = excluded.last_page, separator_page = excluded.separator_page, declared_pages = excluded.declared_pages,
            scanned_pages = excluded.scanned_pages",
        e.id.uuid(),
        e.batch.uuid(),
        e.communication.uuid(),
        e.position,
        e.serial,
        e.pages.map(|p| p.0),
        e.pages.map(|p| p.1),
        e.separator_page,
        e.declared_pages,
        e.scanned_pages
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A page as the reader gave it.
#[derive(Clone, Debug)]
pub struct NewPage {
    /// Identifier.
    pub id: PageId,
    /// Number in the batch, from 1.
    pub number: i32,
    /// Width of the upright image, in pixels.
    pub width_px: i32,
    /// Height of the upright image, in pixels.
    pub height_px: i32,
    /// Resolution, dots per inch.
    pub dpi: Option<f32>,
    /// Clockwise rotation applied to read it: 0, 90, 180, 270.
    pub rotated: i16,
    /// Skew corrected, in degrees.
    pub skew: f32,
    /// Nothing is written on it. Never dropped for that.
    pub blank: bool,
    /// It is a separator sheet, not a page of the file.
    pub separator: bool,
    /// Where the text comes from: 0 none, 1 embedded, 2 read; 3 to 7 read although the file carries one, for the reason that the
    /// mailroom tells (`post::text_source`).
    pub text_source: i16,
    /// Confidence of the reading, 0 to 100.
    pub confidence: Option<f32>,
    /// The text.
    pub text: String,
    /// Words with boxes and confidences.
    pub words: serde_json::Value,
    /// Codes found.
    pub codes: serde_json::Value,
    /// Why the page could not be read.
    pub error: Option<String>,
    /// Image at screen size.
    pub screen: Option<ContentHash>,
    /// Thumbnail.
    pub thumbnail: Option<ContentHash>,
    /// What the same paper, received again, is known by.
    pub likeness: Option<NewLikeness>,
}

/// Inserts the pages of a batch; known ones are left as they are.
///
/// # Errors
/// When the database refuses.
pub async fn insert_pages(connection: &mut PgConnection, batch: BatchId, pages: &[NewPage]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = pages.iter().map(|p| p.id.uuid()).collect();
    let numbers: Vec<i32> = pages.iter().map(|p| p.number).collect();
    let widths: Vec<i32> = pages.iter().map(|p| p.width_px).collect();
    let heights: Vec<i32> = pages.iter().map(|p| p.height_px).collect();
    let dpis: Vec<Option<f32>> = pages.iter().map(|p| p.dpi).collect();
    let rotations: Vec<i16> = pages.iter().map(|p| p.rotated).collect();
    let skews: Vec<f32> = pages.iter().map(|p| p.skew).collect();
    let blanks: Vec<bool> = pages.iter().map(|p| p.blank).collect();
    let separators: Vec<bool> = pages.iter().map(|p| p.separator).collect();
    let sources: Vec<i16> = pages.iter().map(|p| p.text_source).collect();
    let confidences: Vec<Option<f32>> = pages.iter().map(|p| p.confidence).collect();
    let texts: Vec<String> = pages.iter().map(|p| p.text.replace('\0', "")).collect();
    let words: Vec<serde_json::Value> = pages.iter().map(|p| p.words.clone()).collect();
    let codes: Vec<serde_json::Value> = pages.iter().map(|p| p.codes.clone()).collect();
    let errors: Vec<Option<String>> = pages.iter().map(|p| p.error.clone()).collect();
    let screens: Vec<Option<Vec<u8>>> = pages.iter().map(|p| p.screen.map(|h| h.bytes().to_vec())).collect();
    let thumbnails: Vec<Option<Vec<u8>>> = pages.iter().map(|p| p.thumbnail.map(|h| h.bytes().to_vec())).collect();
    sqlx::query!(
        "INSERT INTO page (id, batch_id, number, width_px, height_px, dpi, rotated, skew, blank, separator, text_source, confidence, text,
                           words, codes, error, screen_sha256, thumbnail_sha256)
         SELECT i, $18, n, w, h, d, r, sk, b, se, so, co, t, wo, cd, er, sc, th
         FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::real[], $6::smallint[], $7::real[], $8::boolean[],
                     $9::boolean[], $10::smallint[], $11::real[], $12::text[], $13::jsonb[], $14::jsonb[], $15::text[], $16::bytea[], $17::bytea[])
              AS p(i, n, w, h, d, r, sk, b, se, so, co, t, wo, cd, er, sc, th)
         ON CONFLICT (batch_id, number) DO NOTHING",
        &ids,
        &numbers,
        &widths,
        &heights,
        &dpis as &[Option<f32>],
        &rotations,
        &skews,
        &blanks,
        &separators,
        &sources,
        &confidences as &[Option<f32>],
        &texts,
        &words,
        &codes,
        &errors as &[Option<String>],
        &screens as &[Option<Vec<u8>>],
        &thumbnails as &[Option<Vec<u8>>],
        batch.uuid()
    )
    .execute(&mut *connection)
    .await?;
    likeness::insert(connection, batch, pages).await
}

/// The batch, and the range of pages, of the envelope that carries a communication.
///
/// # Errors
/// When the communication has no envelope.
pub async fn envelope_of(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<(BatchId, ContentHash, Option<(i32, i32)>), StoreError> {
    let r = sqlx::query!(
        "SELECT e.batch_id, b.content_sha256, e.first_page, e.last_page FROM envelope e JOIN batch b ON b.id = e.batch_id
         WHERE e.communication_id = $1",
        communication.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("envelope"))?;
    Ok((BatchId::from_uuid(r.batch_id), ContentHash::from_stored(&r.content_sha256)?, r.first_page.zip(r.last_page)))
}

/// The envelopes of a batch, in order.
///
/// # Errors
/// When the database refuses.
pub async fn envelopes(connection: &mut PgConnection, batch: BatchId) -> Result<Vec<Envelope>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, communication_id, position, serial, first_page, last_page, separator_page, declared_pages, scanned_pages
         FROM envelope WHERE batch_id = $1 ORDER BY coalesce(first_page, separator_page, 0), position",
        batch.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Envelope {
            id: EnvelopeId::from_uuid(r.id),
            batch,
            communication: CommunicationId::from_uuid(r.communication_id),
            position: r.position,
            serial: r.serial,
            pages: r.first_page.zip(r.last_page),
            separator_page: r.separator_page,
            declared_pages: r.declared_pages,
            scanned_pages: r.scanned_pages,
        })
        .collect())
}
