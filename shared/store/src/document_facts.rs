//! What an officer established of a case for its provisional documents. Words are those of the law engine.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CaseState, Personal};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// The facts of a case; `None` where nobody has said anything yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFacts {
    /// The article asked for.
    pub article: Option<String>,
    /// First request or renewal.
    pub nature: Option<String>,
    /// Online or not.
    pub way: Option<String>,
    /// Whether the title is on the list of the online services.
    pub listed: Option<bool>,
    /// The first recorded blockage.
    pub diligence_on: Option<NaiveDate>,
    /// Whether it is in time.
    pub in_time: Option<bool>,
    /// Whether the indispensable pieces are there.
    pub complete: Option<bool>,
    /// What the title held is; `nothing` when none is.
    pub held: Option<String>,
    /// Its last day.
    pub held_expiry: Option<NaiveDate>,
    /// Its article, when it is not the one asked for.
    pub held_article: Option<String>,
    /// Its number.
    pub held_number: Option<Personal<String>>,
    /// A document that runs and was not issued here, and its last day.
    pub current: Option<(String, NaiveDate)>,
    /// Whether the person came of age in France.
    pub grown_up_here: Option<bool>,
    /// What the service decided.
    pub decision: Option<String>,
    /// Whether the commission has the case.
    pub commission: Option<bool>,
    /// The day a récépissé of reflection was handed over.
    pub reflection_since: Option<NaiveDate>,
    /// How far the OFII is.
    pub ofii: Option<String>,
    /// Whether the person holds an attestation of asylum request.
    pub asylum_seeker: Option<bool>,
    /// Whether the person has the work permit.
    pub work_permit: Option<bool>,
    /// Whether the person came with a long-stay visa.
    pub long_stay_visa: Option<bool>,
    /// Whether the person has been in France for a year.
    pub one_year_here: Option<bool>,
}

/// The facts of a case; all unknown when nobody recorded any.
///
/// # Errors
/// When the database refuses.
pub async fn get(connection: &mut PgConnection, case: CaseId) -> Result<DocumentFacts, StoreError> {
    let row =
        sqlx::query!("SELECT * FROM document_facts WHERE case_id = $1", case.uuid()).fetch_optional(connection).await?;
    Ok(row.map_or_else(DocumentFacts::default, |row| DocumentFacts {
        article: row.article,
        nature: row.nature,
        way: row.way,
        listed: row.listed,
        diligence_on: row.diligence_on,
        in_time: row.in_time,
        complete: row.complete,
        held: row.held,
        held_expiry: row.held_expiry,
        held_article: row.held_article,
        held_number: row.held_number.map(Personal),
        current: row.current_kind.zip(row.current_to),
        grown_up_here: row.grown_up_here,
        decision: row.decision,
        commission: row.commission,
        reflection_since: row.reflection_since,
        ofii: row.ofii,
        asylum_seeker: row.asylum_seeker,
        work_permit: row.work_permit,
        long_stay_visa: row.long_stay_visa,
        one_year_here: row.one_year_here,
    }))
}

/// Writes the facts of a case, all of them.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    connection: &mut PgConnection,
    case: CaseId,
    facts: &DocumentFacts,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let current = facts.current.as_ref();
    sqlx::query!(
        "INSERT INTO document_facts (case_id, article, nature, way, listed, diligence_on, in_time, complete, held, held_expiry, held_article,
                                     held_number, current_kind, current_to, grown_up_here, decision, commission, reflection_since, ofii,
                                     asylum_seeker, work_permit, long_stay_visa, one_year_here, recorded_by, recorded_at, protection)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                 (SELECT protection FROM residence_case WHERE id = $1))
         ON CONFLICT (case_id) DO UPDATE SET
             article = excluded.article, nature = excluded.nature, way = excluded.way, listed = excluded.listed,
             diligence_on = excluded.diligence_on, in_time = excluded.in_time, complete = excluded.complete, held = excluded.held,
             held_expiry = excluded.held_expiry, held_article = excluded.held_article, held_number = excluded.held_number,
             current_kind = excluded.current_kind, current_to = excluded.current_to, grown_up_here = excluded.grown_up_here,
             decision = excluded.decision, commission = excluded.commission, reflection_since = excluded.reflection_since,
             ofii = excluded.ofii, asylum_seeker = excluded.asylum_seeker, work_permit = excluded.work_permit,
             long_stay_visa = excluded.long_stay_visa, one_year_here = excluded.one_year_here, recorded_by = excluded.recorded_by,
             recorded_at = excluded.recorded_at, protection = excluded.protection",
        case.uuid(),
        facts.article,
        facts.nature,
        facts.way,
        facts.listed,
        facts.diligence_on,
        facts.in_time,
        facts.complete,
        facts.held,
        facts.held_expiry,
        facts.held_article,
        facts.held_number.as_ref().map(|number| number.0.as_str()),
        current.map(|(kind, _)| kind.as_str()),
        current.map(|(_, to)| *to),
        facts.grown_up_here,
        facts.decision,
        facts.commission,
        facts.reflection_since,
        facts.ofii,
        facts.asylum_seeker,
        facts.work_permit,
        facts.long_stay_visa,
        facts.one_year_here,
        by,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says again until when the person is covered: by the title held, by a document issued elsewhere, by the documents that they have.
///
/// # Errors
/// When the database refuses.
pub async fn refresh_cover(connection: &mut PgConnection, case: CaseId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE document_facts f SET covered_until = CASE
             WHEN EXISTS (SELECT FROM provisional_document d WHERE d.case_id = $1 AND d.state = 3 AND d.to_on IS NULL) THEN NULL
             ELSE greatest(f.held_expiry, f.current_to,
                           (SELECT max(d.to_on) FROM provisional_document d WHERE d.case_id = $1 AND d.state = 3)) END
         WHERE f.case_id = $1",
        case.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A page of the cases in these states whose cover ends on `until` or before, the first to end first.
///
/// # Errors
/// When the database refuses.
pub async fn ending(
    connection: &mut PgConnection,
    states: &[CaseState],
    until: NaiveDate,
    after: Option<(NaiveDate, CaseId)>,
    rows: i64,
) -> Result<Vec<(NaiveDate, CaseId)>, StoreError> {
    let states: Vec<i16> = states.iter().map(|state| state.code()).collect();
    let rows = sqlx::query!(
        r#"SELECT f.covered_until AS "until!", f.case_id FROM document_facts f JOIN residence_case c ON c.id = f.case_id
           WHERE f.covered_until <= $1 AND c.state = ANY($2)
             AND ($3::date IS NULL OR f.covered_until > $3 OR (f.covered_until = $3 AND f.case_id > $4))
           ORDER BY f.covered_until, f.case_id LIMIT $5"#,
        until,
        &states,
        after.map(|(date, _)| date),
        after.map_or(Uuid::nil(), |(_, case)| case.uuid()),
        rows
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.until, CaseId::from_uuid(row.case_id))).collect())
}

/// The last day on which the person of a case is covered; `None`: nothing covers, or what covers has no end.
///
/// # Errors
/// When the database refuses.
pub async fn covered_until(connection: &mut PgConnection, case: CaseId) -> Result<Option<NaiveDate>, StoreError> {
    let until = sqlx::query_scalar!("SELECT covered_until FROM document_facts WHERE case_id = $1", case.uuid());
    Ok(until.fetch_optional(connection).await?.flatten())
}
