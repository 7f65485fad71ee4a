//! The opening of the post (M1): envelopes before any scanner saw them, counts, drop boxes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CommunicationId, Evidence, EvidenceKind, OpenedClass, OpenedId, Personal, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// An envelope opened by hand.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Identifier.
    pub id: OpenedId,
    /// Serial of its arrival label.
    pub label: String,
    /// How it was sorted.
    pub class: OpenedClass,
    /// Number of the registered letter, as scanned.
    pub number: Option<String>,
    /// Where it comes from: a drop box, a prison.
    pub origin: Option<String>,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// When it was typed.
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: UserId,
    /// A better evidence than the reception.
    pub evidence: Option<Evidence>,
    /// Typed later, from the paper register, before this witness.
    pub witness: Option<String>,
    /// The communication of the scanned envelope.
    pub communication: Option<CommunicationId>,
    /// When it was sent on unopened, and to whom.
    pub forwarded: Option<(DateTime<Utc>, String)>,
}

/// The letters and figures of a number, as numbers are compared.
#[must_use]
pub fn plain(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect()
}

/// Inserts an envelope; `false` when its number is already known.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, o: &Opened) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO opened_envelope (id, label, class, number, number_plain, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on,
                                      evidence_proof, from_register, witness)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (number_plain) WHERE number_plain IS NOT NULL AND taken_back_at IS NULL DO NOTHING",
        o.id.uuid(),
        o.label,
        o.class.code(),
        o.number,
        o.number.as_deref().map(plain),
        o.origin,
        o.opened_on,
        o.opened_at,
        o.opened_by.uuid(),
        o.evidence.as_ref().map(|e| e.kind.code()),
        o.evidence.as_ref().map(|e| e.date),
        o.evidence.as_ref().map(|e| e.proof.0.as_str()),
        o.witness.is_some(),
        o.witness
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

struct Row {
    id: Uuid,
    label: String,
    class: i16,
    number: Option<String>,
    origin: Option<String>,
    opened_on: NaiveDate,
    opened_at: DateTime<Utc>,
    opened_by: Uuid,
    evidence_kind: Option<i16>,
    evidence_on: Option<NaiveDate>,
    evidence_proof: Option<String>,
    witness: Option<String>,
    communication_id: Option<Uuid>,
    forwarded_at: Option<DateTime<Utc>>,
    forwarded_to: Option<String>,
}

impl Row {
    fn opened(self) -> Result<Opened, StoreError> {
        let evidence = match self.evidence_kind.zip(self.evidence_on) {
            Some((kind, date)) => Some(Evidence {
                date,
                kind: decode("evidence kind", kind, EvidenceKind::from_code)?,
                proof: Personal(self.evidence_proof.unwrap_or_default()),
            }),
            None => None,
        };
        Ok(Opened {
            id: OpenedId::from_uuid(self.id),
            label: self.label,
            class: decode("class of opened post", self.class, OpenedClass::from_code)?,
            number: self.number,
            origin: self.origin,
            opened_on: self.opened_on,
            opened_at: self.opened_at,
            opened_by: UserId::from_uuid(self.opened_by),
            evidence,
            witness: self.witness,
            communication: self.communication_id.map(CommunicationId::from_uuid),
            forwarded: self.forwarded_at.map(|at| (at, self.forwarded_to.unwrap_or_default())),
        })
    }
}

/// What was opened on a day and not taken back, the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn of_day(connection: &mut PgConnection, day: NaiveDate, limit: i64) -> Result<Vec<Opened>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, label, class, number, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on, evidence_proof, witness,
                communication_id, forwarded_at, forwarded_to
         FROM opened_envelope WHERE opened_on = $1 AND taken_back_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT $2",
        day,
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::opened).collect()
}

/// What was opened and neither scanned, sent on nor taken back, the oldest first, at most `limit`; with sealed envelopes that were scanned
/// by mistake and are still to be sent on.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn waiting(connection: &mut PgConnection, limit: i64) -> Result<Vec<Opened>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, label, class, number, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on, evidence_proof, witness,
                communication_id, forwarded_at, forwarded_to
         FROM opened_envelope o WHERE forwarded_at IS NULL AND taken_back_at IS NULL AND (communication_id IS NULL
           OR EXISTS (SELECT FROM envelope e WHERE e.communication_id = o.communication_id AND e.sealed IS NOT NULL))
         ORDER BY opened_at, id LIMIT $1",
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::opened).collect()
}

/// What was opened under a number that begins like this one, or under this label; taken back or not yet scanned included.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn by_number(connection: &mut PgConnection, number: &str, limit: i64) -> Result<Vec<Opened>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, label, class, number, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on, evidence_proof, witness,
                communication_id, forwarded_at, forwarded_to
         FROM opened_envelope WHERE taken_back_at IS NULL AND (starts_with(number_plain, $1) OR label = $1)
         ORDER BY opened_at DESC, id DESC LIMIT $2",
        plain(number),
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::opened).collect()
}

/// Takes back an envelope that its author opened since an instant and that nothing happened to; `false` when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(
    connection: &mut PgConnection,
    id: OpenedId,
    by: UserId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE opened_envelope SET taken_back_at = $4
         WHERE id = $1 AND opened_by = $2 AND opened_at >= $3 AND taken_back_at IS NULL AND communication_id IS NULL AND forwarded_at IS NULL",
        id.uuid(),
        by.uuid(),
        since,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether something happened to an envelope since it was entered: it was scanned, or sent on.
///
/// # Errors
/// When the database refuses.
pub async fn is_in_use(connection: &mut PgConnection, id: OpenedId) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT EXISTS (SELECT FROM opened_envelope WHERE id = $1 AND taken_back_at IS NULL) AS \"used!\"",
        id.uuid()
    );
    Ok(found.fetch_one(connection).await?)
}

/// Sends on, unopened, the envelopes of a class that wait; returns them, each with the communication of its scan when it was scanned by
/// mistake.
///
/// # Errors
/// When the database refuses.
pub async fn forward(
    connection: &mut PgConnection,
    class: OpenedClass,
    to: &str,
    now: DateTime<Utc>,
) -> Result<Vec<(OpenedId, Option<CommunicationId>)>, StoreError> {
    let rows = sqlx::query!(
        "UPDATE opened_envelope o SET forwarded_at = $3, forwarded_to = $2
         WHERE class = $1 AND forwarded_at IS NULL AND taken_back_at IS NULL AND (communication_id IS NULL
           OR EXISTS (SELECT FROM envelope e WHERE e.communication_id = o.communication_id AND e.sealed IS NOT NULL))
         RETURNING o.id, o.communication_id",
        class.code(),
        to,
        now
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (OpenedId::from_uuid(r.id), r.communication_id.map(CommunicationId::from_uuid)))
        .collect())
}

/// Envelopes were not sent on after all: how many of these were and wait again.
///
/// # Errors
/// When the database refuses.
pub async fn keep_here(connection: &mut PgConnection, ids: &[OpenedId]) -> Result<u64, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let done = sqlx::query!(
        "UPDATE opened_envelope SET forwarded_at = NULL, forwarded_to = NULL WHERE id = ANY($1) AND forwarded_at IS NOT NULL",
        &ids
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// What was sent on unopened on a day, in the order of the labels, with whom it went to.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn forwarded_between(
    connection: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Opened>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, label, class, number, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on, evidence_proof, witness,
                communication_id, forwarded_at, forwarded_to
         FROM opened_envelope WHERE forwarded_at >= $1 AND forwarded_at < $2 AND taken_back_at IS NULL
         ORDER BY forwarded_to, label LIMIT $3",
        from,
        until,
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::opened).collect()
}

/// An envelope by its label, whatever the day; not when it was taken back.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn by_label(connection: &mut PgConnection, label: &str) -> Result<Option<Opened>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, label, class, number, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on, evidence_proof, witness,
                communication_id, forwarded_at, forwarded_to
         FROM opened_envelope WHERE label = $1 AND taken_back_at IS NULL",
        label
    );
    row.fetch_optional(connection).await?.map(Row::opened).transpose()
}

/// Matches a scanned envelope with the one opened by hand under one of these labels or numbers; returns it.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn match_scanned(
    connection: &mut PgConnection,
    communication: CommunicationId,
    labels: &[String],
    numbers: &[String],
    now: DateTime<Utc>,
) -> Result<Option<Opened>, StoreError> {
    let numbers: Vec<String> = numbers.iter().map(|number| plain(number)).collect();
    let row = sqlx::query_as!(
        Row,
        "UPDATE opened_envelope SET communication_id = $1, matched_at = $4
         WHERE id = (SELECT id FROM opened_envelope WHERE communication_id IS NULL AND taken_back_at IS NULL
                       AND (label = ANY($2) OR number_plain = ANY($3)) ORDER BY (label = ANY($2)) DESC, opened_at LIMIT 1 FOR UPDATE)
         RETURNING id, label, class, number, origin, opened_on, opened_at, opened_by, evidence_kind, evidence_on, evidence_proof, witness,
                   communication_id, forwarded_at, forwarded_to",
        communication.uuid(),
        labels,
        &numbers,
        now
    );
    row.fetch_optional(connection).await?.map(Row::opened).transpose()
}

/// A drop box emptied.
#[derive(Clone, Debug)]
pub struct DropBoxOpening {
    /// Identifier.
    pub id: OpenedId,
    /// Its name.
    pub name: String,
    /// The day.
    pub opened_on: NaiveDate,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: UserId,
    /// Before whom.
    pub witness: String,
    /// Whether its seal was whole.
    pub seal_whole: bool,
    /// Envelopes found.
    pub envelopes: i32,
}

/// Keeps the emptying of a drop box.
///
/// # Errors
/// When the database refuses.
pub async fn insert_drop_box(connection: &mut PgConnection, d: &DropBoxOpening) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO drop_box_opening (id, box, opened_on, opened_at, opened_by, witness, seal_whole, envelopes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        d.id.uuid(),
        d.name,
        d.opened_on,
        d.opened_at,
        d.opened_by.uuid(),
        d.witness,
        d.seal_whole,
        d.envelopes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The last time each drop box was emptied, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn drop_boxes(connection: &mut PgConnection) -> Result<Vec<(String, NaiveDate, DateTime<Utc>)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (box) box AS name, opened_on, opened_at FROM drop_box_opening WHERE taken_back_at IS NULL
         ORDER BY box, opened_at DESC, id DESC"
    );
    let mut rows = rows.fetch_all(connection).await?;
    rows.sort_by_key(|r| std::cmp::Reverse(r.opened_at));
    Ok(rows.into_iter().map(|r| (r.name, r.opened_on, r.opened_at)).collect())
}

/// A drop box was not emptied after all; `false` when nobody emptied it so.
///
/// # Errors
/// When the database refuses.
pub async fn take_back_drop_box(
    connection: &mut PgConnection,
    id: OpenedId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE drop_box_opening SET taken_back_at = $3 WHERE id = $1 AND opened_by = $2 AND taken_back_at IS NULL",
        id.uuid(),
        by.uuid(),
        now
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}
