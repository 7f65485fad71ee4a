//! Pages of one envelope that may be one sheet fed twice: proposed with how alike they look, decided by a person.

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId, PageId, UserId};
use sqlx::PgConnection;

use crate::{StoreError, within::Within};

/// Two pages that look the same.
#[derive(Clone, Copy, Debug)]
pub struct NewDouble {
    /// The page that comes later.
    pub later: PageId,
    /// The page that it may be a second scan of.
    pub earlier: PageId,
    /// How much of the picture is the same, in hundredths.
    pub percent: u8,
    /// The scanner had stopped between them: they come from two files.
    pub after_jam: bool,
}

/// Proposes; what was decided about a pair stays decided.
///
/// # Errors
/// When the database refuses.
pub async fn propose(
    connection: &mut PgConnection,
    communication: CommunicationId,
    pairs: &[NewDouble],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for pair in pairs {
        sqlx::query!(
            "INSERT INTO double_page (later_id, earlier_id, communication_id, percent, after_jam, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (later_id, earlier_id) DO NOTHING",
            pair.later.uuid(),
            pair.earlier.uuid(),
            communication.uuid(),
            i16::from(pair.percent),
            pair.after_jam,
            now
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A pair that waits for a decision, where its pages stand.
#[derive(Clone, Copy, Debug)]
pub struct OpenDouble {
    /// The envelope, by its communication.
    pub communication: CommunicationId,
    /// The batch that both stand in.
    pub batch: BatchId,
    /// The place of the later page.
    pub later: i32,
    /// The place of the earlier one.
    pub earlier: i32,
    /// How much of the picture is the same, in hundredths.
    pub percent: i16,
    /// The scanner had stopped between them.
    pub after_jam: bool,
}

/// What waits for a decision, both pages counting, in the order of the pages; at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, within: Within, limit: i64) -> Result<Vec<OpenDouble>, StoreError> {
    let rows = sqlx::query!(
        "SELECT c.id AS communication_id, l.batch_id, l.number AS later, f.number AS earlier, d.percent, d.after_jam
         FROM double_page d
         JOIN page l ON l.id = d.later_id JOIN page f ON f.id = d.earlier_id AND f.batch_id = l.batch_id
         JOIN envelope e ON e.batch_id = l.batch_id AND l.number BETWEEN e.first_page AND e.last_page AND f.number BETWEEN e.first_page AND e.last_page
         JOIN communication c ON c.id = e.communication_id
         WHERE d.decided_at IS NULL AND l.standing = 0 AND f.standing = 0 AND c.state <= 2
           AND ($1::uuid IS NULL OR l.batch_id = $1) AND ($2::uuid IS NULL OR c.id = $2)
         ORDER BY l.batch_id, l.number, f.number LIMIT $3",
        within.batch(),
        within.envelope(),
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| OpenDouble {
            communication: CommunicationId::from_uuid(r.communication_id),
            batch: BatchId::from_uuid(r.batch_id),
            later: r.later,
            earlier: r.earlier,
            percent: r.percent,
            after_jam: r.after_jam,
        })
        .collect())
}

/// Keeps what a person said of two pages, proposed or not; `None` opens the question again.
///
/// # Errors
/// When the database refuses.
pub async fn decide(
    connection: &mut PgConnection,
    communication: CommunicationId,
    (later, earlier): (PageId, PageId),
    accepted: Option<bool>,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO double_page (later_id, earlier_id, communication_id, percent, after_jam, proposed_at, decided_at, decided_by, accepted)
         VALUES ($1, $2, $3, 0, false, $6, CASE WHEN $4::boolean IS NULL THEN NULL ELSE $6::timestamptz END, $5, $4)
         ON CONFLICT (later_id, earlier_id) DO UPDATE SET decided_at = excluded.decided_at, decided_by = excluded.decided_by,
             accepted = excluded.accepted",
        later.uuid(),
        earlier.uuid(),
        communication.uuid(),
        accepted,
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says which page this one is a second scan of, or that it is none.
///
/// # Errors
/// When the database refuses.
pub async fn set_double_of(connection: &mut PgConnection, page: PageId, of: Option<PageId>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE page SET double_of = $2 WHERE id = $1", page.uuid(), of.map(PageId::uuid))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a piece of the communication has no other page that counts.
///
/// # Errors
/// When the database refuses.
pub async fn is_a_whole_piece(
    connection: &mut PgConnection,
    communication: CommunicationId,
    number: i32,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM piece p JOIN envelope e ON e.communication_id = p.communication_id
                        WHERE p.communication_id = $1 AND $2 BETWEEN p.first_page AND p.last_page
                          AND NOT EXISTS (SELECT FROM page o WHERE o.batch_id = e.batch_id AND o.number BETWEEN p.first_page AND p.last_page
                                            AND o.number <> $2 AND o.standing = 0)) AS \"whole!\"",
        communication.uuid(),
        number
    );
    Ok(found.fetch_one(connection).await?)
}

/// The places between two of a batch in which a page of another file stands.
///
/// # Errors
/// When the database refuses.
pub async fn places_moved(
    connection: &mut PgConnection,
    batch: BatchId,
    from: i32,
    to: i32,
) -> Result<Vec<i32>, StoreError> {
    let places = sqlx::query_scalar!(
        "SELECT number FROM page WHERE batch_id = $1 AND number BETWEEN $2 AND $3 AND file_batch_id <> batch_id ORDER BY number",
        batch.uuid(),
        from,
        to
    );
    Ok(places.fetch_all(connection).await?)
}
