//! Whether an e-mail address may be written to: what its contact points say, and what came back from it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{ContactKind, ContactPointId, LetterId, NotAddressable, PersonId, Safety};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// Of these addresses, those that may not be written to (I-11), lower case, and why: a contact point flags them as unsafe or
/// compromised, or what was sent to them came back.
///
/// # Errors
/// When the database refuses.
pub async fn unfit(
    connection: &mut PgConnection,
    addresses: &[String],
) -> Result<HashMap<String, NotAddressable>, StoreError> {
    let wanted: Vec<String> = addresses.iter().map(|address| address.to_lowercase()).collect();
    let rows = sqlx::query!(
        "SELECT address AS \"address!\", max(flag) AS \"flag!\"
         FROM (SELECT lower(lines[1]) AS address, CASE WHEN safety = ANY($3) THEN safety ELSE 0::smallint END AS flag FROM contact_point
               WHERE kind = $2 AND lower(lines[1]) = ANY($1) AND (safety = ANY($3) OR doubtful_since IS NOT NULL)
               UNION ALL
               SELECT lower(email_address), 0::smallint FROM letter
               WHERE lower(email_address) = ANY($1) AND doubtful_since IS NOT NULL) found
         GROUP BY address",
        &wanted,
        ContactKind::Email.code(),
        &[Safety::Unsafe.code(), Safety::Compromised.code()]
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| match r.flag {
            0 => Ok((r.address, NotAddressable::Doubtful)),
            flag => Ok((r.address, NotAddressable::Unsafe(decode("safety", flag, Safety::from_code)?))),
        })
        .collect()
}

/// Counts that a letter came back from its address. For good, the address is in doubt until somebody has checked it. Returns its
/// contact points with their persons.
///
/// # Errors
/// When the database refuses.
pub async fn came_back(
    connection: &mut PgConnection,
    letter: LetterId,
    address: &str,
    for_good: bool,
    now: DateTime<Utc>,
) -> Result<Vec<(ContactPointId, PersonId)>, StoreError> {
    let rows = sqlx::query!(
        "UPDATE contact_point SET bounces = bounces + 1, doubtful_since = coalesce(doubtful_since, CASE WHEN $3 THEN $4::timestamptz END)
         WHERE kind = $2 AND lower(lines[1]) = lower($1) RETURNING id, person_id",
        address,
        ContactKind::Email.code(),
        for_good,
        now
    )
    .fetch_all(&mut *connection)
    .await?;
    if for_good {
        sqlx::query!("UPDATE letter SET doubtful_since = $2 WHERE id = $1", letter.uuid(), now)
            .execute(connection)
            .await?;
    }
    Ok(rows.into_iter().map(|r| (ContactPointId::from_uuid(r.id), PersonId::from_uuid(r.person_id))).collect())
}

/// Somebody has checked an address that was in doubt. Returns its contact points with their persons.
///
/// # Errors
/// When the database refuses.
pub async fn checked(
    connection: &mut PgConnection,
    address: &str,
) -> Result<Vec<(ContactPointId, PersonId)>, StoreError> {
    let rows = sqlx::query!(
        "WITH told AS (UPDATE letter SET doubtful_since = NULL WHERE lower(email_address) = lower($1) AND doubtful_since IS NOT NULL)
         UPDATE contact_point SET doubtful_since = NULL
         WHERE kind = $2 AND lower(lines[1]) = lower($1) AND doubtful_since IS NOT NULL RETURNING id, person_id",
        address,
        ContactKind::Email.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|r| (ContactPointId::from_uuid(r.id), PersonId::from_uuid(r.person_id))).collect())
}
