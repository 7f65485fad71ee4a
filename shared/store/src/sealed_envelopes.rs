//! Sealed medical envelopes that were scanned by mistake: nothing of them is shown (I-22).

use chrono::{DateTime, Utc};
use domain::{CommunicationId, OpenedClass, OpenedId, UserId};
use serde_json::Value;
use sqlx::PgConnection;

use crate::StoreError;

/// Why nothing of the envelope is shown, and what stood where before; `None` when it is an envelope like others.
///
/// # Errors
/// When the database refuses or the actor may not see it.
pub async fn get(connection: &mut PgConnection, communication: CommunicationId) -> Result<Option<Value>, StoreError> {
    let row = sqlx::query!(
        "SELECT e.sealed FROM communication c JOIN envelope e ON e.communication_id = c.id WHERE c.id = $1",
        communication.uuid()
    );
    Ok(row.fetch_optional(connection).await?.ok_or(StoreError::NotFound("envelope"))?.sealed)
}

/// Says that nothing of the envelope is shown, or that it is one like others.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    connection: &mut PgConnection,
    communication: CommunicationId,
    sealed: Option<&Value>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE envelope SET sealed = $2 WHERE communication_id = $1", communication.uuid(), sealed)
        .execute(connection)
        .await?;
    Ok(())
}

/// The envelope in the book of the opening that this communication was found to be, under another class now; the class it had. `None` when it
/// was never entered there.
///
/// # Errors
/// When the database refuses.
pub async fn reclass(
    connection: &mut PgConnection,
    communication: CommunicationId,
    class: OpenedClass,
) -> Result<Option<OpenedClass>, StoreError> {
    let before = sqlx::query_scalar!(
        "UPDATE opened_envelope o SET class = $2 FROM opened_envelope b
         WHERE o.communication_id = $1 AND o.taken_back_at IS NULL AND b.id = o.id RETURNING b.class",
        communication.uuid(),
        class.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(before.into_iter().find_map(OpenedClass::from_code))
}

/// Puts an envelope into the book of the opening that nobody had entered there.
///
/// # Errors
/// When the database refuses.
pub async fn enter(
    connection: &mut PgConnection,
    communication: CommunicationId,
    label: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<OpenedId, StoreError> {
    let id = OpenedId::new(now);
    sqlx::query!(
        "INSERT INTO opened_envelope (id, label, class, opened_on, opened_at, opened_by, communication_id, matched_at)
         SELECT $1::uuid, $2::text, $3::smallint, received_on, $4::timestamptz, $5::uuid, id, $4 FROM communication WHERE id = $6",
        id.uuid(),
        label,
        OpenedClass::MedicalSealed.code(),
        now,
        by.uuid(),
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// An envelope entered by mistake leaves the book.
///
/// # Errors
/// When the database refuses.
pub async fn leave(connection: &mut PgConnection, id: OpenedId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE opened_envelope SET taken_back_at = $2 WHERE id = $1", id.uuid(), now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether it was sent on, unopened, since it was scanned.
///
/// # Errors
/// When the database refuses.
pub async fn is_forwarded(connection: &mut PgConnection, communication: CommunicationId) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM opened_envelope WHERE communication_id = $1 AND forwarded_at >= matched_at) AS \"sent!\"",
        communication.uuid()
    );
    Ok(found.fetch_one(connection).await?)
}
