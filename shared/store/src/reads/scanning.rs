//! The scanning desk (M3): what is read and what waits, in figures; one batch with its envelopes and every page of its file.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, CommunicationState, EnvelopeId};
use sqlx::PgConnection;

use super::scanned_file::{Columns, ScannedFile};
use crate::{StoreError, error::decode, scanning::Standing};

/// The desk in figures, from one instant (included) to another (excluded); what waits, whenever it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Files of the scanners.
    pub files: u32,
    /// Envelopes.
    pub envelopes: u32,
    /// Pages that count, separators left out.
    pub pages: u32,
    /// Pages read so far of files that are being read.
    pub reading_done: u32,
    /// Pages of these files, as far as they are known.
    pub reading_of: u32,
    /// Files that wait for the reader or are being read.
    pub reading: u32,
    /// Files that could not be read.
    pub refused: u32,
    /// Pages and envelopes to be scanned again.
    pub again: u32,
    /// Separators that were probably missed.
    pub missed: u32,
}

/// Counts.
///
/// # Errors
/// When the database refuses.
pub async fn figures(
    connection: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Figures, StoreError> {
    let r = sqlx::query!(
        r#"SELECT
            (SELECT count(*) FROM batch b WHERE b.kind = 1 AND b.received_at >= $1 AND b.received_at < $2) AS "files!",
            (SELECT count(*) FROM batch b JOIN envelope e ON e.batch_id = b.id JOIN communication c ON c.id = e.communication_id
             WHERE b.kind = 1 AND b.received_at >= $1 AND b.received_at < $2 AND e.part_of IS NULL) AS "envelopes!",
            (SELECT count(*) FROM batch b JOIN page p ON p.batch_id = b.id AND (p.file_batch_id IS NULL OR p.file_batch_id = b.id)
             WHERE b.kind = 1 AND b.received_at >= $1 AND b.received_at < $2 AND p.standing = 0 AND NOT p.separator)
            + (SELECT count(*) FROM batch b JOIN page p ON p.file_batch_id = b.id AND p.batch_id <> b.id
             WHERE b.kind = 1 AND b.received_at >= $1 AND b.received_at < $2 AND p.standing = 0 AND NOT p.separator) AS "pages!",
            (SELECT coalesce(sum(pages_read), 0) FROM batch WHERE kind = 1 AND state = 1) AS "reading_done!",
            (SELECT coalesce(sum(page_count), 0) FROM batch WHERE kind = 1 AND state = 1) AS "reading_of!",
            (SELECT count(*) FROM batch WHERE kind = 1 AND state = 1) AS "reading!",
            (SELECT count(*) FROM batch b WHERE b.kind = 1 AND b.state = 3 AND b.received_at >= $1 AND b.received_at < $2) AS "refused!",
            (SELECT count(*) FROM rescan WHERE ended_at IS NULL) AS "again!",
            (SELECT count(*) FROM missed_sheet m JOIN communication c ON c.id = m.communication_id
             WHERE m.decided_at IS NULL AND c.state <= 2) AS "missed!""#,
        from,
        until
    )
    .fetch_one(connection)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Figures {
        files: count(r.files),
        envelopes: count(r.envelopes),
        pages: count(r.pages),
        reading_done: count(r.reading_done),
        reading_of: count(r.reading_of),
        reading: count(r.reading),
        refused: count(r.refused),
        again: count(r.again),
        missed: count(r.missed),
    })
}

/// A file of the scanners.
#[derive(Clone, Debug)]
pub struct FileLine {
    /// The file.
    pub file: ScannedFile,
    /// The batch that it is the rest of.
    pub continues: Option<BatchId>,
    /// Separators that were probably missed in it.
    pub missed: u32,
    /// Pages of it that wait for a place.
    pub unplaced: u32,
    /// Pages of it that may be doubles of others.
    pub doubles: u32,
    /// Backs were laid behind its fronts.
    pub collated: bool,
}

impl Deref for FileLine {
    type Target = ScannedFile;

    fn deref(&self) -> &ScannedFile {
        &self.file
    }
}

/// The files of the scanners received in a time, or one of them; the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn files(
    connection: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    one: Option<BatchId>,
    limit: i64,
) -> Result<Vec<FileLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT b.id, b.folder, b.file_name, b.received_at, b.state, b.page_count, b.pages_read, b.continues,
                  (SELECT count(*) FROM missed_sheet m JOIN communication c ON c.id = m.communication_id
                   WHERE m.batch_id = b.id AND m.decided_at IS NULL AND c.state <= 2) AS "missed!",
                  (SELECT count(*) FROM page p WHERE p.batch_id = b.id AND p.standing = 3 AND NOT p.blank) AS "unplaced!",
                  (SELECT count(*) FROM double_page d JOIN page l ON l.id = d.later_id JOIN page f ON f.id = d.earlier_id AND f.batch_id = l.batch_id
                   JOIN communication c ON c.id = d.communication_id
                   WHERE l.batch_id = b.id AND d.decided_at IS NULL AND l.standing = 0 AND f.standing = 0 AND c.state <= 2) AS "doubles!",
                  b.collated IS NOT NULL AS "collated!"
           FROM batch b
           WHERE b.kind = 1 AND (($3::uuid IS NULL AND b.received_at >= $1 AND b.received_at < $2) OR b.id = $3)
           ORDER BY b.received_at DESC, b.id DESC LIMIT $4"#,
        from,
        until,
        one.map(BatchId::uuid),
        limit
    )
    .fetch_all(connection)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    rows.into_iter()
        .map(|r| {
            let file = Columns {
                id: r.id,
                folder: r.folder,
                file_name: r.file_name,
                received_at: r.received_at,
                state: r.state,
                page_count: r.page_count,
                pages_read: r.pages_read,
            };
            Ok(FileLine {
                file: file.file()?,
                continues: r.continues.map(BatchId::from_uuid),
                missed: count(r.missed),
                unplaced: count(r.unplaced),
                doubles: count(r.doubles),
                collated: r.collated,
            })
        })
        .collect()
}

/// An envelope of a batch.
#[derive(Clone, Debug)]
pub struct EnvelopeLine {
    /// Which.
    pub id: EnvelopeId,
    /// Its communication.
    pub communication: CommunicationId,
    /// Where that stands.
    pub state: CommunicationState,
    /// Its place among the envelopes of the batch.
    pub position: u32,
    /// The serial of its sheet.
    pub serial: Option<String>,
    /// First and last page.
    pub pages: Option<(u32, u32)>,
    /// Pages counted by hand.
    pub declared: Option<u32>,
    /// Pages scanned.
    pub scanned: Option<u32>,
    /// What became of it without a case, in words.
    pub outcome: Option<String>,
    /// Its pages were found to belong elsewhere.
    pub gone: bool,
}

/// The envelopes of a batch that the actor may see, in the order of their pages.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn envelopes(connection: &mut PgConnection, batch: BatchId) -> Result<Vec<EnvelopeLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT e.id, e.communication_id, c.state, c.outcome, e.position, e.serial, e.first_page, e.last_page, e.declared_pages,
                  e.scanned_pages, e.part_of IS NOT NULL AS "gone!"
           FROM envelope e JOIN communication c ON c.id = e.communication_id
           WHERE e.batch_id = $1 ORDER BY coalesce(e.first_page, e.separator_page, 0), e.position"#,
        batch.uuid()
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    rows.into_iter()
        .map(|r| {
            Ok(EnvelopeLine {
                id: EnvelopeId::from_uuid(r.id),
                communication: CommunicationId::from_uuid(r.communication_id),
                state: decode("communication state", r.state, CommunicationState::from_code)?,
                position: number(r.position),
                serial: r.serial,
                pages: r.first_page.zip(r.last_page).map(|(first, last)| (number(first), number(last))),
                declared: r.declared_pages.map(number),
                scanned: r.scanned_pages.map(number),
                outcome: r.outcome,
                gone: r.gone,
            })
        })
        .collect()
}

/// A page where it stands.
#[expect(clippy::struct_excessive_bools, reason = "what is so of a page or not, each for itself")]
#[derive(Clone, Debug)]
pub struct LeafLine {
    /// Its place.
    pub number: u32,
    /// Whether it counts there.
    pub standing: Standing,
    /// It is a separator sheet.
    pub separator: bool,
    /// Nothing is written on it.
    pub blank: bool,
    /// It could not be read.
    pub failed: bool,
    /// It has a picture.
    pub pictured: bool,
    /// It was scanned elsewhere: what tells it from the page that stood here.
    pub moved: Option<String>,
    /// The place of the page that it is a second scan of, in this batch.
    pub double_of: Option<u32>,
}

impl LeafLine {
    /// The address of its small picture.
    #[must_use]
    pub fn thumbnail(&self, batch: BatchId) -> String {
        let moved = self.moved.as_ref().map(|scan| format!("?scan={scan}")).unwrap_or_default();
        format!("/courrier/pages/{batch}/{}/thumbnail{moved}", self.number)
    }
}

/// The pages that stand in a batch and that the actor may see, in order, at most `limit`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn leaves(connection: &mut PgConnection, batch: BatchId, limit: i64) -> Result<Vec<LeafLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT p.number, p.standing, p.separator, p.blank, p.error IS NOT NULL AS "failed!", p.screen_sha256 IS NOT NULL AS "pictured!",
                  CASE WHEN (p.file_batch_id, p.file_number) <> (p.batch_id, p.number) THEN upper(right(p.id::text, 10)) END AS moved,
                  (SELECT f.number FROM page f WHERE f.id = p.double_of AND f.batch_id = p.batch_id) AS double_of
           FROM page p
           WHERE p.batch_id = $1 AND (p.kept_for IS NULL OR EXISTS (SELECT FROM communication k WHERE k.id = p.kept_for))
             AND NOT EXISTS (SELECT FROM envelope e LEFT JOIN communication c ON c.id = e.communication_id
                             WHERE e.batch_id = p.batch_id AND c.id IS NULL AND p.number BETWEEN e.first_page AND e.last_page)
           ORDER BY p.number LIMIT $2"#,
        batch.uuid(),
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(LeafLine {
                number: u32::try_from(r.number).unwrap_or(0),
                standing: decode("standing of a page", r.standing, Standing::from_code)?,
                separator: r.separator,
                blank: r.blank,
                failed: r.failed,
                pictured: r.pictured,
                moved: r.moved,
                double_of: r.double_of.and_then(|number| u32::try_from(number).ok()),
            })
        })
        .collect()
}

/// What people call an envelope: the serial of its sheet, else its place in its file.
#[derive(Clone, Debug)]
pub struct Named {
    /// The serial of its sheet.
    pub serial: Option<String>,
    /// Its place among the envelopes of its batch.
    pub position: u32,
    /// The file.
    pub file_name: String,
    /// Its first page.
    pub first_page: Option<u32>,
}

/// The name of the envelope of a communication.
///
/// # Errors
/// When there is none or the actor may not see it.
pub async fn named(connection: &mut PgConnection, communication: CommunicationId) -> Result<Named, StoreError> {
    let r = sqlx::query!(
        "SELECT e.serial, e.position, e.first_page, b.file_name FROM communication c JOIN envelope e ON e.communication_id = c.id
         JOIN batch b ON b.id = e.batch_id WHERE c.id = $1",
        communication.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("envelope"))?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(Named {
        serial: r.serial,
        position: number(r.position),
        file_name: r.file_name,
        first_page: r.first_page.map(number),
    })
}
