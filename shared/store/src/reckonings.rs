//! What is kept of the dates and the urgency of cases, and what they are computed from: many cases at a time.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{BirthDate, CaseId, CaseState, ChannelKind, DeadlineId, DeadlineKind, Protection};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    StoreError, blockages,
    deadlines::NewDeadline,
    error::decode,
    urgencies::{self, DecidedBand, StandingSignal},
};

/// A case as a computation needs it.
#[derive(Clone, Debug)]
pub struct CaseToReckon {
    /// Identifier.
    pub id: CaseId,
    /// Where it stands.
    pub state: CaseState,
    /// Local date of the first reception by any service.
    pub received_on: NaiveDate,
    /// The date that counts for the applicant.
    pub evidence_on: NaiveDate,
    /// The door of the first filing.
    pub first_channel: ChannelKind,
    /// Title of the catalogue.
    pub title_code: Option<String>,
    /// Ground in free text.
    pub ground_text: Option<String>,
    /// Whether the legal basis of the channel is recorded.
    pub channel_basis: bool,
    /// Whether a person confirmed it.
    pub registered: bool,
    /// The last day of the title or document that the person holds.
    pub covered_until: Option<NaiveDate>,
    /// The last day somebody worked on it.
    pub touched_on: NaiveDate,
    /// Date of birth of the person.
    pub birth: Option<BirthDate>,
    /// How the person is protected.
    pub protection: Protection,
    /// Urgency as it is kept, and the rule set that it was computed with.
    pub urgency: Option<(serde_json::Value, String)>,
    /// The number of the dates with their sentences.
    pub clocks_print: Option<i64>,
    /// What was declared or proved.
    pub declared: Vec<StandingSignal>,
    /// A blockage, or an error of the administration, that nobody answered yet.
    pub fault: Option<blockages::Standing>,
    /// The band that an officer decided.
    pub decided: Option<DecidedBand>,
    /// The dates of the asked kinds that are open or met.
    pub dates: Vec<KeptDate>,
}

/// A date that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptDate {
    /// Identifier.
    pub id: DeadlineId,
    /// What is due.
    pub kind: DeadlineKind,
    /// The day.
    pub due_on: NaiveDate,
    /// The day it was counted from.
    pub computed_from: NaiveDate,
    /// Whether the duty was done.
    pub met: bool,
}

/// The next cases in the given states after one, in the order of their identifiers.
///
/// # Errors
/// When the database refuses.
pub async fn next(
    connection: &mut PgConnection,
    states: &[CaseState],
    after: Option<CaseId>,
    rows: u32,
) -> Result<Vec<CaseId>, StoreError> {
    let states: Vec<i16> = states.iter().map(|state| state.code()).collect();
    let ids = sqlx::query_scalar!(
        "SELECT id FROM residence_case WHERE id > $2 AND state = ANY($1) ORDER BY id LIMIT $3",
        &states,
        after.map_or(Uuid::nil(), CaseId::uuid),
        i64::from(rows)
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
}

/// How many cases are in the given states.
///
/// # Errors
/// When the database refuses.
pub async fn count(connection: &mut PgConnection, states: &[CaseState]) -> Result<u32, StoreError> {
    let states: Vec<i16> = states.iter().map(|state| state.code()).collect();
    let count =
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM residence_case WHERE state = ANY($1)"#, &states)
            .fetch_one(connection)
            .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Locks cases for the length of the transaction, in one order everywhere.
///
/// # Errors
/// When the database refuses.
pub async fn lock(connection: &mut PgConnection, ids: &[CaseId]) -> Result<(), StoreError> {
    sqlx::query!("SELECT id FROM residence_case WHERE id = ANY($1) ORDER BY id FOR UPDATE", &uuids(ids))
        .fetch_all(connection)
        .await?;
    Ok(())
}

/// The facts of cases with the dates of these kinds and the urgency that are kept, in the order of their identifiers.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn load(
    connection: &mut PgConnection,
    ids: &[CaseId],
    kinds: &[DeadlineKind],
) -> Result<Vec<CaseToReckon>, StoreError> {
    let mut dates = dates(connection, ids, kinds).await?;
    let mut declared = urgencies::standing(connection, ids).await?;
    let mut decided = urgencies::decided(connection, ids).await?;
    let faults = blockages::standing(connection, ids).await?;
    let rows = sqlx::query!(
        r#"SELECT c.id, c.state, c.received_on, c.evidence_on, c.first_channel, c.title_code, c.ground_text,
                  c.channel_basis IS NOT NULL AS "channel_basis!", c.registered_at IS NOT NULL AS "registered!",
                  coalesce(d.covered_until, c.covered_until) AS covered_until,
                  coalesce(c.touched_on, c.received_on) AS "touched_on!", p.birth AS "birth?", c.protection,
                  c.urgency_reasons, c.urgency_version, c.clocks_print
           FROM residence_case c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN document_facts d ON d.case_id = c.id WHERE c.id = ANY($1) ORDER BY c.id"#,
        &uuids(ids)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let birth = r.birth.map(serde_json::from_value).transpose();
            Ok(CaseToReckon {
                id: CaseId::from_uuid(r.id),
                state: decode("case state", r.state, CaseState::from_code)?,
                received_on: r.received_on,
                evidence_on: r.evidence_on,
                first_channel: decode("channel", r.first_channel, ChannelKind::from_code)?,
                title_code: r.title_code,
                ground_text: r.ground_text,
                channel_basis: r.channel_basis,
                registered: r.registered,
                covered_until: r.covered_until,
                touched_on: r.touched_on,
                birth: birth.map_err(|_| StoreError::Malformed("date of birth"))?,
                protection: decode("protection", r.protection, Protection::from_code)?,
                urgency: r.urgency_reasons.zip(r.urgency_version),
                clocks_print: r.clocks_print,
                declared: declared.remove(&CaseId::from_uuid(r.id)).unwrap_or_default(),
                fault: faults.get(&CaseId::from_uuid(r.id)).copied(),
                decided: decided.remove(&CaseId::from_uuid(r.id)),
                dates: dates.remove(&r.id).unwrap_or_default(),
            })
        })
        .collect()
}

async fn dates(
    connection: &mut PgConnection,
    ids: &[CaseId],
    kinds: &[DeadlineKind],
) -> Result<HashMap<Uuid, Vec<KeptDate>>, StoreError> {
    let kinds: Vec<i16> = kinds.iter().map(|kind| kind.code()).collect();
    let rows = sqlx::query!(
        r#"SELECT id, case_id, kind, due_on, computed_from, state = 'met' AS "met!" FROM deadline
           WHERE case_id = ANY($1) AND kind = ANY($2) AND state <> 'cancelled'"#,
        &uuids(ids),
        &kinds
    )
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<Uuid, Vec<KeptDate>> = HashMap::with_capacity(ids.len());
    for r in rows {
        let kind = decode("deadline kind", r.kind, DeadlineKind::from_code)?;
        let id = DeadlineId::from_uuid(r.id);
        let date = KeptDate { id, kind, due_on: r.due_on, computed_from: r.computed_from, met: r.met };
        found.entry(r.case_id).or_default().push(date);
    }
    Ok(found)
}

/// Urgency to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUrgency {
    /// Points.
    pub score: i16,
    /// Band, 0 to 3.
    pub band: i16,
    /// Its place in the queue.
    pub place: i64,
    /// All of it with its reasons.
    pub reasons: serde_json::Value,
    /// The rule set.
    pub version: String,
}

/// What to write of a case.
#[derive(Clone, Debug)]
pub struct CaseReckoned {
    /// The case.
    pub case: CaseId,
    /// Urgency, when it is another one: `Some(None)` when nothing is owed any more.
    pub urgency: Option<Option<NewUrgency>>,
    /// The number of the dates with their sentences, when it is another one.
    pub clocks_print: Option<i64>,
    /// Whether its open dates changed.
    pub dates_changed: bool,
}

/// Writes what changed of cases; their next date follows from their open ones, so dates are written before.
///
/// # Errors
/// When the database refuses.
pub async fn write(connection: &mut PgConnection, cases: &[CaseReckoned], on: NaiveDate) -> Result<(), StoreError> {
    if cases.is_empty() {
        return Ok(());
    }
    let of = |case: &CaseReckoned| case.urgency.clone().flatten();
    let ids: Vec<Uuid> = cases.iter().map(|c| c.case.uuid()).collect();
    let moved: Vec<bool> = cases.iter().map(|c| c.urgency.is_some()).collect();
    let scores: Vec<Option<i16>> = cases.iter().map(|c| of(c).map(|u| u.score)).collect();
    let bands: Vec<Option<i16>> = cases.iter().map(|c| of(c).map(|u| u.band)).collect();
    let places: Vec<Option<i64>> = cases.iter().map(|c| of(c).map(|u| u.place)).collect();
    let reasons: Vec<Option<serde_json::Value>> = cases.iter().map(|c| of(c).map(|u| u.reasons)).collect();
    let versions: Vec<Option<String>> = cases.iter().map(|c| of(c).map(|u| u.version)).collect();
    let prints: Vec<Option<i64>> = cases.iter().map(|c| c.clocks_print).collect();
    let dated: Vec<bool> = cases.iter().map(|c| c.dates_changed).collect();
    sqlx::query!(
        "UPDATE residence_case c SET
            urgency_score = CASE WHEN n.moved THEN n.score ELSE c.urgency_score END,
            urgency_band = CASE WHEN n.moved THEN n.band ELSE c.urgency_band END,
            urgency_place = CASE WHEN n.moved THEN n.place ELSE c.urgency_place END,
            urgency_reasons = CASE WHEN n.moved THEN n.reasons ELSE c.urgency_reasons END,
            urgency_version = CASE WHEN n.moved THEN n.version ELSE c.urgency_version END,
            urgency_on = CASE WHEN NOT n.moved THEN c.urgency_on WHEN n.place IS NOT NULL THEN $10 END,
            clocks_print = coalesce(n.print, c.clocks_print),
            next_deadline_on = CASE WHEN n.dated
                THEN (SELECT min(d.due_on) FROM deadline d WHERE d.case_id = c.id AND d.state = 'open') ELSE c.next_deadline_on END
         FROM unnest($1::uuid[], $2::bool[], $3::smallint[], $4::smallint[], $5::bigint[], $6::jsonb[], $7::text[], $8::bigint[], $9::bool[])
              AS n(id, moved, score, band, place, reasons, version, print, dated)
         WHERE c.id = n.id",
        &ids,
        &moved,
        &scores as &[Option<i16>],
        &bands as &[Option<i16>],
        &places as &[Option<i64>],
        &reasons as &[Option<serde_json::Value>],
        &versions as &[Option<String>],
        &prints as &[Option<i64>],
        &dated,
        on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Cancels open dates; returns those that were still open. What a person or a letter ended meanwhile stays ended.
///
/// # Errors
/// When the database refuses.
pub async fn cancel_dates(
    connection: &mut PgConnection,
    ids: &[DeadlineId],
) -> Result<HashSet<DeadlineId>, StoreError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let gone = sqlx::query_scalar!(
        "UPDATE deadline SET state = 'cancelled' WHERE id = ANY($1) AND state = 'open' RETURNING id",
        &uuids
    )
    .fetch_all(connection)
    .await?;
    Ok(gone.into_iter().map(DeadlineId::from_uuid).collect())
}

/// Gives open dates of cases that stay where they are their sentences and rule version anew; one of each kind is open.
///
/// # Errors
/// When the database refuses.
pub async fn reword_dates(connection: &mut PgConnection, dates: &[(CaseId, NewDeadline)]) -> Result<(), StoreError> {
    if dates.is_empty() {
        return Ok(());
    }
    let cases: Vec<Uuid> = dates.iter().map(|(case, _)| case.uuid()).collect();
    let kinds: Vec<i16> = dates.iter().map(|(_, d)| d.kind.code()).collect();
    let dues: Vec<NaiveDate> = dates.iter().map(|(_, d)| d.due_on).collect();
    let rules: Vec<String> = dates.iter().map(|(_, d)| d.rule.clone()).collect();
    let versions: Vec<String> = dates.iter().map(|(_, d)| d.rule_version.clone()).collect();
    let sources: Vec<String> = dates.iter().map(|(_, d)| d.source.clone()).collect();
    let reasons: Vec<serde_json::Value> = dates.iter().map(|(_, d)| serde_json::json!(d.because)).collect();
    sqlx::query!(
        "UPDATE deadline d SET rule = n.rule, rule_version = n.version, source = n.source, because = n.because
         FROM unnest($1::uuid[], $2::smallint[], $3::date[], $4::text[], $5::text[], $6::text[], $7::jsonb[])
              AS n(case_id, kind, due_on, rule, version, source, because)
         WHERE d.case_id = n.case_id AND d.kind = n.kind AND d.state = 'open' AND d.due_on = n.due_on
           AND (d.rule, d.rule_version, d.source, d.because) IS DISTINCT FROM (n.rule, n.version, n.source, n.because)",
        &cases,
        &kinds,
        &dues,
        &rules,
        &versions,
        &sources,
        &reasons
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says that somebody of the staff worked on a case.
///
/// # Errors
/// When the database refuses.
pub async fn touch(connection: &mut PgConnection, case: CaseId, on: NaiveDate) -> Result<(), StoreError> {
    sqlx::query!("UPDATE residence_case SET touched_on = greatest(touched_on, $2) WHERE id = $1", case.uuid(), on)
        .execute(connection)
        .await?;
    Ok(())
}

/// What a letter that left told of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The letter.
    pub letter: domain::LetterId,
    /// When it left our hands, as far as it is known.
    pub at: DateTime<Utc>,
    /// What it said.
    pub data: serde_json::Value,
}

/// The last acknowledgement of each case that left: what it told of silence and of the appeal.
///
/// # Errors
/// When the database refuses.
pub async fn told(connection: &mut PgConnection, ids: &[CaseId]) -> Result<HashMap<CaseId, Told>, StoreError> {
    let left: Vec<i16> = domain::LetterState::ALL.iter().filter(|s| s.has_left()).map(|s| s.code()).collect();
    let rows = sqlx::query!(
        r#"SELECT DISTINCT ON (case_id) case_id, id, data, coalesce(handed_at, left_at, printed_at, requested_at) AS "at!"
           FROM letter WHERE case_id = ANY($1) AND kind = $2 AND state = ANY($3)
           ORDER BY case_id, requested_at DESC, id DESC"#,
        &uuids(ids),
        domain::LetterKind::Acknowledgement.code(),
        &left
    )
    .fetch_all(connection)
    .await?;
    let told = |letter, at, data| Told { letter: domain::LetterId::from_uuid(letter), at, data };
    Ok(rows.into_iter().map(|r| (CaseId::from_uuid(r.case_id), told(r.id, r.at, r.data))).collect())
}

fn uuids(ids: &[CaseId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}
