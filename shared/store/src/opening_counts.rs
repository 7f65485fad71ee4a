//! What is counted by hand in the morning, and what became of it: bags, envelopes by class.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{OpenedClass, OpenedId, UserId};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// Counts the envelopes of a class on a day.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    connection: &mut PgConnection,
    day: NaiveDate,
    class: OpenedClass,
    envelopes: i32,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO opening_count (id, opened_on, class, envelopes, counted_by, counted_at) VALUES ($1, $2, $3, $4, $5, $6)",
        OpenedId::new(now).uuid(),
        day,
        class.code(),
        envelopes,
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Counts the bags and trays of a day.
///
/// # Errors
/// When the database refuses.
pub async fn set_bags(
    connection: &mut PgConnection,
    day: NaiveDate,
    bags: i32,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO opening_bags (id, opened_on, bags, counted_by, counted_at) VALUES ($1, $2, $3, $4, $5)",
        OpenedId::new(now).uuid(),
        day,
        bags,
        by.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The bags and trays of a day, as last counted.
///
/// # Errors
/// When the database refuses.
pub async fn bags(connection: &mut PgConnection, day: NaiveDate) -> Result<Option<i32>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT bags FROM opening_bags WHERE opened_on = $1 ORDER BY counted_at DESC, id DESC LIMIT 1",
        day
    );
    Ok(found.fetch_optional(connection).await?)
}

/// A class of post on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassTally {
    /// The class.
    pub class: OpenedClass,
    /// Envelopes counted by hand, as last counted.
    pub counted: Option<i32>,
    /// Envelopes entered one by one; of ordinary post, which is not, those that the scanner gave without any entry.
    pub entered: i64,
    /// Of these, scanned or sent on.
    pub settled: i64,
}

/// Every class of which something was counted or entered on a day.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn of_day(connection: &mut PgConnection, day: NaiveDate) -> Result<Vec<ClassTally>, StoreError> {
    let rows = sqlx::query!(
        "WITH counted AS (
             SELECT DISTINCT ON (class) class, envelopes FROM opening_count WHERE opened_on = $1 ORDER BY class, counted_at DESC, id DESC
         ), entered AS (
             SELECT class, count(*) AS n, count(*) FILTER (WHERE communication_id IS NOT NULL OR forwarded_at IS NOT NULL) AS settled
             FROM opened_envelope WHERE opened_on = $1 AND taken_back_at IS NULL GROUP BY class
         ), scanned AS (
             SELECT $2::smallint AS class, count(*) AS n FROM communication c JOIN envelope e ON e.communication_id = c.id
             JOIN batch b ON b.id = e.batch_id AND b.kind = 1
             WHERE c.received_on = $1 AND e.part_of IS NULL
               AND NOT EXISTS (SELECT FROM opened_envelope o WHERE o.communication_id = c.id AND o.taken_back_at IS NULL)
         )
         SELECT class AS \"class!\", max(k.envelopes) AS counted, coalesce(sum(n.n), 0)::bigint AS \"entered!\",
                coalesce(sum(n.settled), 0)::bigint AS \"settled!\"
         FROM counted k FULL JOIN (
             SELECT class, n, settled FROM entered UNION ALL SELECT class, n, n FROM scanned WHERE n > 0
         ) n USING (class) GROUP BY class ORDER BY class",
        day,
        OpenedClass::Ordinary.code()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(ClassTally {
                class: decode("class of opened post", r.class, OpenedClass::from_code)?,
                counted: r.counted,
                entered: r.entered,
                settled: r.settled,
            })
        })
        .collect()
}
