//! Readings of the same pages in several languages. A page shows one of them; the others are kept beside it.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, PageId, UserId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A page whose text was recognised in its picture, and where that picture is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPage {
    /// Which.
    pub id: PageId,
    /// The language of the text that it has.
    pub language: String,
    /// The batch whose file it was scanned in.
    pub file: BatchId,
    /// Its place there, from 1.
    pub number: u32,
}

/// The pages of a communication whose text was recognised, in order.
///
/// # Errors
/// When the database refuses.
pub async fn pages(connection: &mut PgConnection, id: CommunicationId) -> Result<Vec<ReadPage>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.id, p.language, coalesce(p.file_batch_id, p.batch_id) AS \"file!\", coalesce(p.file_number, p.number) AS \"number!\"
         FROM communication c JOIN envelope e ON e.communication_id = c.id
         JOIN page p ON p.batch_id = e.batch_id AND p.number BETWEEN e.first_page AND e.last_page AND p.standing IN (0, 4)
         WHERE c.id = $1 AND NOT p.separator AND NOT p.blank AND p.error IS NULL AND p.text_source <> 1 ORDER BY p.number",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ReadPage {
            id: PageId::from_uuid(r.id),
            language: r.language,
            file: BatchId::from_uuid(r.file),
            number: u32::try_from(r.number).unwrap_or(0),
        })
        .collect())
}

/// What a page shows now.
#[derive(Clone, Debug)]
pub struct ShownPage {
    /// Its number in its batch.
    pub number: u32,
    /// Width of the upright page in pixels.
    pub width_px: u32,
    /// Height, same unit.
    pub height_px: u32,
    /// The language in which it was recognised.
    pub language: String,
    /// Confidence of the reading, 0 to 100.
    pub confidence: Option<f32>,
    /// The text.
    pub text: String,
    /// Words with boxes and confidences.
    pub words: Value,
}

/// What the pages of a communication show whose text was recognised, in order.
///
/// # Errors
/// When the database refuses.
pub async fn shown(connection: &mut PgConnection, id: CommunicationId) -> Result<Vec<ShownPage>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.number, p.width_px, p.height_px, p.language, p.confidence, p.text, p.words
         FROM envelope e JOIN page p ON p.batch_id = e.batch_id AND p.number BETWEEN e.first_page AND e.last_page AND p.standing IN (0, 4)
         WHERE e.communication_id = $1 AND NOT p.separator AND NOT p.blank AND p.error IS NULL AND p.text_source <> 1 ORDER BY p.number",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|r| ShownPage {
            number: number(r.number),
            width_px: number(r.width_px),
            height_px: number(r.height_px),
            language: r.language,
            confidence: r.confidence,
            text: r.text,
            words: r.words,
        })
        .collect())
}

/// What a page says in a language.
#[derive(Clone, Debug)]
pub struct NewReading {
    /// The page.
    pub page: PageId,
    /// Where the text comes from: as [`crate::batches::NewPage::text_source`].
    pub text_source: i16,
    /// Confidence of the reading, 0 to 100.
    pub confidence: Option<f32>,
    /// The text.
    pub text: String,
    /// Words with boxes and confidences.
    pub words: Value,
}

/// Keeps readings in a language; one that is known is replaced.
///
/// # Errors
/// When the database refuses.
pub async fn keep(
    connection: &mut PgConnection,
    language: &str,
    readings: &[NewReading],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let pages: Vec<Uuid> = readings.iter().map(|r| r.page.uuid()).collect();
    let sources: Vec<i16> = readings.iter().map(|r| r.text_source).collect();
    let confidences: Vec<Option<f32>> = readings.iter().map(|r| r.confidence).collect();
    let texts: Vec<String> = readings.iter().map(|r| r.text.replace('\0', "")).collect();
    let words: Vec<Value> = readings.iter().map(|r| r.words.clone()).collect();
    sqlx::query!(
        "INSERT INTO page_reading (page_id, language, text_source, confidence, text, words, kept_at)
         SELECT p, $6, s, c, t, w, $7 FROM unnest($1::uuid[], $2::smallint[], $3::real[], $4::text[], $5::jsonb[]) AS r(p, s, c, t, w)
         ON CONFLICT (page_id, language) DO UPDATE SET text_source = excluded.text_source, confidence = excluded.confidence,
            text = excluded.text, words = excluded.words, kept_at = excluded.kept_at",
        &pages,
        &sources,
        &confidences as &[Option<f32>],
        &texts,
        &words,
        language,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many of these pages have a reading in a language, shown or kept.
///
/// # Errors
/// When the database refuses.
pub async fn known(connection: &mut PgConnection, pages: &[PageId], language: &str) -> Result<usize, StoreError> {
    let ids: Vec<Uuid> = pages.iter().map(|page| page.uuid()).collect();
    let count = sqlx::query_scalar!(
        "SELECT count(*) AS \"count!\" FROM page p WHERE p.id = ANY($1)
           AND (p.language = $2 OR EXISTS (SELECT FROM page_reading r WHERE r.page_id = p.id AND r.language = $2))",
        &ids,
        language
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Shows what pages say in a language, where that is known, and keeps what they show now.
///
/// # Errors
/// When the database refuses.
pub async fn show(
    connection: &mut PgConnection,
    pages: &[PageId],
    language: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = pages.iter().map(|page| page.uuid()).collect();
    sqlx::query!(
        "INSERT INTO page_reading (page_id, language, text_source, confidence, text, words, kept_at)
         SELECT id, language, text_source, confidence, text, words, $2 FROM page WHERE id = ANY($1)
         ON CONFLICT (page_id, language) DO NOTHING",
        &ids,
        now
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE page p SET language = r.language, text_source = r.text_source, confidence = r.confidence, text = r.text, words = r.words
         FROM page_reading r WHERE r.page_id = p.id AND r.language = $2 AND p.language <> $2 AND p.id = ANY($1)",
        &ids,
        language
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The language last asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As the file of language data is named.
    pub language: String,
    /// Pages to read.
    pub pages: u32,
    /// Pages read.
    pub pages_read: u32,
    /// When it was read, given up or taken back.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was given up.
    pub failure: Option<String>,
}

/// Asks for a language; what was asked before no longer counts.
///
/// # Errors
/// When the database refuses.
pub async fn ask(
    connection: &mut PgConnection,
    communication: CommunicationId,
    language: &str,
    by: UserId,
    pages: usize,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO reading_again (communication_id, language, asked_by, asked_at, pages) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (communication_id) DO UPDATE SET language = excluded.language, asked_by = excluded.asked_by,
            asked_at = excluded.asked_at, pages = excluded.pages, pages_read = 0, ended_at = NULL, failure = NULL",
        communication.uuid(),
        language,
        by.uuid(),
        now,
        i32::try_from(pages).unwrap_or(i32::MAX)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The language last asked for, if any.
///
/// # Errors
/// When the database refuses.
pub async fn asked(connection: &mut PgConnection, id: CommunicationId) -> Result<Option<Asked>, StoreError> {
    let row = sqlx::query!(
        "SELECT language, pages, pages_read, ended_at, failure FROM reading_again WHERE communication_id = $1",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(row.map(|r| Asked {
        language: r.language,
        pages: number(r.pages),
        pages_read: number(r.pages_read),
        ended_at: r.ended_at,
        failure: r.failure,
    }))
}

/// Says how far the reading in a language is.
///
/// # Errors
/// When the database refuses.
pub async fn set_progress(
    connection: &mut PgConnection,
    id: CommunicationId,
    language: &str,
    pages_read: u32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE reading_again SET pages_read = $3 WHERE communication_id = $1 AND language = $2 AND ended_at IS NULL",
        id.uuid(),
        language,
        i32::try_from(pages_read).unwrap_or(i32::MAX)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends what was asked: read, given up (with a reason) or taken back.
///
/// # Errors
/// When the database refuses.
pub async fn end(
    connection: &mut PgConnection,
    id: CommunicationId,
    failure: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE reading_again SET ended_at = $2, failure = $3 WHERE communication_id = $1 AND ended_at IS NULL",
        id.uuid(),
        now,
        failure
    )
    .execute(connection)
    .await?;
    Ok(())
}
