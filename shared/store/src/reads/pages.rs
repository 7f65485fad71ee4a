//! Pages of batches as screens show them. A page of an envelope that the actor may not see does not exist for them.

use domain::{BatchId, CommunicationId, DeliveryKind};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{ContentHash, StoreError, error::decode};

/// A page beside the others of its envelope.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// Number in the batch, from 1.
    pub number: u32,
    /// Nothing is written on it.
    pub blank: bool,
    /// It is a separator sheet.
    pub separator: bool,
    /// Why it could not be read.
    pub error: Option<String>,
    /// Confidence of the reading, 0 to 100.
    pub confidence: Option<f32>,
    /// Its text.
    pub text: String,
    /// Whether it has a picture.
    pub pictured: bool,
    /// Of a page that was scanned elsewhere: what tells it from the one that stood here before it.
    pub moved: Option<String>,
}

impl PageLine {
    /// The address of its picture: another one once another scan stands in its place.
    #[must_use]
    pub fn image(&self, batch: BatchId, size: &str) -> String {
        let moved = self.moved.as_ref().map(|scan| format!("?scan={scan}")).unwrap_or_default();
        format!("/courrier/pages/{batch}/{}/{size}{moved}", self.number)
    }
}

fn number(n: i32) -> u32 {
    u32::try_from(n).unwrap_or(0)
}

fn stored(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// The pages of the envelope that carries a communication, separator sheets included.
///
/// # Errors
/// When the database refuses.
pub async fn of_envelope(connection: &mut PgConnection, id: CommunicationId) -> Result<Vec<PageLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.number, p.blank, p.separator, p.error, p.confidence, p.text, p.screen_sha256 IS NOT NULL AS \"pictured!\",
                CASE WHEN (p.file_batch_id, p.file_number) <> (p.batch_id, p.number) THEN upper(right(p.id::text, 10)) END AS moved
         FROM communication c
         JOIN envelope e ON e.communication_id = c.id
         JOIN page p ON p.batch_id = e.batch_id AND p.number BETWEEN e.first_page AND e.last_page AND p.standing IN (0, 4)
         WHERE c.id = $1 ORDER BY p.number",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| PageLine {
            number: number(r.number),
            blank: r.blank,
            separator: r.separator,
            error: r.error,
            confidence: r.confidence,
            text: r.text,
            pictured: r.pictured,
            moved: r.moved,
        })
        .collect())
}

/// A page shown large.
#[derive(Clone, Debug)]
pub struct PageView {
    /// Width of the upright page in pixels.
    pub width: u32,
    /// Height, same unit.
    pub height: u32,
    /// Its text.
    pub text: String,
    /// Where it comes from.
    pub text_source: i16,
    /// Its words with their boxes, as the reader wrote them.
    pub words: Value,
    /// Its codes with their corners, as the reader wrote them.
    pub codes: Value,
}

/// A page of a batch; only for who has been shown the envelope.
///
/// # Errors
/// `NotFound` when the batch has no such page.
pub async fn one(connection: &mut PgConnection, batch: BatchId, page: u32) -> Result<PageView, StoreError> {
    let r = sqlx::query!(
        "SELECT width_px, height_px, text, text_source, words, codes FROM page WHERE batch_id = $1 AND number = $2",
        batch.uuid(),
        stored(page)
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("page"))?;
    Ok(PageView {
        width: number(r.width_px),
        height: number(r.height_px),
        text: r.text,
        text_source: r.text_source,
        words: r.words,
        codes: r.codes,
    })
}

/// Which picture of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// At screen size.
    Screen,
    /// Small.
    Thumbnail,
}

/// The picture of a page, if the actor may see every envelope that the page belongs to.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it.
pub async fn picture(
    connection: &mut PgConnection,
    batch: BatchId,
    page: u32,
    which: Picture,
) -> Result<ContentHash, StoreError> {
    let hash = sqlx::query_scalar!(
        "SELECT CASE WHEN $3 THEN p.thumbnail_sha256 ELSE p.screen_sha256 END
         FROM page p
         WHERE p.batch_id = $1 AND p.number = $2 AND p.standing <> 5
           AND (p.kept_for IS NULL OR EXISTS (SELECT FROM communication k WHERE k.id = p.kept_for))
           AND NOT EXISTS (SELECT FROM envelope e LEFT JOIN communication c ON c.id = e.communication_id
                           WHERE e.batch_id = p.batch_id AND c.id IS NULL
                             AND (e.first_page IS NULL OR p.number BETWEEN coalesce(e.separator_page, e.first_page) AND e.last_page))",
        batch.uuid(),
        stored(page),
        which == Picture::Thumbnail
    )
    .fetch_optional(connection)
    .await?
    .flatten()
    .ok_or(StoreError::NotFound("picture of a page"))?;
    ContentHash::from_stored(&hash)
}

/// The file of a batch as it was received, and its name, if the actor may see every envelope in it.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see all of it.
pub async fn original(connection: &mut PgConnection, batch: BatchId) -> Result<(ContentHash, String), StoreError> {
    let r = sqlx::query!(
        "SELECT b.content_sha256, b.file_name, b.kind FROM batch b
         WHERE b.id = $1
           AND NOT EXISTS (SELECT FROM page p WHERE p.standing = 5 AND (p.batch_id = b.id OR p.file_batch_id = b.id))
           AND NOT EXISTS (SELECT FROM envelope e LEFT JOIN communication c ON c.id = e.communication_id
                           WHERE e.batch_id = b.id AND c.id IS NULL)
           AND NOT EXISTS (SELECT FROM page p LEFT JOIN communication k ON k.id = p.kept_for
                           WHERE (p.batch_id = b.id OR p.file_batch_id = b.id) AND p.kept_for IS NOT NULL AND k.id IS NULL)
           AND NOT EXISTS (SELECT FROM page p JOIN envelope e ON e.batch_id = p.batch_id AND p.number BETWEEN e.first_page AND e.last_page
                           LEFT JOIN communication c ON c.id = e.communication_id
                           WHERE p.file_batch_id = b.id AND p.batch_id <> b.id AND c.id IS NULL)",
        batch.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("file of a batch"))?;
    let name = match decode("delivery kind", r.kind, DeliveryKind::from_code)? {
        DeliveryKind::Scan => r.file_name,
        DeliveryKind::Message => "message.eml".to_owned(),
        DeliveryKind::Deposit => "depot.json".to_owned(),
    };
    Ok((ContentHash::from_stored(&r.content_sha256)?, name))
}

/// A file of a message or a deposit, and its name, if the actor may see the communication that it came with.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it.
pub async fn part(
    connection: &mut PgConnection,
    batch: BatchId,
    position: u32,
) -> Result<(ContentHash, String), StoreError> {
    let r = sqlx::query!(
        "SELECT p.content_sha256, p.name FROM envelope e
         JOIN communication c ON c.id = e.communication_id
         JOIN part p ON p.communication_id = c.id
         WHERE e.batch_id = $1 AND p.position = $2",
        batch.uuid(),
        stored(position)
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("file of a delivery"))?;
    Ok((ContentHash::from_stored(&r.content_sha256)?, r.name))
}
