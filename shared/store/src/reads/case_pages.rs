//! Pages of cases for programs: filters that combine, cut by key. What the actor may not see is left out by the policies;
//! an account that sees its own filings alone is read by the index of its filings.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseState, ChannelKind};
use sqlx::PgConnection;
use uuid::Uuid;

use super::case_list::{self, After, CaseLine, Order};
use crate::{StoreError, persons::search_form};

/// Which cases. Filters that are absent leave everything in.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In one of these states; any when empty.
    pub states: Vec<CaseState>,
    /// First received by this door.
    pub channel: Option<ChannelKind>,
    /// With a legal date on this day or before.
    pub due_until: Option<NaiveDate>,
    /// The beginning of a reference or of a name.
    pub text: Option<String>,
    /// Filed by this account.
    pub filed_by: Option<String>,
}

impl Wanted {
    /// The order of the pages: by legal date when that is what is asked for, else the latest received first.
    #[must_use]
    pub const fn order(&self) -> Order {
        if self.due_until.is_some() && self.text.is_none() { Order::Due } else { Order::Received }
    }

    fn codes(&self) -> Vec<i16> {
        let states = if self.states.is_empty() { CaseState::ALL } else { &self.states };
        states.iter().map(|state| state.code()).collect()
    }
}

/// The filters as PostgreSQL takes them.
struct Filters {
    states: Vec<i16>,
    channel: Option<i16>,
    due: Option<NaiveDate>,
    digits: Option<String>,
    names: Option<(String, String)>,
    rows: i64,
}

/// A page of cases, at most `rows`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn page(
    connection: &mut PgConnection,
    wanted: &Wanted,
    after: Option<After>,
    rows: u32,
) -> Result<Vec<CaseLine>, StoreError> {
    let filters = Filters {
        states: wanted.codes(),
        channel: wanted.channel.map(ChannelKind::code),
        due: wanted.due_until,
        digits: wanted.text.as_deref().and_then(digits),
        names: wanted.text.as_deref().filter(|text| digits(text).is_none()).map(names),
        rows: i64::from(rows),
    };
    let ids = match (wanted.order(), &wanted.filed_by) {
        (Order::Due, filed_by) => due(connection, &filters, after, filed_by.as_deref()).await?,
        (Order::Received, Some(account)) => filed(connection, &filters, after, account).await?,
        (Order::Received, None) if filters.digits.is_some() => by_reference(connection, &filters, after).await?,
        (Order::Received, None) if filters.names.is_some() => by_name(connection, &filters, after).await?,
        (Order::Received, None) => received(connection, &filters, after).await?,
    };
    case_list::lines(connection, &ids).await
}

/// What is typed of a reference: its digits.
fn digits(text: &str) -> Option<String> {
    let only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '.'));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (only && !digits.is_empty()).then_some(digits)
}

/// A name in both orders, as the search compares it.
fn names(text: &str) -> (String, String) {
    let words = search_form(text);
    let turned = words.rsplit_once(' ').map_or_else(|| words.clone(), |(first, last)| format!("{last} {first}"));
    (words, turned)
}

/// The key of the order by reception; from the top when there is none.
fn received_key(after: Option<After>) -> (DateTime<Utc>, Uuid) {
    match after {
        Some(After::Received(at, id)) => (at, id.uuid()),
        // The last instant that PostgreSQL and people write with four digits.
        Some(After::Due(..)) | None => (DateTime::from_timestamp(253_402_300_799, 0).unwrap_or_default(), Uuid::max()),
    }
}

async fn received(
    connection: &mut PgConnection,
    filters: &Filters,
    after: Option<After>,
) -> Result<Vec<Uuid>, StoreError> {
    let (at, id) = received_key(after);
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE state = ANY($1) AND ($2::smallint IS NULL OR first_channel = $2)
           AND received_at <= $3 AND (received_at < $3 OR id < $4)
         ORDER BY received_at DESC, id DESC LIMIT $5",
        &filters.states,
        filters.channel,
        at,
        id,
        filters.rows
    )
    .fetch_all(connection)
    .await?)
}

async fn filed(
    connection: &mut PgConnection,
    filters: &Filters,
    after: Option<After>,
    account: &str,
) -> Result<Vec<Uuid>, StoreError> {
    let (at, id) = received_key(after);
    let (name, turned) = filters.names.clone().unzip();
    Ok(sqlx::query_scalar!(
        "SELECT c.id FROM residence_case c
         WHERE c.filed_by = $1 AND c.state = ANY($2) AND ($3::smallint IS NULL OR c.first_channel = $3)
           AND ($4::date IS NULL OR c.next_deadline_on <= $4) AND ($5::text IS NULL OR c.search_text ^@ $5)
           AND ($6::text IS NULL OR EXISTS (SELECT FROM person p WHERE p.id = c.person_id
                                            AND (p.search_name ^@ $6 OR p.search_name ^@ $7)))
           AND c.received_at <= $8 AND (c.received_at < $8 OR c.id < $9)
         ORDER BY c.received_at DESC, c.id DESC LIMIT $10",
        account,
        &filters.states,
        filters.channel,
        filters.due,
        filters.digits,
        name,
        turned,
        at,
        id,
        filters.rows
    )
    .fetch_all(connection)
    .await?)
}

async fn due(
    connection: &mut PgConnection,
    filters: &Filters,
    after: Option<After>,
    account: Option<&str>,
) -> Result<Vec<Uuid>, StoreError> {
    let (date, id) = match after {
        Some(After::Due(Some(date), id)) => (date, id.uuid()),
        Some(After::Due(None, _) | After::Received(..)) | None => {
            (NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default(), Uuid::nil())
        }
    };
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE state = ANY($1) AND ($2::smallint IS NULL OR first_channel = $2) AND ($3::text IS NULL OR filed_by = $3)
           AND next_deadline_on <= $4 AND next_deadline_on >= $5 AND (next_deadline_on > $5 OR id > $6)
         ORDER BY next_deadline_on, id LIMIT $7",
        &filters.states,
        filters.channel,
        account,
        filters.due,
        date,
        id,
        filters.rows
    )
    .fetch_all(connection)
    .await?)
}

async fn by_reference(
    connection: &mut PgConnection,
    filters: &Filters,
    after: Option<After>,
) -> Result<Vec<Uuid>, StoreError> {
    let (at, id) = received_key(after);
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE search_text ^@ $1 AND state = ANY($2) AND ($3::smallint IS NULL OR first_channel = $3)
           AND ($4::date IS NULL OR next_deadline_on <= $4) AND received_at <= $5 AND (received_at < $5 OR id < $6)
         ORDER BY received_at DESC, id DESC LIMIT $7",
        filters.digits,
        &filters.states,
        filters.channel,
        filters.due,
        at,
        id,
        filters.rows
    )
    .fetch_all(connection)
    .await?)
}

async fn by_name(
    connection: &mut PgConnection,
    filters: &Filters,
    after: Option<After>,
) -> Result<Vec<Uuid>, StoreError> {
    let (at, id) = received_key(after);
    let (name, turned) = filters.names.clone().unwrap_or_default();
    if name.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar!(
        "WITH found AS MATERIALIZED (
            SELECT id FROM person WHERE search_name ^@ $1 OR search_name ^@ $2 LIMIT 1000
         )
         SELECT id FROM residence_case
         WHERE person_id IN (SELECT id FROM found) AND state = ANY($3) AND ($4::smallint IS NULL OR first_channel = $4)
           AND ($5::date IS NULL OR next_deadline_on <= $5) AND received_at <= $6 AND (received_at < $6 OR id < $7)
         ORDER BY received_at DESC, id DESC LIMIT $8",
        name,
        turned,
        &filters.states,
        filters.channel,
        filters.due,
        at,
        id,
        filters.rows
    )
    .fetch_all(connection)
    .await?)
}
