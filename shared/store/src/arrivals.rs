//! What the neck writes: communications, cases, their links and evidences, many at a time.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CaseId, CaseReference, ChannelKind, CommunicationId, CommunicationState, Department, Direction, Evidence, Nature,
    Role,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{ContentHash, StoreError, Transaction, reckonings::NewUrgency};

/// An inbound communication to keep.
#[derive(Clone, Debug)]
pub struct NewCommunication {
    /// Identifier.
    pub id: CommunicationId,
    /// The door.
    pub channel: ChannelKind,
    /// What it is, as far as the door can tell.
    pub nature: Nature,
    /// Where it stands.
    pub state: CommunicationState,
    /// The source at that door (scan folder, mailbox, number).
    pub account: String,
    /// Its name there; unique with the account.
    pub external_id: String,
    /// The raw bytes, when there are some.
    pub content: Option<ContentHash>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The local date of that instant.
    pub received_on: NaiveDate,
    /// Who must decide, when no case carries it.
    pub owner: Option<Role>,
    /// The last day to decide.
    pub outcome_due: Option<NaiveDate>,
}

/// A case to open. Nothing but how it came and when.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Identifier.
    pub id: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// The communication that opens it.
    pub communication: CommunicationId,
    /// The door.
    pub channel: ChannelKind,
    /// The prefecture of first reception.
    pub prefecture: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The local date of that instant.
    pub received_on: NaiveDate,
    /// The evidence of when the applicant acted.
    pub evidence: Evidence,
    /// The account that filed it, when that account may see its own filings.
    pub filed_by: Option<String>,
    /// How urgent it is, as far as an arrival tells.
    pub urgency: Option<NewUrgency>,
    /// The day that is computed for.
    pub urgency_on: NaiveDate,
}

/// Inserts communications; one whose (account, external id) is known is left out of the result.
///
/// # Errors
/// When the database refuses.
pub async fn insert_communications(
    connection: &mut PgConnection,
    communications: &[NewCommunication],
) -> Result<Vec<CommunicationId>, StoreError> {
    let ids: Vec<Uuid> = communications.iter().map(|c| c.id.uuid()).collect();
    let channels: Vec<i16> = communications.iter().map(|c| c.channel.code()).collect();
    let natures: Vec<i16> = communications.iter().map(|c| c.nature.code()).collect();
    let states: Vec<i16> = communications.iter().map(|c| c.state.code()).collect();
    let accounts: Vec<String> = communications.iter().map(|c| c.account.clone()).collect();
    let externals: Vec<String> = communications.iter().map(|c| c.external_id.clone()).collect();
    let contents: Vec<Option<Vec<u8>>> = communications.iter().map(|c| c.content.map(|h| h.bytes().to_vec())).collect();
    let instants: Vec<DateTime<Utc>> = communications.iter().map(|c| c.received_at).collect();
    let dates: Vec<NaiveDate> = communications.iter().map(|c| c.received_on).collect();
    let owners: Vec<Option<i16>> = communications.iter().map(|c| c.owner.map(Role::code)).collect();
    let dues: Vec<Option<NaiveDate>> = communications.iter().map(|c| c.outcome_due).collect();
    let rows = sqlx::query_scalar!(
        "INSERT INTO communication (id, direction, channel, nature, state, account, external_id, content_sha256, received_at, received_on,
                                    owner_role, outcome_due)
         SELECT i, $12, ch, n, st, a, e, h, at, d, o, du
         FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::smallint[], $5::text[], $6::text[], $7::bytea[],
                     $8::timestamptz[], $9::date[], $10::smallint[], $11::date[]) AS c(i, ch, n, st, a, e, h, at, d, o, du)
         ON CONFLICT (account, external_id) DO NOTHING RETURNING id",
        &ids,
        &channels,
        &natures,
        &states,
        &accounts,
        &externals,
        &contents as &[Option<Vec<u8>>],
        &instants,
        &dates,
        &owners as &[Option<i16>],
        &dues as &[Option<NaiveDate>],
        Direction::Inbound.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(CommunicationId::from_uuid).collect())
}

/// The communications known under (account, external id).
///
/// # Errors
/// When the database refuses.
pub async fn known(
    connection: &mut PgConnection,
    keys: &[(String, String)],
) -> Result<HashMap<(String, String), CommunicationId>, StoreError> {
    let (accounts, externals): (Vec<String>, Vec<String>) = keys.iter().cloned().unzip();
    let rows = sqlx::query!(
        "SELECT id, account, external_id FROM communication
         WHERE (account, external_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))",
        &accounts,
        &externals
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|r| ((r.account, r.external_id), CommunicationId::from_uuid(r.id))).collect())
}

/// The next `count` references of a year and département. Gaps are allowed (a transaction rolled back), doubles are not.
///
/// # Errors
/// When the database refuses or the sequence is exhausted.
pub async fn next_references(
    connection: &mut PgConnection,
    year: i32,
    department: Department,
    count: usize,
) -> Result<Vec<CaseReference>, StoreError> {
    let wanted = i32::try_from(count).unwrap_or(i32::MAX);
    let numbers =
        sqlx::query_scalar!("SELECT next_case_numbers($1, $2, $3)", year, i32::from(department.number()), wanted)
            .fetch_all(connection)
            .await?;
    numbers
        .into_iter()
        .map(|n| u32::try_from(n.unwrap_or(-1)).ok().and_then(|n| CaseReference::new(year, department, n).ok()))
        .collect::<Option<Vec<_>>>()
        .ok_or(StoreError::Malformed("case number"))
}

/// Opens cases in `Received`, linked to their communications, with the evidence of reception.
///
/// # Errors
/// When the database refuses.
pub async fn open_cases(tx: &mut Transaction, now: DateTime<Utc>, cases: &[NewCase]) -> Result<(), StoreError> {
    let actor = tx.actor().to_string();
    let ids: Vec<Uuid> = cases.iter().map(|c| c.id.uuid()).collect();
    let references: Vec<String> = cases.iter().map(|c| c.reference.to_string()).collect();
    let searches: Vec<String> = cases.iter().map(|c| c.reference.digits()).collect();
    let communications: Vec<Uuid> = cases.iter().map(|c| c.communication.uuid()).collect();
    let channels: Vec<i16> = cases.iter().map(|c| c.channel.code()).collect();
    let prefectures: Vec<String> = cases.iter().map(|c| c.prefecture.clone()).collect();
    let instants: Vec<DateTime<Utc>> = cases.iter().map(|c| c.received_at).collect();
    let dates: Vec<NaiveDate> = cases.iter().map(|c| c.received_on).collect();
    let evidence_dates: Vec<NaiveDate> = cases.iter().map(|c| c.evidence.date).collect();
    let evidence_kinds: Vec<i16> = cases.iter().map(|c| c.evidence.kind.code()).collect();
    let proofs: Vec<String> = cases.iter().map(|c| c.evidence.proof.0.clone()).collect();
    let filers: Vec<Option<String>> = cases.iter().map(|c| c.filed_by.clone()).collect();
    let scores: Vec<Option<i16>> = cases.iter().map(|c| c.urgency.as_ref().map(|u| u.score)).collect();
    let bands: Vec<Option<i16>> = cases.iter().map(|c| c.urgency.as_ref().map(|u| u.band)).collect();
    let places: Vec<Option<i64>> = cases.iter().map(|c| c.urgency.as_ref().map(|u| u.place)).collect();
    let reasons: Vec<Option<serde_json::Value>> =
        cases.iter().map(|c| c.urgency.as_ref().map(|u| u.reasons.clone())).collect();
    let versions: Vec<Option<String>> = cases.iter().map(|c| c.urgency.as_ref().map(|u| u.version.clone())).collect();
    let days: Vec<NaiveDate> = cases.iter().map(|c| c.urgency_on).collect();
    sqlx::query!(
        "WITH c AS (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::smallint[], $6::text[], $7::timestamptz[], $8::date[],
                                 $9::date[], $10::smallint[], $11::text[], $15::text[], $16::smallint[], $17::smallint[],
                                 $18::bigint[], $19::jsonb[], $20::text[], $21::date[])
                AS c(id, reference, search, com, ch, pref, at, d, ed, ek, proof, filer, us, ub, up, ur, uv, uo)
         ), opened AS (
            INSERT INTO residence_case (id, reference, search_text, state, first_channel, initial_prefecture, current_prefecture,
                                        received_at, received_on, evidence_on, evidence_kind, filed_by, urgency_score,
                                        urgency_band, urgency_place, urgency_reasons, urgency_version, urgency_on)
            SELECT id, reference, search, $14, ch, pref, pref, at, d, ed, ek, filer, us, ub, up, ur, uv, uo FROM c
         ), linked AS (
            INSERT INTO communication_case (communication_id, case_id) SELECT com, id FROM c
         )
         INSERT INTO evidence (communication_id, kind, date, proof, recorded_by, recorded_at)
         SELECT com, ek, ed, proof, $12, $13 FROM c ON CONFLICT DO NOTHING",
        &ids,
        &references,
        &searches,
        &communications,
        &channels,
        &prefectures,
        &instants,
        &dates,
        &evidence_dates,
        &evidence_kinds,
        &proofs,
        actor,
        now,
        domain::CaseState::Received.code(),
        &filers as &[Option<String>],
        &scores as &[Option<i16>],
        &bands as &[Option<i16>],
        &places as &[Option<i64>],
        &reasons as &[Option<serde_json::Value>],
        &versions as &[Option<String>],
        &days
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The cases known under these references, following merges.
///
/// # Errors
/// When the database refuses.
pub async fn cases_by_reference(
    connection: &mut PgConnection,
    references: &[CaseReference],
) -> Result<HashMap<CaseReference, CaseId>, StoreError> {
    let texts: Vec<String> = references.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        "WITH RECURSIVE lead AS (
            SELECT reference, id, merged_into FROM residence_case WHERE reference = ANY($1)
            UNION SELECT lead.reference, c.id, c.merged_into FROM residence_case c JOIN lead ON c.id = lead.merged_into)
         SELECT reference AS \"reference!\", id AS \"id!\" FROM lead WHERE merged_into IS NULL",
        &texts
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|r| Some((r.reference.parse().ok()?, CaseId::from_uuid(r.id)))).collect())
}

/// Links communications to cases; a known link is left as it is.
///
/// # Errors
/// When the database refuses.
pub async fn link(connection: &mut PgConnection, links: &[(CommunicationId, CaseId)]) -> Result<(), StoreError> {
    let (communications, cases): (Vec<Uuid>, Vec<Uuid>) = links.iter().map(|(m, c)| (m.uuid(), c.uuid())).unzip();
    sqlx::query!(
        "INSERT INTO communication_case (communication_id, case_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING",
        &communications,
        &cases
    )
    .execute(connection)
    .await?;
    Ok(())
}
