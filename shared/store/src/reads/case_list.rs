//! The list of cases (screen O1), cut by key: a page costs the same at the top and in the middle of a million cases.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BirthDate, CaseId, CaseKind, CaseReference, CaseState, ChannelKind, DeadlineKind, EvidenceKind, Personal,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode, online_requests, persons::search_form};

/// A row of the list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Identifier.
    pub id: CaseId,
    /// Reference.
    pub reference: CaseReference,
    /// Where it stands.
    pub state: CaseState,
    /// Contested.
    pub frozen: bool,
    /// The person, when known.
    pub person: Option<PersonLine>,
    /// What it asks for, once confirmed.
    pub kind: Option<CaseKind>,
    /// Title of the catalogue.
    pub title_code: Option<String>,
    /// Ground in free text.
    pub ground_text: Option<String>,
    /// The doors used, first filing first.
    pub channels: Vec<ChannelKind>,
    /// First reception.
    pub received_at: DateTime<Utc>,
    /// Its local date.
    pub received_on: NaiveDate,
    /// The date that counts for the applicant.
    pub evidence_on: NaiveDate,
    /// What proves it.
    pub evidence_kind: EvidenceKind,
    /// The next legal date and what is due.
    pub next: Option<(NaiveDate, Option<DeadlineKind>)>,
    /// How urgent it is; none once nothing is owed any more.
    pub urgency: Option<UrgencyLine>,
}

/// How urgent a case is, as it was computed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgencyLine {
    /// Its place in the queue.
    pub place: i64,
    /// All of it with its reasons, as the law engine writes it.
    pub reasons: serde_json::Value,
    /// The rule set.
    pub version: String,
    /// The day it was computed for, the last time it became another one.
    pub on: NaiveDate,
}

/// The person of a row.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// Family name as written.
    pub family_name: Option<Personal<String>>,
    /// Given names as written.
    pub given_names: Option<Personal<String>>,
    /// Date of birth.
    pub birth: Option<BirthDate>,
    /// What is known when no name is.
    pub description: Option<Personal<String>>,
}

/// Where a page of the list starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// After the case received at this instant.
    Received(DateTime<Utc>, CaseId),
    /// After the case whose next legal date is this one (`None`: among those without any).
    Due(Option<NaiveDate>, CaseId),
}

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The nearest legal date first; cases without any come last.
    Due,
    /// The latest received first.
    Received,
}

impl CaseLine {
    /// The key after which the next page starts when this is the last row.
    #[must_use]
    pub fn key(&self, order: Order) -> After {
        match order {
            Order::Due => After::Due(self.next.map(|(date, _)| date), self.id),
            Order::Received => After::Received(self.received_at, self.id),
        }
    }
}

pub(super) fn codes(states: &[CaseState]) -> Vec<i16> {
    states.iter().map(|state| state.code()).collect()
}

/// A page of the cases in the given states, at most `rows`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn page(
    connection: &mut PgConnection,
    states: &[CaseState],
    order: Order,
    after: Option<After>,
    rows: u32,
) -> Result<Vec<CaseLine>, StoreError> {
    let states = codes(states);
    let ids = match (order, after) {
        (Order::Received, Some(After::Received(at, id))) => received(connection, &states, at, id.uuid(), rows).await?,
        (Order::Received, _) => received(connection, &states, DateTime::<Utc>::MAX_UTC, Uuid::max(), rows).await?,
        (Order::Due, Some(After::Due(date, id))) => due(connection, &states, date, id.uuid(), rows).await?,
        (Order::Due, _) => due(connection, &states, Some(NaiveDate::MIN), Uuid::nil(), rows).await?,
    };
    lines(connection, &ids).await
}

async fn received(
    connection: &mut PgConnection,
    states: &[i16],
    at: DateTime<Utc>,
    id: Uuid,
    rows: u32,
) -> Result<Vec<Uuid>, StoreError> {
    // PostgreSQL has no instant as late as chrono's last one.
    let at = at.min(DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(at));
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE state = ANY($1) AND received_at <= $2 AND (received_at < $2 OR id < $3)
         ORDER BY received_at DESC, id DESC LIMIT $4",
        states,
        at,
        id,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?)
}

async fn due(
    connection: &mut PgConnection,
    states: &[i16],
    date: Option<NaiveDate>,
    id: Uuid,
    rows: u32,
) -> Result<Vec<Uuid>, StoreError> {
    let mut ids = match date {
        None => Vec::new(),
        Some(date) => dated(connection, states, date, id, rows).await?,
    };
    let wanted = i64::from(rows) - i64::try_from(ids.len()).unwrap_or(0);
    if wanted > 0 {
        let from = if date.is_none() { id } else { Uuid::nil() };
        ids.extend(undated(connection, states, from, wanted).await?);
    }
    Ok(ids)
}

async fn dated(
    connection: &mut PgConnection,
    states: &[i16],
    date: NaiveDate,
    id: Uuid,
    rows: u32,
) -> Result<Vec<Uuid>, StoreError> {
    let date = date.max(NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(date));
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE state = ANY($1) AND next_deadline_on >= $2 AND (next_deadline_on > $2 OR id > $3)
         ORDER BY next_deadline_on, id LIMIT $4",
        states,
        date,
        id,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?)
}

async fn undated(connection: &mut PgConnection, states: &[i16], id: Uuid, rows: i64) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case
         WHERE state = ANY($1) AND next_deadline_on IS NULL AND id > $2
         ORDER BY next_deadline_on, id LIMIT $3",
        states,
        id,
        rows
    )
    .fetch_all(connection)
    .await?)
}

/// How many cases are in the given states, counted up to `cap`.
///
/// # Errors
/// When the database refuses.
pub async fn count(connection: &mut PgConnection, states: &[CaseState], cap: u32) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (SELECT FROM residence_case WHERE state = ANY($1) LIMIT $2) AS few"#,
        &codes(states),
        i64::from(cap)
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(cap))
}

/// The cases that a person looks for: by reference (whole or its beginning), else by the beginning of a name in
/// either order. Latest received first, at most `rows`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn search(connection: &mut PgConnection, words: &str, rows: u32) -> Result<Vec<CaseLine>, StoreError> {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let only_digits = !digits.is_empty() && words.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '.'));
    let ids = if only_digits {
        // A number of the online service is longer than a reference: there is no doubt which of them is meant.
        let online = online_requests::cases(connection, &digits).await?;
        if online.is_empty() {
            by_reference(connection, &digits, rows).await?
        } else {
            online.into_iter().map(CaseId::uuid).collect()
        }
    } else {
        by_name(connection, &search_form(words), rows).await?
    };
    lines(connection, &ids).await
}

/// What is searched begins with the digits of the reference.
async fn by_reference(connection: &mut PgConnection, beginning: &str, rows: u32) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM residence_case WHERE search_text ^@ $1 ORDER BY received_at DESC, id DESC LIMIT $2",
        beginning,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?)
}

async fn by_name(connection: &mut PgConnection, words: &str, rows: u32) -> Result<Vec<Uuid>, StoreError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let turned = words.rsplit_once(' ').map_or_else(|| words.to_owned(), |(first, last)| format!("{last} {first}"));
    Ok(sqlx::query_scalar!(
        "WITH found AS MATERIALIZED (
            SELECT id FROM person WHERE search_name ^@ $1 OR search_name ^@ $2 LIMIT 1000
         )
         SELECT id FROM residence_case WHERE person_id IN (SELECT id FROM found)
         ORDER BY received_at DESC, id DESC LIMIT $3",
        words,
        turned,
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?)
}

/// The rows of these cases, in the order given; those that the actor may not see are left out.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn of_cases(connection: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<CaseLine>, StoreError> {
    let ids: Vec<Uuid> = cases.iter().map(|id| id.uuid()).collect();
    lines(connection, &ids).await
}

/// The rows of these cases, in the order given; those that the actor may not see are left out.
pub(super) async fn lines(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<CaseLine>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT c.id, c.reference, c.state, c.frozen, c.kind, c.title_code, c.ground_text, c.first_channel, c.received_at,
                  c.received_on, c.evidence_on, c.evidence_kind, c.next_deadline_on, p.id AS "person_id?", p.family_name,
                  p.given_names, p.birth, p.description, c.urgency_place, c.urgency_reasons, c.urgency_version, c.urgency_on,
                  ARRAY(SELECT DISTINCT m.channel FROM communication_case x JOIN communication m ON m.id = x.communication_id
                        WHERE x.case_id = c.id) AS "channels!",
                  (SELECT d.kind FROM deadline d WHERE d.case_id = c.id AND d.state = 'open' AND d.due_on = c.next_deadline_on
                   ORDER BY d.kind LIMIT 1) AS next_kind
           FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place)
           JOIN residence_case c ON c.id = wanted.id LEFT JOIN person p ON p.id = c.person_id
           ORDER BY wanted.place"#,
        ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::line).collect()
}

struct Row {
    id: Uuid,
    reference: String,
    state: i16,
    frozen: bool,
    kind: Option<i16>,
    title_code: Option<String>,
    ground_text: Option<String>,
    first_channel: i16,
    received_at: DateTime<Utc>,
    received_on: NaiveDate,
    evidence_on: NaiveDate,
    evidence_kind: i16,
    next_deadline_on: Option<NaiveDate>,
    person_id: Option<Uuid>,
    family_name: Option<String>,
    given_names: Option<String>,
    birth: Option<serde_json::Value>,
    description: Option<String>,
    channels: Vec<i16>,
    next_kind: Option<i16>,
    urgency_place: Option<i64>,
    urgency_reasons: Option<serde_json::Value>,
    urgency_version: Option<String>,
    urgency_on: Option<NaiveDate>,
}

impl Row {
    fn line(self) -> Result<CaseLine, StoreError> {
        let channel = |code| decode("channel", code, ChannelKind::from_code);
        let mut channels = vec![channel(self.first_channel)?];
        for code in self.channels.iter().filter(|code| **code != self.first_channel) {
            channels.push(channel(*code)?);
        }
        let birth =
            self.birth.map(serde_json::from_value).transpose().map_err(|_| StoreError::Malformed("date of birth"))?;
        let next_kind =
            self.next_kind.map(|code| decode("deadline kind", code, DeadlineKind::from_code)).transpose()?;
        Ok(CaseLine {
            id: CaseId::from_uuid(self.id),
            reference: self.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
            state: decode("case state", self.state, CaseState::from_code)?,
            frozen: self.frozen,
            person: self.person_id.map(|_| PersonLine {
                family_name: self.family_name.map(Personal),
                given_names: self.given_names.map(Personal),
                birth,
                description: self.description.map(Personal),
            }),
            kind: self.kind.map(|code| decode("case kind", code, CaseKind::from_code)).transpose()?,
            title_code: self.title_code,
            ground_text: self.ground_text,
            channels,
            received_at: self.received_at,
            received_on: self.received_on,
            evidence_on: self.evidence_on,
            evidence_kind: decode("evidence kind", self.evidence_kind, EvidenceKind::from_code)?,
            next: self.next_deadline_on.map(|date| (date, next_kind)),
            urgency: self
                .urgency_place
                .zip(self.urgency_reasons)
                .zip(self.urgency_version.zip(self.urgency_on))
                .map(|((place, reasons), (version, on))| UrgencyLine { place, reasons, version, on }),
        })
    }
}
