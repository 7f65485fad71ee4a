//! The list of cases by urgency (screen O1): the most urgent first, cut by key.

use std::ops::Range;

use domain::{CaseId, CaseState};
use sqlx::PgConnection;
use uuid::Uuid;

use super::case_list::{CaseLine, codes, lines};
use crate::StoreError;

/// Where a page starts: after the case at this place (`None`: among those that have none yet).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterPlace {
    /// Its place in the queue.
    pub place: Option<i64>,
    /// The case.
    pub case: CaseId,
}

impl AfterPlace {
    /// The key after which the next page starts when this is the last row.
    #[must_use]
    pub fn row(line: &CaseLine) -> Self {
        Self { place: line.urgency.as_ref().map(|urgency| urgency.place), case: line.id }
    }
}

/// A page of the cases in the given states, at most `rows`: of a band when `places` is its range, else of all, those without a place last.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn page(
    connection: &mut PgConnection,
    states: &[CaseState],
    places: Option<Range<i64>>,
    after: Option<AfterPlace>,
    rows: u32,
) -> Result<Vec<CaseLine>, StoreError> {
    let states = codes(states);
    let of_a_band = places.is_some();
    let range = places.unwrap_or(0..i64::MAX);
    let mut ids = match after {
        Some(AfterPlace { place: None, .. }) => Vec::new(),
        Some(AfterPlace { place: Some(place), case }) => {
            placed(connection, &states, place.max(range.start)..range.end, case.uuid(), rows).await?
        }
        None => placed(connection, &states, range, Uuid::nil(), rows).await?,
    };
    let wanted = i64::from(rows) - i64::try_from(ids.len()).unwrap_or(0);
    if wanted > 0 && !of_a_band {
        let from = after.filter(|after| after.place.is_none()).map_or(Uuid::nil(), |after| after.case.uuid());
        ids.extend(unplaced(connection, &states, from, wanted).await?);
    }
    lines(connection, &ids).await
}

async fn placed(
    connection: &mut PgConnection,
    states: &[i16],
    places: Range<i64>,
    id: Uuid,
    rows: u32,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE state = ANY($1) AND urgency_place >= $2 AND urgency_place < $3 AND (urgency_place > $2 OR id > $4)
         ORDER BY urgency_place, id LIMIT $5",
        states,
        places.start,
        places.end,
        id,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?)
}

async fn unplaced(connection: &mut PgConnection, states: &[i16], id: Uuid, rows: i64) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case WHERE state = ANY($1) AND urgency_place IS NULL AND id > $2
         ORDER BY urgency_place, id LIMIT $3",
        states,
        id,
        rows
    )
    .fetch_all(connection)
    .await?)
}

/// How many cases in the given states are in a band, counted up to `cap`.
///
/// # Errors
/// When the database refuses.
pub async fn count(
    connection: &mut PgConnection,
    states: &[CaseState],
    places: &Range<i64>,
    cap: u32,
) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (SELECT FROM residence_case WHERE state = ANY($1) AND urgency_place >= $2
                                             AND urgency_place < $3 LIMIT $4) AS few"#,
        &codes(states),
        places.start,
        places.end,
        i64::from(cap)
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(cap))
}
