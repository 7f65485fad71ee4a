//! Letters on their way by post, one row each time one leaves, and what the post said of it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{ContactPointId, LetterId, PersonId, PostalItemId, PrintRunId, ReturnReason, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// What the post said of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalFate {
    /// First presentation.
    pub presented_on: Option<NaiveDate>,
    /// Whether the notice of passage was left.
    pub notice_left: bool,
    /// The day it was handed over.
    pub collected_on: Option<NaiveDate>,
    /// The day it was refused.
    pub refused_on: Option<NaiveDate>,
    /// When it was back here, and why.
    pub came_back: Option<(NaiveDate, ReturnReason)>,
}

/// An item.
#[derive(Clone, Debug)]
pub struct PostalItem {
    /// Identifier.
    pub id: PostalItemId,
    /// The letter.
    pub letter: LetterId,
    /// The pile that it was printed in.
    pub run: PrintRunId,
    /// Where it was sent.
    pub contact: Option<ContactPointId>,
    /// Its number, when it is a registered letter.
    pub registered_number: Option<String>,
    /// When it was handed to the post.
    pub left_at: Option<DateTime<Utc>>,
    /// What the post said of it.
    pub fate: PostalFate,
    /// The item whose envelope it is in; its own, unless it travels with another letter.
    pub envelope: PostalItemId,
}

/// A letter of a printed pile.
#[derive(Clone, Copy, Debug)]
pub struct Enclosed {
    /// Which.
    pub letter: LetterId,
    /// The letter in whose envelope it goes; none when it has its own.
    pub with: Option<LetterId>,
}

/// Notes where the letters of a pile lie in it, in its order, and which share an envelope. A letter stands before those that go with it.
///
/// # Errors
/// When the database refuses.
pub async fn enclose(
    connection: &mut PgConnection,
    run: PrintRunId,
    letters: &[Enclosed],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let items: Vec<(LetterId, PostalItemId)> =
        letters.iter().map(|enclosed| (enclosed.letter, PostalItemId::new(now))).collect();
    for ((place, enclosed), (_, id)) in (1_i32..).zip(letters).zip(&items) {
        let envelope = items.iter().find(|(letter, _)| Some(*letter) == enclosed.with).map(|(_, id)| id.uuid());
        sqlx::query!(
            "INSERT INTO postal_item (id, letter_id, print_run_id, in_envelope_of, place) VALUES ($1, $2, $3, $4, $5)",
            id.uuid(),
            enclosed.letter.uuid(),
            run.uuid(),
            envelope,
            place
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The items that are in the envelope of another one, without it.
///
/// # Errors
/// When the database refuses.
pub async fn in_envelope_with(connection: &mut PgConnection, item: &PostalItem) -> Result<Vec<LetterId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT letter_id FROM postal_item WHERE (id = $1 OR in_envelope_of = $1) AND id <> $2 ORDER BY place NULLS LAST, id",
        item.envelope.uuid(),
        item.id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// The envelope that a letter of a pile goes in, by the item whose address shows.
///
/// # Errors
/// When the database refuses.
pub async fn envelope_of(
    connection: &mut PgConnection,
    run: PrintRunId,
    letter: LetterId,
) -> Result<Option<PostalItemId>, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT coalesce(in_envelope_of, id) AS \"id!\" FROM postal_item WHERE print_run_id = $1 AND letter_id = $2",
        run.uuid(),
        letter.uuid()
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(PostalItemId::from_uuid))
}

/// A letter that has not left goes without those it shared its envelope with, and without its number. When its address showed, that of the
/// next one does, in the same envelope with the same number.
///
/// # Errors
/// When the database refuses.
pub async fn leave_envelope(connection: &mut PgConnection, letter: LetterId) -> Result<(), StoreError> {
    let next = sqlx::query!(
        "SELECT c.id AS own, f.id AS next FROM postal_item c JOIN postal_item f ON f.in_envelope_of = c.id
         WHERE c.letter_id = $1 AND c.left_at IS NULL ORDER BY f.place NULLS LAST, f.id LIMIT 1",
        letter.uuid()
    )
    .fetch_optional(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE postal_item SET registered_number = NULL, in_envelope_of = NULL WHERE letter_id = $1 AND left_at IS NULL",
        letter.uuid()
    )
    .execute(&mut *connection)
    .await?;
    let Some(next) = next else { return Ok(()) };
    sqlx::query!("UPDATE postal_item SET in_envelope_of = NULL WHERE id = $1", next.next)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("UPDATE postal_item SET in_envelope_of = $2 WHERE in_envelope_of = $1", next.own, next.next)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes the letters of a pile as handed to the post.
///
/// # Errors
/// When the database refuses.
pub async fn leave(
    connection: &mut PgConnection,
    run: PrintRunId,
    letters: &[LetterId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = letters.iter().map(|_| PostalItemId::new(now).uuid()).collect();
    let letters: Vec<Uuid> = letters.iter().map(|letter| letter.uuid()).collect();
    sqlx::query!(
        "INSERT INTO postal_item (id, letter_id, print_run_id, contact_point_id, left_at)
         SELECT i, l.id, $3, l.contact_point_id, $4 FROM unnest($1::uuid[], $2::uuid[]) AS n(i, letter) JOIN letter l ON l.id = n.letter
         ON CONFLICT (letter_id, print_run_id) DO UPDATE SET left_at = excluded.left_at, contact_point_id = excluded.contact_point_id",
        &ids,
        &letters,
        run.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a letter of a pile the number of its registered item, in place of one that it had; `None` takes it away. What shares its envelope
/// shares the number.
///
/// # Errors
/// When the database refuses: another item may have this number.
pub async fn set_number(
    connection: &mut PgConnection,
    run: PrintRunId,
    letter: LetterId,
    number: Option<&str>,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO postal_item (id, letter_id, print_run_id, registered_number, numbered_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (letter_id, print_run_id)
         DO UPDATE SET registered_number = excluded.registered_number, numbered_by = excluded.numbered_by",
        PostalItemId::new(now).uuid(),
        letter.uuid(),
        run.uuid(),
        number,
        by.uuid()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE postal_item p SET registered_number = $3, numbered_by = $4 FROM postal_item own
         WHERE own.print_run_id = $1 AND own.letter_id = $2 AND p.id <> own.id
           AND coalesce(p.in_envelope_of, p.id) = coalesce(own.in_envelope_of, own.id)",
        run.uuid(),
        letter.uuid(),
        number,
        by.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The item whose envelope has a number.
///
/// # Errors
/// When the database refuses.
pub async fn by_number(connection: &mut PgConnection, number: &str) -> Result<Option<PostalItem>, StoreError> {
    Ok(items(connection, None, None, Some(number)).await?.pop())
}

/// The last item of a letter, locked with it by the caller.
///
/// # Errors
/// When the database refuses.
pub async fn last_of(connection: &mut PgConnection, letter: LetterId) -> Result<Option<PostalItem>, StoreError> {
    Ok(items(connection, None, Some(letter), None).await?.pop())
}

/// One item.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn get(connection: &mut PgConnection, id: PostalItemId) -> Result<PostalItem, StoreError> {
    items(connection, Some(id), None, None).await?.pop().ok_or(StoreError::NotFound("postal item"))
}

async fn items(
    connection: &mut PgConnection,
    id: Option<PostalItemId>,
    letter: Option<LetterId>,
    number: Option<&str>,
) -> Result<Vec<PostalItem>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.id, p.letter_id, p.print_run_id, p.contact_point_id, p.registered_number, p.left_at, p.presented_on, p.notice_left,
                p.collected_on, p.refused_on, p.came_back_on, p.return_reason, coalesce(p.in_envelope_of, p.id) AS \"envelope!\"
         FROM postal_item p JOIN letter l ON l.id = p.letter_id
         WHERE ($1::uuid IS NULL OR p.id = $1) AND ($2::uuid IS NULL OR p.letter_id = $2)
           AND ($3::text IS NULL OR (p.registered_number = $3 AND p.in_envelope_of IS NULL))
         ORDER BY p.left_at NULLS FIRST, p.id",
        id.map(PostalItemId::uuid),
        letter.map(LetterId::uuid),
        number
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let reason =
                r.return_reason.map(|code| decode("return reason", code, ReturnReason::from_code)).transpose()?;
            Ok(PostalItem {
                id: PostalItemId::from_uuid(r.id),
                letter: LetterId::from_uuid(r.letter_id),
                run: PrintRunId::from_uuid(r.print_run_id),
                contact: r.contact_point_id.map(ContactPointId::from_uuid),
                registered_number: r.registered_number,
                left_at: r.left_at,
                fate: PostalFate {
                    presented_on: r.presented_on,
                    notice_left: r.notice_left,
                    collected_on: r.collected_on,
                    refused_on: r.refused_on,
                    came_back: r.came_back_on.zip(reason),
                },
                envelope: PostalItemId::from_uuid(r.envelope),
            })
        })
        .collect()
}

/// Writes what the post said of an item.
///
/// # Errors
/// When the database refuses: the dates contradict each other.
pub async fn set_fate(
    connection: &mut PgConnection,
    id: PostalItemId,
    fate: &PostalFate,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE postal_item SET presented_on = $2, notice_left = $3, collected_on = $4, refused_on = $5, came_back_on = $6,
                return_reason = $7, told_by = $8, told_at = $9
         WHERE id = $1",
        id.uuid(),
        fate.presented_on,
        fate.notice_left,
        fate.collected_on,
        fate.refused_on,
        fate.came_back.map(|(on, _)| on),
        fate.came_back.map(|(_, reason)| reason.code()),
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a contact point was before something came back from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContactBefore {
    /// Which.
    pub contact: ContactPointId,
    /// Whose.
    pub person: PersonId,
    /// Since when it was in doubt.
    pub doubtful_since: Option<DateTime<Utc>>,
}

/// Counts that a letter came back from a contact point; with `doubt`, nothing is sent there until somebody has checked it.
///
/// # Errors
/// When the contact point is unknown.
pub async fn came_back_from(
    connection: &mut PgConnection,
    contact: ContactPointId,
    doubt: bool,
    now: DateTime<Utc>,
) -> Result<ContactBefore, StoreError> {
    let row = sqlx::query!(
        "UPDATE contact_point c SET bounces = c.bounces + 1,
                doubtful_since = coalesce(c.doubtful_since, CASE WHEN $2 THEN $3::timestamptz END)
         FROM contact_point old WHERE c.id = $1 AND old.id = c.id RETURNING c.person_id, old.doubtful_since",
        contact.uuid(),
        doubt,
        now
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("contact point"))?;
    Ok(ContactBefore { contact, person: PersonId::from_uuid(row.person_id), doubtful_since: row.doubtful_since })
}

/// Gives a contact point back what it was before a return that was noted by mistake.
///
/// # Errors
/// When the database refuses.
pub async fn restore_contact(connection: &mut PgConnection, before: &ContactBefore) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE contact_point SET bounces = greatest(bounces - 1, 0), doubtful_since = $2 WHERE id = $1",
        before.contact.uuid(),
        before.doubtful_since
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A letter that left is back: it counts as not sent and waits for another way. It stays in the list of the pile it left with.
///
/// # Errors
/// When the database refuses.
pub async fn hold_returned(connection: &mut PgConnection, letter: LetterId, reason: &str) -> Result<(), StoreError> {
    sqlx::query!("UPDATE letter SET state = 7, held_reason = $2 WHERE id = $1", letter.uuid(), reason)
        .execute(connection)
        .await?;
    Ok(())
}

/// A letter noted as returned by mistake has left, as it stood before.
///
/// # Errors
/// When the database refuses.
pub async fn left_after_all(connection: &mut PgConnection, letter: LetterId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE letter SET state = 5, held_reason = NULL WHERE id = $1", letter.uuid())
        .execute(connection)
        .await?;
    Ok(())
}
