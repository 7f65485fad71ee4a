//! Pages that may be the same paper, received twice, and what a person said of them. Nobody sees a pair of which they may not see
//! both: row-level security asks for either communication.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BatchId, CommunicationId, Evidence, Personal, ResemblanceId, ResemblanceOutcome, ResemblanceReason, UserId,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, communications, error::decode};

/// A page of a communication, by its number in the batch.
pub type Place = (CommunicationId, i32);

/// Two pages that may be the same paper.
#[derive(Clone, Debug)]
pub struct NewResemblance {
    /// Identifier.
    pub id: ResemblanceId,
    /// The page received later.
    pub later: Place,
    /// The page received earlier.
    pub earlier: Place,
    /// Why.
    pub reason: ResemblanceReason,
    /// How much is the same, in hundredths.
    pub percent: u8,
    /// The number that is on both.
    pub number: Option<String>,
}

/// Proposes pairs; one that was proposed before is left as it is, whatever was said of it. Returns how many are new.
///
/// # Errors
/// When the database refuses.
pub async fn propose(
    connection: &mut PgConnection,
    found: &[NewResemblance],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut new = 0;
    for pair in found {
        let done = sqlx::query!(
            "INSERT INTO resemblance (id, later_id, later_page, earlier_id, earlier_page, reason, percent, number, found_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (later_id, later_page, earlier_id, earlier_page) DO NOTHING",
            pair.id.uuid(),
            pair.later.0.uuid(),
            pair.later.1,
            pair.earlier.0.uuid(),
            pair.earlier.1,
            pair.reason.code(),
            i16::from(pair.percent),
            pair.number,
            now
        )
        .execute(&mut *connection)
        .await?;
        new += done.rows_affected();
    }
    Ok(new)
}

/// When communications were received, in the order given; those that are unknown are left out.
///
/// # Errors
/// When the database refuses.
pub async fn received(
    connection: &mut PgConnection,
    ids: &[CommunicationId],
) -> Result<Vec<(CommunicationId, DateTime<Utc>)>, StoreError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!("SELECT id, received_at FROM communication WHERE id = ANY($1)", &uuids)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|r| (CommunicationId::from_uuid(r.id), r.received_at)).collect())
}

/// Of these pages, those that repeat an earlier one: somebody said so.
///
/// # Errors
/// When the database refuses.
pub async fn repeats(connection: &mut PgConnection, places: &[Place]) -> Result<Vec<Place>, StoreError> {
    let ids: Vec<Uuid> = places.iter().map(|(id, _)| id.uuid()).collect();
    let pages: Vec<i32> = places.iter().map(|(_, page)| *page).collect();
    let rows = sqlx::query!(
        "SELECT DISTINCT r.later_id, r.later_page FROM unnest($1::uuid[], $2::integer[]) AS wanted(id, page)
         JOIN resemblance r ON r.later_id = wanted.id AND r.later_page = wanted.page WHERE r.outcome = 1",
        &ids,
        &pages
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|r| (CommunicationId::from_uuid(r.later_id), r.later_page)).collect())
}

/// A pair of pages, as stored.
#[derive(Clone, Debug)]
pub struct PagePair {
    /// Identifier.
    pub id: ResemblanceId,
    /// Number of the later page in its batch.
    pub later_page: i32,
    /// Number of the earlier page in its batch.
    pub earlier_page: i32,
    /// Why.
    pub reason: ResemblanceReason,
    /// How much is the same, in hundredths.
    pub percent: u8,
    /// The number that is on both.
    pub number: Option<String>,
    /// What was said of it.
    pub outcome: Option<ResemblanceOutcome>,
    /// Who said it and when.
    pub decided: Option<(UserId, DateTime<Utc>)>,
}

/// The pairs of two communications, in the order of the later one's pages, locked until the transaction ends.
///
/// # Errors
/// `NotFound` when there are none or the actor may not see them.
pub async fn lock(
    connection: &mut PgConnection,
    later: CommunicationId,
    earlier: CommunicationId,
) -> Result<Vec<PagePair>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, later_page, earlier_page, reason, percent, number, outcome, decided_by, decided_at
         FROM resemblance WHERE later_id = $1 AND earlier_id = $2 ORDER BY later_page, earlier_page FOR UPDATE",
        later.uuid(),
        earlier.uuid()
    )
    .fetch_all(connection)
    .await?;
    if rows.is_empty() {
        return Err(StoreError::NotFound("resemblance"));
    }
    rows.into_iter()
        .map(|r| {
            Ok(PagePair {
                id: ResemblanceId::from_uuid(r.id),
                later_page: r.later_page,
                earlier_page: r.earlier_page,
                reason: decode("reason of a resemblance", r.reason, ResemblanceReason::from_code)?,
                percent: u8::try_from(r.percent).unwrap_or(0),
                number: r.number,
                outcome: outcome(r.outcome)?,
                decided: r.decided_by.map(UserId::from_uuid).zip(r.decided_at),
            })
        })
        .collect()
}

fn outcome(code: Option<i16>) -> Result<Option<ResemblanceOutcome>, StoreError> {
    code.map(|code| decode("outcome of a resemblance", code, ResemblanceOutcome::from_code)).transpose()
}

/// Keeps what was said of a pair; none takes it back.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    connection: &mut PgConnection,
    id: ResemblanceId,
    outcome: Option<ResemblanceOutcome>,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE resemblance SET outcome = $2, decided_by = CASE WHEN $2::smallint IS NULL THEN NULL ELSE $3::uuid END,
                decided_at = CASE WHEN $2::smallint IS NULL THEN NULL ELSE $4::timestamptz END
         WHERE id = $1",
        id.uuid(),
        outcome.map(ResemblanceOutcome::code),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The evidences of what a communication repeats as a whole: each of its pages with a text of its own is the same paper as one that
/// came earlier. What is asked was asked then.
///
/// # Errors
/// When the database refuses.
pub async fn evidences_repeated(
    connection: &mut PgConnection,
    id: CommunicationId,
) -> Result<Vec<Evidence>, StoreError> {
    let rows = sqlx::query!(
        "WITH written AS (
             SELECT p.number FROM envelope e JOIN page p ON p.batch_id = e.batch_id AND p.number BETWEEN e.first_page AND e.last_page
             WHERE e.communication_id = $1 AND p.standing = 0 AND NOT p.blank AND NOT p.separator AND jsonb_array_length(p.words) >= 40
         ), whole AS (
             SELECT r.earlier_id FROM resemblance r JOIN written w ON w.number = r.later_page
             WHERE r.later_id = $1 AND r.outcome = 1
             GROUP BY r.earlier_id HAVING count(DISTINCT r.later_page) = (SELECT count(*) FROM written)
         )
         SELECT v.kind AS \"kind!\", v.date AS \"date!\", v.proof AS \"proof!\" FROM whole JOIN evidence v ON v.communication_id = whole.earlier_id
         WHERE v.withdrawn_at IS NULL
         ORDER BY v.date, v.kind",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|r| communications::evidence(r.kind, r.date, r.proof)).collect()
}

/// Two communications of which pages may be the same paper.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The one received later.
    pub later: Side,
    /// The one received earlier.
    pub earlier: Side,
    /// Pairs of pages of which nobody has said anything.
    pub open: u32,
    /// Pairs said to be the same.
    pub same: u32,
    /// All pairs.
    pub pairs: u32,
    /// The strongest reason.
    pub reason: ResemblanceReason,
    /// How much is the same there, in hundredths.
    pub percent: u8,
    /// The number there.
    pub number: Option<String>,
}

/// One of two communications, as far as is sure.
#[derive(Clone, Debug)]
pub struct Side {
    /// Which.
    pub id: CommunicationId,
    /// The door.
    pub channel: domain::ChannelKind,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The best evidence date of it.
    pub evidence_on: NaiveDate,
    /// Number of the page of the strongest reason, in its batch.
    pub page: i32,
    /// The batch.
    pub batch: BatchId,
    /// The first page of its envelope there.
    pub first_page: i32,
    /// The person and the case it belongs to, once registered.
    pub case: Option<(domain::CaseId, String)>,
    /// Whether somebody registered that case.
    pub registered: bool,
    /// Family name and given names.
    pub person: Option<Personal<String>>,
    /// Who sent it, of a message.
    pub sender: Option<Personal<String>>,
}

/// Whose resemblances are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// Those that wait for somebody, the latest found first.
    Open,
    /// Those of a communication, whatever was said of them.
    Of(CommunicationId),
    /// Those of the communications of a case.
    OfCase(domain::CaseId),
}

/// Pairs of communications, those that wait first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn summaries(connection: &mut PgConnection, wanted: Wanted, limit: i64) -> Result<Vec<Summary>, StoreError> {
    let (of, case) = match wanted {
        Wanted::Open => (None, None),
        Wanted::Of(id) => (Some(id.uuid()), None),
        Wanted::OfCase(id) => (None, Some(id.uuid())),
    };
    let rows = sqlx::query!(
        "SELECT r.later_id, r.earlier_id, count(*) FILTER (WHERE r.outcome IS NULL) AS \"open!\",
                count(*) FILTER (WHERE r.outcome = 1) AS \"same!\", count(*) AS \"pairs!\",
                (array_agg(r.reason ORDER BY r.reason, r.percent DESC, r.later_page))[1] AS \"reason!\",
                (array_agg(r.percent ORDER BY r.reason, r.percent DESC, r.later_page))[1] AS \"percent!\",
                (array_agg(r.number ORDER BY r.reason, r.percent DESC, r.later_page))[1] AS number,
                (array_agg(r.later_page ORDER BY r.reason, r.percent DESC, r.later_page))[1] AS \"later_page!\",
                (array_agg(r.earlier_page ORDER BY r.reason, r.percent DESC, r.later_page))[1] AS \"earlier_page!\"
         FROM resemblance r
         WHERE ($1::uuid IS NULL OR r.later_id = $1 OR r.earlier_id = $1)
           AND ($2::uuid IS NULL OR EXISTS (SELECT FROM communication_case l
                                            WHERE l.case_id = $2 AND l.communication_id IN (r.later_id, r.earlier_id)))
           AND ($1::uuid IS NOT NULL OR $2::uuid IS NOT NULL OR r.outcome IS NULL)
         GROUP BY r.later_id, r.earlier_id
         ORDER BY (count(*) FILTER (WHERE r.outcome IS NULL) = 0), max(r.found_at) DESC, r.later_id, r.earlier_id LIMIT $3",
        of,
        case,
        limit
    )
    .fetch_all(&mut *connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let mut found = Vec::with_capacity(rows.len());
    for r in rows {
        found.push(Summary {
            later: side(connection, CommunicationId::from_uuid(r.later_id), r.later_page).await?,
            earlier: side(connection, CommunicationId::from_uuid(r.earlier_id), r.earlier_page).await?,
            open: number(r.open),
            same: number(r.same),
            pairs: number(r.pairs),
            reason: decode("reason of a resemblance", r.reason, ResemblanceReason::from_code)?,
            percent: u8::try_from(r.percent).unwrap_or(0),
            number: r.number,
        });
    }
    Ok(found)
}

/// How many pairs of communications wait for somebody, up to `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, limit: i64) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) AS \"count!\"
         FROM (SELECT DISTINCT later_id, earlier_id FROM resemblance WHERE outcome IS NULL LIMIT $1) AS waiting",
        limit
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What is sure of one of two communications.
///
/// # Errors
/// `NotFound` when there is none or the actor may not see it.
pub async fn side(connection: &mut PgConnection, id: CommunicationId, page: i32) -> Result<Side, StoreError> {
    let r = sqlx::query!(
        "SELECT c.channel, c.received_at, c.received_on, e.batch_id, e.first_page, m.from_name, m.from_address,
                k.id AS \"case_id?\", k.reference AS \"reference?\", k.registered_at AS \"registered_at?\", p.family_name AS \"family_name?\", p.given_names AS \"given_names?\",
                (SELECT min(v.date) FROM evidence v WHERE v.communication_id = c.id AND v.withdrawn_at IS NULL) AS evidence_on
         FROM communication c
         JOIN envelope e ON e.communication_id = c.id
         LEFT JOIN message m ON m.communication_id = c.id
         LEFT JOIN LATERAL (SELECT r.id, r.reference, r.person_id, r.registered_at FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                            WHERE l.communication_id = c.id ORDER BY r.registered_at NULLS LAST, r.id LIMIT 1) k ON true
         LEFT JOIN person p ON p.id = k.person_id
         WHERE c.id = $1",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("communication"))?;
    let names = [r.family_name, r.given_names].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(Side {
        id,
        channel: decode("channel", r.channel, domain::ChannelKind::from_code)?,
        received_at: r.received_at,
        evidence_on: r.evidence_on.map_or(r.received_on, |on| on.min(r.received_on)),
        page,
        batch: BatchId::from_uuid(r.batch_id),
        first_page: r.first_page.unwrap_or(1),
        registered: r.registered_at.is_some(),
        case: r.case_id.map(domain::CaseId::from_uuid).zip(r.reference),
        person: Some(names).filter(|names| !names.trim().is_empty()).map(Personal),
        sender: r.from_name.filter(|name| !name.trim().is_empty()).or(r.from_address).map(Personal),
    })
}
