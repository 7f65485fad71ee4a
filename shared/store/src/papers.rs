//! Where each paper lies, and where it lay before.

use chrono::{DateTime, Utc};
use domain::{CommunicationId, OriginalId, PaperFate, PaperPlaceId, PlaceKind, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// A place with a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub id: PaperPlaceId,
    /// What its label says.
    pub code: String,
    /// Its kind.
    pub kind: PlaceKind,
    /// What people call it.
    pub name: String,
}

/// What moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// An envelope with what is in it, by its communication.
    Envelope(CommunicationId),
    /// An original kept apart.
    Original(OriginalId),
    /// A box with all that is in it.
    Place(PaperPlaceId),
}

/// Where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereto {
    /// Into a place.
    Place(PaperPlaceId),
    /// Out of the house; the words say where (a tracking number, a service).
    Out(PaperFate, String),
}

/// Where something stands since its last move.
#[derive(Clone, Debug)]
pub struct Stand {
    /// The place, if it is in the house.
    pub place: Option<Place>,
    /// How it left, if it left.
    pub fate: Option<PaperFate>,
    /// A tracking number, a service.
    pub detail: Option<String>,
    /// Who moved it.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Makes a place; `false` when its code is taken.
///
/// # Errors
/// When the database refuses.
pub async fn insert_place(
    connection: &mut PgConnection,
    place: &Place,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO paper_place (id, code, kind, name, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING",
        place.id.uuid(),
        place.code,
        place.kind.code(),
        place.name,
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The place of a code.
///
/// # Errors
/// When the database refuses.
pub async fn place_by_code(connection: &mut PgConnection, code: &str) -> Result<Option<Place>, StoreError> {
    let row = sqlx::query!("SELECT id, code, kind, name FROM paper_place WHERE code = $1", code)
        .fetch_optional(connection)
        .await?;
    row.map(|r| {
        Ok(Place {
            id: PaperPlaceId::from_uuid(r.id),
            code: r.code,
            kind: decode("kind of place", r.kind, PlaceKind::from_code)?,
            name: r.name,
        })
    })
    .transpose()
}

/// Every place, by its code, with how many envelopes and originals lie in it now.
///
/// # Errors
/// When the database refuses.
pub async fn places(connection: &mut PgConnection) -> Result<Vec<(Place, u32)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.id, p.code, p.kind, p.name,
                (SELECT count(*) FROM (
                    SELECT DISTINCT ON (coalesce(m.communication_id, m.original_id)) m.to_place_id FROM paper_move m
                    WHERE m.place_id IS NULL ORDER BY coalesce(m.communication_id, m.original_id), m.moved_at DESC, m.id DESC) last
                 WHERE last.to_place_id = p.id) AS \"lying!\"
         FROM paper_place p ORDER BY p.kind, p.code LIMIT 500"
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let place = Place {
                id: PaperPlaceId::from_uuid(r.id),
                code: r.code,
                kind: decode("kind of place", r.kind, PlaceKind::from_code)?,
                name: r.name,
            };
            Ok((place, u32::try_from(r.lying).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// Notes a move. Nothing notes that it did not happen: the next one says where the paper is.
///
/// # Errors
/// When the database refuses.
pub async fn insert_move(
    connection: &mut PgConnection,
    paper: Paper,
    to: &Whereto,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (envelope, original, place) = subject(paper);
    let (to_place, fate, detail) = match to {
        Whereto::Place(id) => (Some(id.uuid()), None, None),
        Whereto::Out(fate, detail) => (None, Some(fate.code()), Some(detail.as_str())),
    };
    sqlx::query!(
        "INSERT INTO paper_move (id, communication_id, original_id, place_id, to_place_id, fate, detail, moved_by, moved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        domain::EventId::new(now).uuid(),
        envelope,
        original,
        place,
        to_place,
        fate,
        detail,
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

const fn subject(paper: Paper) -> (Option<Uuid>, Option<Uuid>, Option<Uuid>) {
    match paper {
        Paper::Envelope(id) => (Some(id.uuid()), None, None),
        Paper::Original(id) => (None, Some(id.uuid()), None),
        Paper::Place(id) => (None, None, Some(id.uuid())),
    }
}

/// The moves of something, the latest first: where it stands, then where it stood.
///
/// # Errors
/// When the database refuses.
pub async fn stands(connection: &mut PgConnection, paper: Paper) -> Result<Vec<Stand>, StoreError> {
    let (envelope, original, place) = subject(paper);
    let rows = sqlx::query!(
        "SELECT p.id AS \"place?\", p.code AS \"code?\", p.kind AS \"kind?\", p.name AS \"name?\", m.fate, m.detail, m.moved_by, m.moved_at
         FROM paper_move m LEFT JOIN paper_place p ON p.id = m.to_place_id
         WHERE m.communication_id = $1 OR m.original_id = $2 OR m.place_id = $3 ORDER BY m.moved_at DESC, m.id DESC LIMIT 50",
        envelope,
        original,
        place
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let place = match (r.place, r.code, r.kind, r.name) {
                (Some(id), Some(code), Some(kind), Some(name)) => Some(Place {
                    id: PaperPlaceId::from_uuid(id),
                    code,
                    kind: decode("kind of place", kind, PlaceKind::from_code)?,
                    name,
                }),
                _ => None,
            };
            Ok(Stand {
                place,
                fate: r.fate.map(|code| decode("fate of paper", code, PaperFate::from_code)).transpose()?,
                detail: r.detail,
                by: UserId::from_uuid(r.moved_by),
                at: r.moved_at,
            })
        })
        .collect()
}

/// An original kept apart.
#[derive(Clone, Debug)]
pub struct Original {
    /// Which.
    pub id: OriginalId,
    /// The envelope that it came in.
    pub communication: CommunicationId,
    /// What it is.
    pub description: String,
    /// Money or an identity paper: two persons see it.
    pub valuable: bool,
    /// Who listed it.
    pub logged_by: UserId,
    /// When.
    pub logged_at: DateTime<Utc>,
    /// The second person.
    pub witnessed_by: Option<UserId>,
    /// That it was listed by mistake.
    pub withdrawal: Option<Withdrawal>,
}

/// That an original was listed by mistake.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// Who says so.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The second person who says so, of what two persons saw.
    pub seen_by: Option<UserId>,
}

impl Original {
    /// Whether it counts no more: somebody took it back, and a second person of what is valuable.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawal.as_ref().is_some_and(|withdrawal| !self.valuable || withdrawal.seen_by.is_some())
    }
}

/// Lists an original.
///
/// # Errors
/// When the database refuses.
pub async fn insert_original(connection: &mut PgConnection, original: &Original) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO original_paper (id, communication_id, description, valuable, logged_by, logged_at) VALUES ($1, $2, $3, $4, $5, $6)",
        original.id.uuid(),
        original.communication.uuid(),
        original.description,
        original.valuable,
        original.logged_by.uuid(),
        original.logged_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A second person has seen an original; `false` when it was the first, or somebody already did.
///
/// # Errors
/// When the database refuses.
pub async fn witness(
    connection: &mut PgConnection,
    id: OriginalId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE original_paper SET witnessed_by = $2, witnessed_at = $3 WHERE id = $1 AND witnessed_by IS NULL AND logged_by <> $2",
        id.uuid(),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An original was listed by mistake; `false` when it was taken back before, or is no longer in the house.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw_original(
    connection: &mut PgConnection,
    id: OriginalId,
    by: UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE original_paper SET withdrawn_by = $2, withdrawn_at = $3, withdrawn_reason = $4
         WHERE id = $1 AND withdrawn_at IS NULL AND NOT passerelle_original_gone(id)",
        id.uuid(),
        by.uuid(),
        now,
        reason
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A second person says so too, of what is valuable; `false` when it was the first, or nothing waits for a second one.
///
/// # Errors
/// When the database refuses.
pub async fn confirm_withdrawal(
    connection: &mut PgConnection,
    id: OriginalId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE original_paper SET withdrawal_seen_by = $2, withdrawal_seen_at = $3
         WHERE id = $1 AND valuable AND withdrawn_at IS NOT NULL AND withdrawn_by <> $2 AND withdrawal_seen_at IS NULL
           AND NOT passerelle_original_gone(id)",
        id.uuid(),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An original.
///
/// # Errors
/// `NotFound` when there is none, or its envelope is not seen by the actor.
pub async fn original(connection: &mut PgConnection, id: OriginalId) -> Result<Original, StoreError> {
    some_originals(connection, Some(id), None, 1).await?.pop().ok_or(StoreError::NotFound("original"))
}

/// The originals of an envelope, or of all of them those still in the house, the oldest first, at most `limit`. Those of envelopes that
/// the actor may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn originals(
    connection: &mut PgConnection,
    of: Option<CommunicationId>,
    limit: i64,
) -> Result<Vec<Original>, StoreError> {
    some_originals(connection, None, of, limit).await
}

async fn some_originals(
    connection: &mut PgConnection,
    one: Option<OriginalId>,
    of: Option<CommunicationId>,
    limit: i64,
) -> Result<Vec<Original>, StoreError> {
    let rows = sqlx::query!(
        "SELECT o.id, o.communication_id, o.description, o.valuable, o.logged_by, o.logged_at, o.witnessed_by,
                o.withdrawn_by, o.withdrawn_at, o.withdrawn_reason, o.withdrawal_seen_by
         FROM original_paper o JOIN communication c ON c.id = o.communication_id
         WHERE ($3::uuid IS NULL OR o.id = $3) AND ($1::uuid IS NULL OR o.communication_id = $1)
           AND ($1::uuid IS NOT NULL OR $3::uuid IS NOT NULL OR NOT passerelle_original_gone(o.id))
         ORDER BY o.logged_at, o.id LIMIT $2",
        of.map(CommunicationId::uuid),
        limit,
        one.map(OriginalId::uuid)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Original {
            id: OriginalId::from_uuid(r.id),
            communication: CommunicationId::from_uuid(r.communication_id),
            description: r.description,
            valuable: r.valuable,
            logged_by: UserId::from_uuid(r.logged_by),
            logged_at: r.logged_at,
            witnessed_by: r.witnessed_by.map(UserId::from_uuid),
            withdrawal: r.withdrawn_by.zip(r.withdrawn_at).zip(r.withdrawn_reason).map(|((by, at), reason)| {
                Withdrawal {
                    by: UserId::from_uuid(by),
                    at,
                    reason,
                    seen_by: r.withdrawal_seen_by.map(UserId::from_uuid),
                }
            }),
        })
        .collect())
}
