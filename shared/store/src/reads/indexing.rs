//! The desk of indexing (M4): what waits, and everything that is known of one envelope.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BatchId, CaseId, CaseReference, ChannelKind, CommunicationId, CommunicationState, Legibility, PersonId, Personal,
};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    StoreError,
    batches::{BatchState, EnvelopeMarks},
    error::decode,
};

/// What waits for the desk, in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Envelopes to index, counted up to the limit asked for.
    pub envelopes: u32,
    /// Registered letters among them.
    pub registered: u32,
    /// When the oldest was received.
    pub oldest: Option<DateTime<Utc>>,
}

/// Counts what waits, up to `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(connection: &mut PgConnection, limit: i64) -> Result<Waiting, StoreError> {
    let r = sqlx::query!(
        "SELECT count(*) AS \"envelopes!\",
                count(*) FILTER (WHERE w.number IS NOT NULL) AS \"registered!\",
                min(w.received_at) AS oldest
         FROM (SELECT c.received_at, coalesce(e.registered_number, s.value #>> '{}') AS number
               FROM communication c
               JOIN envelope e ON e.communication_id = c.id
               LEFT JOIN LATERAL (SELECT value FROM suggestion WHERE communication_id = c.id AND field = 'registered_number' LIMIT 1) s ON true
               WHERE c.state = 2 AND c.channel <> 3 AND c.owner_role IS NULL ORDER BY c.received_at LIMIT $1) w",
        limit
    )
    .fetch_one(connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Waiting { envelopes: number(r.envelopes), registered: number(r.registered), oldest: r.oldest })
}

/// A batch that the reader is working on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InReading {
    /// Which.
    pub id: BatchId,
    /// The name that the scanner gave.
    pub file_name: String,
    /// Pages read so far.
    pub pages_read: u32,
    /// Pages in the file, once known.
    pub page_count: Option<u32>,
}

/// The batches that wait for the reader or are being read, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn in_reading(connection: &mut PgConnection, limit: i64) -> Result<Vec<InReading>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, file_name, pages_read, page_count FROM batch WHERE state = 1 ORDER BY received_at, id LIMIT $1",
        limit
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|r| InReading {
            id: BatchId::from_uuid(r.id),
            file_name: r.file_name,
            pages_read: number(r.pages_read),
            page_count: r.page_count.map(number),
        })
        .collect())
}

/// A row of the queue.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// The communication that the envelope carries.
    pub id: CommunicationId,
    /// The door.
    pub channel: ChannelKind,
    /// Who sent the message.
    pub sender: Option<Personal<String>>,
    /// Whether it was left to a person without a case: certainly no request.
    pub owned: bool,
    /// The last day to say what became of it, while it has no case (I-28).
    pub outcome_due: Option<NaiveDate>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The file it was scanned in.
    pub file_name: String,
    /// Position in that file, from 1.
    pub position: i32,
    /// Serial of its separator sheet.
    pub serial: Option<String>,
    /// Pages of the envelope; none when the file could not be read.
    pub pages: Option<u32>,
    /// Number of the registered letter, confirmed or read.
    pub registered_number: Option<String>,
    /// The batch and the page whose thumbnail stands for the envelope; none when it is sealed.
    pub first_page: Option<(BatchId, u32)>,
    /// Open exceptions about it.
    pub exceptions: u32,
}

/// What waits for the desk, by every door but the telephone (which has its own) or by one: registered letters first, then the
/// longest waiting, what certainly is no request (automatic messages) last, until its outcome is late `today`; at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn queue(
    connection: &mut PgConnection,
    door: Option<ChannelKind>,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<QueueLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT c.id, c.channel, c.received_at, c.owner_role, c.outcome_due, b.file_name, e.batch_id, e.position, e.serial, e.first_page, e.last_page,
                e.sealed IS NOT NULL AS \"sealed!\", m.from_name, m.from_address,
                coalesce(e.registered_number, s.value #>> '{}') AS registered_number,
                (SELECT count(*) FROM exception x WHERE x.communication_id = c.id AND x.ended_at IS NULL) AS \"exceptions!\"
         FROM communication c
         JOIN envelope e ON e.communication_id = c.id
         JOIN batch b ON b.id = e.batch_id
         LEFT JOIN message m ON m.communication_id = c.id
         LEFT JOIN LATERAL (SELECT value FROM suggestion WHERE communication_id = c.id AND field = 'registered_number' LIMIT 1) s ON true
         WHERE c.state = 2 AND c.channel <> 3 AND ($2::smallint IS NULL OR c.channel = $2)
         ORDER BY (c.owner_role IS NOT NULL AND c.outcome_due >= $3), c.received_on, (coalesce(e.registered_number, s.value #>> '{}') IS NULL), c.received_at, b.id, e.position
         LIMIT $1",
        limit,
        door.map(ChannelKind::code),
        today
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    rows.into_iter()
        .map(|r| {
            let first = r.first_page.filter(|_| !r.sealed).map(number);
            Ok(QueueLine {
                id: CommunicationId::from_uuid(r.id),
                channel: decode("channel", r.channel, ChannelKind::from_code)?,
                sender: r.from_name.filter(|name| !name.trim().is_empty()).or(r.from_address).map(Personal),
                owned: r.owner_role.is_some(),
                outcome_due: r.outcome_due,
                received_at: r.received_at,
                file_name: r.file_name,
                position: r.position,
                serial: r.serial,
                pages: r.first_page.zip(r.last_page).map(|(first, last)| number(last - first + 1)),
                registered_number: r.registered_number,
                first_page: first.map(|page| (BatchId::from_uuid(r.batch_id), page)),
                exceptions: u32::try_from(r.exceptions).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

/// Everything about an envelope but its pages.
#[derive(Clone, Debug)]
pub struct EnvelopeView {
    /// The communication it carries.
    pub id: CommunicationId,
    /// The door.
    pub channel: ChannelKind,
    /// Whether it was left to a person without a case: certainly no request.
    pub owned: bool,
    /// Where that stands.
    pub state: CommunicationState,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The local date of that instant.
    pub received_on: NaiveDate,
    /// How it ended, in words, when it ended without a case.
    pub outcome: Option<String>,
    /// The batch.
    pub batch: BatchId,
    /// The name that the scanner gave.
    pub file_name: String,
    /// Where the batch stands.
    pub batch_state: BatchState,
    /// Position in the batch, from 1.
    pub position: i32,
    /// Serial of the separator sheet.
    pub serial: Option<String>,
    /// First and last page of the batch.
    pub pages: Option<(u32, u32)>,
    /// The pages of the batch that stand in it, in order: what was replaced or scanned twice lies between and is none of them.
    pub numbers: Vec<u32>,
    /// A sealed medical envelope that was scanned by mistake: nothing of it is shown (I-22).
    pub sealed: bool,
    /// Pages counted by hand.
    pub declared_pages: Option<u32>,
    /// What a person saw on the envelope.
    pub marks: EnvelopeMarks,
    /// The cases it belongs to now, with their references.
    pub cases: Vec<(CaseId, CaseReference)>,
}

/// An envelope by the communication that it carries.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it.
pub async fn envelope(connection: &mut PgConnection, id: CommunicationId) -> Result<EnvelopeView, StoreError> {
    let r = sqlx::query!(
        "SELECT c.state, c.channel, c.owner_role, c.received_at, c.received_on, c.outcome, e.batch_id, b.file_name, b.state AS batch_state, e.position, e.serial,
                e.first_page, e.last_page, e.declared_pages, e.postmark_on, e.postmark_seen, e.postmark_office, e.postmark_operator, e.legibility, e.registered_number,
                e.franking_on, e.tracked_on,
                e.sealed IS NOT NULL AS \"sealed!\",
                ARRAY(SELECT p.number FROM page p WHERE p.batch_id = e.batch_id AND p.number BETWEEN e.first_page AND e.last_page
                      AND p.standing IN (0, 4) ORDER BY p.number) AS \"numbers!\"
         FROM communication c
         JOIN envelope e ON e.communication_id = c.id
         JOIN batch b ON b.id = e.batch_id
         WHERE c.id = $1",
        id.uuid()
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(StoreError::NotFound("envelope"))?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    let pages = r.first_page.zip(r.last_page).map(|(first, last)| (number(first), number(last)));
    let mut numbers: Vec<u32> = r.numbers.into_iter().map(number).collect();
    if let Some((first, last)) = pages.filter(|_| numbers.is_empty() && !r.sealed) {
        numbers = (first..=last).collect();
    }
    Ok(EnvelopeView {
        id,
        channel: decode("channel", r.channel, ChannelKind::from_code)?,
        owned: r.owner_role.is_some(),
        state: decode("communication state", r.state, CommunicationState::from_code)?,
        received_at: r.received_at,
        received_on: r.received_on,
        outcome: r.outcome,
        batch: BatchId::from_uuid(r.batch_id),
        file_name: r.file_name,
        batch_state: decode("batch state", r.batch_state, BatchState::from_code)?,
        position: r.position,
        serial: r.serial,
        pages,
        numbers,
        sealed: r.sealed,
        declared_pages: r.declared_pages.map(number),
        marks: EnvelopeMarks {
            postmark_on: r.postmark_on,
            postmark_seen: r.postmark_seen,
            postmark_office: r.postmark_office,
            postmark_operator: r.postmark_operator,
            legibility: r.legibility.map(|code| decode("legibility", code, Legibility::from_code)).transpose()?,
            registered_number: r.registered_number,
            franking_on: r.franking_on,
            tracked_on: r.tracked_on,
        },
        cases: cases_of(connection, id).await?,
    })
}

async fn cases_of(
    connection: &mut PgConnection,
    id: CommunicationId,
) -> Result<Vec<(CaseId, CaseReference)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT r.id, r.reference FROM communication_case l JOIN residence_case r ON r.id = l.case_id
         WHERE l.communication_id = $1 ORDER BY r.received_at, r.id",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok((CaseId::from_uuid(r.id), r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?))
        })
        .collect()
}

/// A reading proposed for a field.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The field (`case`, `person`, `address`, `letter_date`, `registered_number`, `title`).
    pub field: String,
    /// The value.
    pub value: Value,
    /// Where it was read: `barcode`, `mrz`, `text`.
    pub origin: String,
    /// How sure the machine is, 0 to 100.
    pub confidence: f32,
    /// The page of the batch.
    pub page: Option<u32>,
}

/// What was read for an envelope, the surest first.
///
/// # Errors
/// When the database refuses.
pub async fn proposals(connection: &mut PgConnection, id: CommunicationId) -> Result<Vec<Proposal>, StoreError> {
    let rows = sqlx::query!(
        "SELECT field, value, origin, confidence, page FROM suggestion WHERE communication_id = $1 ORDER BY field, confidence DESC, id",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Proposal {
            field: r.field,
            value: r.value,
            origin: r.origin,
            confidence: r.confidence,
            page: r.page.and_then(|page| u32::try_from(page).ok()),
        })
        .collect())
}

/// The persons of these cases, for cases proposed by a code of ours.
///
/// # Errors
/// When the database refuses.
pub async fn person_of_case(connection: &mut PgConnection, case: CaseId) -> Result<Option<PersonId>, StoreError> {
    let person = sqlx::query_scalar!("SELECT person_id FROM residence_case WHERE id = $1", case.uuid())
        .fetch_optional(connection)
        .await?;
    Ok(person.flatten().map(PersonId::from_uuid))
}

/// The open cases of a person, latest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn open_cases(
    connection: &mut PgConnection,
    person: PersonId,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM residence_case WHERE person_id = $1 AND state <= 9 ORDER BY received_at DESC, id DESC LIMIT $2",
        person.uuid(),
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
}

/// A case to which an envelope may be added.
#[derive(Clone, Debug)]
pub struct CaseOffer {
    /// Which.
    pub id: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// What it asks for.
    pub kind: Option<domain::CaseKind>,
    /// Where it stands.
    pub state: domain::CaseState,
    /// First reception.
    pub received_on: NaiveDate,
    /// The title asked for.
    pub title_code: Option<String>,
    /// The person.
    pub person: Option<PersonId>,
}

/// Cases by their identifiers, in the order given; those the actor may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn offers(connection: &mut PgConnection, ids: &[CaseId]) -> Result<Vec<CaseOffer>, StoreError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT id, reference, kind, state, received_on, title_code, person_id FROM residence_case
         WHERE id = ANY($1) ORDER BY array_position($1, id)",
        &uuids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(CaseOffer {
                id: CaseId::from_uuid(r.id),
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                kind: r.kind.map(|code| decode("case kind", code, domain::CaseKind::from_code)).transpose()?,
                state: decode("case state", r.state, domain::CaseState::from_code)?,
                received_on: r.received_on,
                title_code: r.title_code,
                person: r.person_id.map(PersonId::from_uuid),
            })
        })
        .collect()
}
