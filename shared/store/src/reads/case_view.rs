//! One case with all that its page shows (screen O2).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BatchId, CaseId, ChannelKind, CommunicationId, DeadlineKind, Evidence, EvidenceKind, LetterId, LetterKind,
    LetterState, Medium, PageId, PersonId, Personal, PieceId, PieceKind,
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::case_list::{self, CaseLine};
use crate::{ContentHash, StoreError, error::decode};

/// The head of the page.
#[derive(Clone, Debug)]
pub struct CaseHead {
    /// What the list shows of it.
    pub line: CaseLine,
    /// The person, when known.
    pub person: Option<PersonId>,
    /// When a person confirmed it.
    pub registered_at: Option<DateTime<Utc>>,
    /// Legal basis of the channel, once recorded (R-04).
    pub channel_basis: Option<String>,
    /// The case that took this one in.
    pub merged_into: Option<CaseId>,
}

/// The head of a case.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it; when the database refuses.
pub async fn head(connection: &mut PgConnection, id: CaseId) -> Result<CaseHead, StoreError> {
    let row = sqlx::query!(
        "SELECT person_id, registered_at, channel_basis, merged_into FROM residence_case WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(StoreError::NotFound("case"))?;
    let line = case_list::lines(connection, &[id.uuid()]).await?.pop().ok_or(StoreError::NotFound("case"))?;
    Ok(CaseHead {
        line,
        person: row.person_id.map(PersonId::from_uuid),
        registered_at: row.registered_at,
        channel_basis: row.channel_basis,
        merged_into: row.merged_into.map(CaseId::from_uuid),
    })
}

/// An open date of a case and what answers "why?".
#[derive(Clone, Debug)]
pub struct DeadlineLine {
    /// What is due.
    pub kind: DeadlineKind,
    /// The day.
    pub due_on: NaiveDate,
    /// The day from which it is counted: the rule applies as it stood then.
    pub computed_from: NaiveDate,
    /// The rule and its version.
    pub rule: (String, String),
    /// The text of law or service rule.
    pub source: String,
    /// The facts, in sentences.
    pub because: Vec<String>,
    /// What announced it to the person may not have arrived: it counts for nothing.
    pub in_doubt: bool,
}

/// The open dates of a case, nearest first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn deadlines(connection: &mut PgConnection, id: CaseId) -> Result<Vec<DeadlineLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT kind, due_on, computed_from, rule, rule_version, source, because, in_doubt_since IS NOT NULL AS \"in_doubt!\" FROM deadline
         WHERE case_id = $1 AND state = 'open' ORDER BY due_on, kind",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DeadlineLine {
                kind: decode("deadline kind", row.kind, DeadlineKind::from_code)?,
                due_on: row.due_on,
                computed_from: row.computed_from,
                rule: (row.rule, row.rule_version),
                source: row.source,
                because: serde_json::from_value(row.because).map_err(|_| StoreError::Malformed("facts of a date"))?,
                in_doubt: row.in_doubt,
            })
        })
        .collect()
}

/// Every evidence of when the applicant acted, over all communications of a case, earliest first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn evidences(connection: &mut PgConnection, id: CaseId) -> Result<Vec<Evidence>, StoreError> {
    let rows = sqlx::query!(
        "SELECT DISTINCT e.date, e.kind, e.proof FROM evidence e
         JOIN communication_case x ON x.communication_id = e.communication_id
         WHERE x.case_id = $1 AND e.withdrawn_at IS NULL ORDER BY e.date, e.kind, e.proof",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = decode("evidence kind", row.kind, EvidenceKind::from_code)?;
            Ok(Evidence { date: row.date, kind, proof: Personal(row.proof) })
        })
        .collect()
}

/// What came in for a case: an envelope, a message, a call, a visit.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// Which.
    pub communication: CommunicationId,
    /// By which door.
    pub channel: ChannelKind,
    /// When.
    pub received_at: DateTime<Utc>,
}

/// What came in for a case and for those that were merged into it, the latest first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn heard(connection: &mut PgConnection, id: CaseId, limit: i64) -> Result<Vec<Heard>, StoreError> {
    let rows = sqlx::query!(
        "SELECT DISTINCT m.id, m.channel, m.received_at FROM communication m JOIN communication_case l ON l.communication_id = m.id
         JOIN residence_case c ON c.id = l.case_id WHERE c.id = $1 OR c.merged_into = $1 ORDER BY m.received_at DESC, m.id DESC LIMIT $2",
        id.uuid(),
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let channel = decode("channel", row.channel, ChannelKind::from_code)?;
            Ok(Heard { communication: CommunicationId::from_uuid(row.id), channel, received_at: row.received_at })
        })
        .collect()
}

/// A letter of a case.
#[derive(Clone, Debug)]
pub struct LetterLine {
    /// Identifier.
    pub id: LetterId,
    /// Which letter.
    pub kind: LetterKind,
    /// How it leaves.
    pub medium: Medium,
    /// Where it stands.
    pub state: LetterState,
    /// The moment of its present state.
    pub since: DateTime<Utc>,
    /// Its pages, once rendered.
    pub pages: Option<i32>,
    /// Its PDF, once rendered.
    pub pdf: Option<ContentHash>,
}

/// The letters of a case, latest first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn letters(connection: &mut PgConnection, id: CaseId) -> Result<Vec<LetterLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, kind, medium, state, pages, pdf_sha256,
                  coalesce(handed_at, printed_at, approved_at, prepared_at, requested_at) AS "since!"
           FROM letter WHERE case_id = $1 ORDER BY requested_at DESC, id DESC"#,
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LetterLine {
                id: LetterId::from_uuid(row.id),
                kind: decode("letter kind", row.kind, LetterKind::from_code)?,
                medium: decode("medium", row.medium, Medium::from_code)?,
                state: decode("letter state", row.state, LetterState::from_code)?,
                since: row.since,
                pages: row.pages,
                pdf: row.pdf_sha256.as_deref().map(ContentHash::from_stored).transpose()?,
            })
        })
        .collect()
}

/// A page of an envelope of the case.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// Identifier.
    pub id: PageId,
    /// The batch it was scanned in.
    pub batch: BatchId,
    /// Number in the batch, from 1.
    pub number: i32,
    /// Size of the upright image, in pixels.
    pub size: (i32, i32),
    /// What was read on it.
    pub text: Personal<String>,
    /// The image at the size of a screen.
    pub screen: Option<ContentHash>,
    /// The small image.
    pub thumbnail: Option<ContentHash>,
}

/// A piece of a case with its pages.
#[derive(Clone, Debug)]
pub struct PieceLine {
    /// Identifier.
    pub id: PieceId,
    /// What a person says it is.
    pub kind: PieceKind,
    /// Its status in this case (`received`, `accepted`, ...).
    pub status: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// What brought it.
    pub communication: CommunicationId,
    /// Its pages in order.
    pub pages: Vec<PageLine>,
}

/// The pieces of a case with their pages, in the order they lie in their envelopes.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn pieces(connection: &mut PgConnection, id: CaseId) -> Result<Vec<PieceLine>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT p.id, p.kind, p.received_on, p.communication_id, c.status, g.id AS "page_id?", g.batch_id AS "batch_id?",
                  g.number AS "number?", g.width_px AS "width_px?", g.height_px AS "height_px?", g.text AS "text?",
                  g.screen_sha256, g.thumbnail_sha256
           FROM case_piece c JOIN piece p ON p.id = c.piece_id
           LEFT JOIN envelope e ON e.communication_id = p.communication_id
           LEFT JOIN page g ON g.batch_id = e.batch_id AND g.number BETWEEN p.first_page AND p.last_page AND g.standing IN (0, 4)
           WHERE c.case_id = $1 ORDER BY p.received_on, p.communication_id, p.first_page, p.id, g.number"#,
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    let mut pieces: Vec<PieceLine> = Vec::new();
    for row in rows {
        if pieces.last().is_none_or(|last| last.id.uuid() != row.id) {
            pieces.push(PieceLine {
                id: PieceId::from_uuid(row.id),
                kind: decode("piece kind", row.kind, PieceKind::from_code)?,
                status: row.status,
                received_on: row.received_on,
                communication: CommunicationId::from_uuid(row.communication_id),
                pages: Vec::new(),
            });
        }
        let page = page_line(
            (row.page_id, row.batch_id, row.number),
            (row.width_px, row.height_px),
            row.text,
            (row.screen_sha256.as_deref(), row.thumbnail_sha256.as_deref()),
        )?;
        if let (Some(piece), Some(page)) = (pieces.last_mut(), page) {
            piece.pages.push(page);
        }
    }
    Ok(pieces)
}

type Place = (Option<Uuid>, Option<Uuid>, Option<i32>);

fn page_line(
    place: Place,
    size: (Option<i32>, Option<i32>),
    text: Option<String>,
    images: (Option<&[u8]>, Option<&[u8]>),
) -> Result<Option<PageLine>, StoreError> {
    let ((Some(id), Some(batch), Some(number)), (Some(width), Some(height))) = (place, size) else { return Ok(None) };
    Ok(Some(PageLine {
        id: PageId::from_uuid(id),
        batch: BatchId::from_uuid(batch),
        number,
        size: (width, height),
        text: Personal(text.unwrap_or_default()),
        screen: images.0.map(ContentHash::from_stored).transpose()?,
        thumbnail: images.1.map(ContentHash::from_stored).transpose()?,
    }))
}

/// The images of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageImages {
    /// The image at the size of a screen.
    pub screen: Option<ContentHash>,
    /// The small image.
    pub thumbnail: Option<ContentHash>,
}

/// The images of a page that came with a communication of the case; `None` when it did not, or when the actor may
/// not see the case.
///
/// # Errors
/// When the database refuses.
pub async fn page_images(
    connection: &mut PgConnection,
    case: CaseId,
    page: PageId,
) -> Result<Option<PageImages>, StoreError> {
    let row = sqlx::query!(
        "SELECT g.screen_sha256, g.thumbnail_sha256 FROM page g
         WHERE g.id = $2 AND EXISTS (
             SELECT FROM residence_case c JOIN communication_case x ON x.case_id = c.id
             JOIN envelope e ON e.communication_id = x.communication_id
             WHERE c.id = $1 AND e.batch_id = g.batch_id
               AND g.number BETWEEN coalesce(e.first_page, 1) AND coalesce(e.last_page, g.number))",
        case.uuid(),
        page.uuid()
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(PageImages {
        screen: row.screen_sha256.as_deref().map(ContentHash::from_stored).transpose()?,
        thumbnail: row.thumbnail_sha256.as_deref().map(ContentHash::from_stored).transpose()?,
    }))
}
