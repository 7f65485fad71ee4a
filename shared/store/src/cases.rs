//! Cases: what operations read, lock and change.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Case, CaseId, CaseKind, CaseReference, CaseState, ChannelKind, CommunicationId, EvidenceKind, PersonId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// A case as an operation needs it, locked for the length of the transaction.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its state.
    pub case: Case,
    /// Its reference.
    pub reference: CaseReference,
    /// The person, when known.
    pub person: Option<PersonId>,
    /// What it asks for.
    pub kind: Option<CaseKind>,
    /// Title of the catalogue.
    pub title_code: Option<String>,
    /// Ground in free text.
    pub ground_text: Option<String>,
    /// The door of the first filing.
    pub first_channel: ChannelKind,
    /// Legal basis of the channel, once recorded.
    pub channel_basis: Option<String>,
    /// Prefecture that is competent now.
    pub prefecture: String,
    /// First reception by any service.
    pub received_at: DateTime<Utc>,
    /// Its local date: the clock start of silence (I-15).
    pub received_on: NaiveDate,
    /// The date that counts for the applicant.
    pub evidence_on: NaiveDate,
    /// What proves it.
    pub evidence_kind: EvidenceKind,
}

/// Loads and locks a case.
///
/// # Errors
/// When it is unknown or the actor may not see it.
pub async fn lock(connection: &mut PgConnection, id: CaseId) -> Result<CaseRow, StoreError> {
    let r = sqlx::query!(
        "SELECT id, reference, state, frozen, person_id, kind, title_code, ground_text, first_channel, channel_basis, current_prefecture,
                received_at, received_on, evidence_on, evidence_kind
         FROM residence_case WHERE id = $1 FOR UPDATE",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("case"))?;
    Ok(CaseRow {
        case: Case { id, state: decode("case state", r.state, CaseState::from_code)?, frozen: r.frozen },
        reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
        person: r.person_id.map(PersonId::from_uuid),
        kind: r.kind.map(|k| decode("case kind", k, CaseKind::from_code)).transpose()?,
        title_code: r.title_code,
        ground_text: r.ground_text,
        first_channel: decode("channel", r.first_channel, ChannelKind::from_code)?,
        channel_basis: r.channel_basis,
        prefecture: r.current_prefecture,
        received_at: r.received_at,
        received_on: r.received_on,
        evidence_on: r.evidence_on,
        evidence_kind: decode("evidence kind", r.evidence_kind, EvidenceKind::from_code)?,
    })
}

/// The references of cases.
///
/// # Errors
/// When the database refuses.
pub async fn references(
    connection: &mut PgConnection,
    ids: &[CaseId],
) -> Result<HashMap<CaseId, CaseReference>, StoreError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!("SELECT id, reference FROM residence_case WHERE id = ANY($1)", &uuids)
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|r| {
            let reference = r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?;
            Ok((CaseId::from_uuid(r.id), reference))
        })
        .collect()
}

/// Sets the state of a case. One of which nothing is owed any more is not urgent.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(connection: &mut PgConnection, case: &Case) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET state = $2, frozen = $3,
                urgency_score = CASE WHEN $4 THEN urgency_score END, urgency_band = CASE WHEN $4 THEN urgency_band END,
                urgency_place = CASE WHEN $4 THEN urgency_place END, urgency_reasons = CASE WHEN $4 THEN urgency_reasons END,
                urgency_version = CASE WHEN $4 THEN urgency_version END, urgency_on = CASE WHEN $4 THEN urgency_on END
         WHERE id = $1",
        case.id.uuid(),
        case.state.code(),
        case.frozen,
        case.state.is_open()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a registration confirms about a case.
#[derive(Clone, Debug)]
pub struct Registration<'a> {
    /// The person.
    pub person: PersonId,
    /// What the case asks for.
    pub kind: CaseKind,
    /// Title of the catalogue.
    pub title_code: Option<&'a str>,
    /// Version of the catalogue.
    pub catalogue_version: &'a str,
    /// Ground in free text.
    pub ground_text: Option<&'a str>,
    /// When it was confirmed.
    pub registered_at: DateTime<Utc>,
    /// The local date of that instant.
    pub registered_on: NaiveDate,
    /// The legal basis of the channel, when the administration recorded it with the registration.
    pub channel_basis: Option<&'a str>,
    /// The last day of the title that the person holds, when it is known.
    pub covered_until: Option<NaiveDate>,
    /// The next date on which something is due.
    pub next_deadline_on: Option<NaiveDate>,
    /// What searches compare (see `store::persons::search_form`).
    pub search_text: &'a str,
}

/// Writes what a registration confirms. The protection of the person becomes that of the case.
///
/// # Errors
/// When the database refuses.
pub async fn set_registration(
    connection: &mut PgConnection,
    id: CaseId,
    r: &Registration<'_>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET person_id = $2, kind = $3, title_code = $4, catalogue_version = $5, ground_text = $6, registered_at = $7,
                next_deadline_on = $8, search_text = $9, protection = (SELECT protection FROM person WHERE id = $2), covered_until = $10,
                touched_on = $11, channel_basis = coalesce($12, channel_basis)
         WHERE id = $1",
        id.uuid(),
        r.person.uuid(),
        r.kind.code(),
        r.title_code,
        r.catalogue_version,
        r.ground_text,
        r.registered_at,
        r.next_deadline_on,
        r.search_text,
        r.covered_until,
        r.registered_on,
        r.channel_basis
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes the legal basis of the door that a case came by, or that none is known.
///
/// # Errors
/// When the database refuses.
pub async fn set_channel_basis(
    connection: &mut PgConnection,
    id: CaseId,
    basis: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE residence_case SET channel_basis = $2 WHERE id = $1", id.uuid(), basis)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a registration back: the case is again as it was received, its date included.
///
/// # Errors
/// When the database refuses.
pub async fn clear_registration(
    connection: &mut PgConnection,
    id: CaseId,
    search_text: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET person_id = NULL, kind = NULL, title_code = NULL, ground_text = NULL, registered_at = NULL,
                next_deadline_on = NULL, search_text = $2, protection = 0, covered_until = NULL, touched_on = NULL, channel_basis = NULL,
                clocks_print = NULL,
                (evidence_on, evidence_kind) = (SELECT e.date, e.kind FROM evidence e JOIN communication_case l USING (communication_id)
                                                WHERE l.case_id = $1 AND e.withdrawn_at IS NULL ORDER BY e.recorded_at, e.date DESC LIMIT 1)
         WHERE id = $1",
        id.uuid(),
        search_text
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the date that counts for the applicant.
///
/// # Errors
/// When the database refuses: the date may not be later than reception.
pub async fn set_evidence(
    connection: &mut PgConnection,
    id: CaseId,
    on: NaiveDate,
    kind: EvidenceKind,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET evidence_on = $2, evidence_kind = $3 WHERE id = $1",
        id.uuid(),
        on,
        kind.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the date that counts for the applicant and the first reception, together: something earlier belongs to the case.
///
/// # Errors
/// When the database refuses: the date may not be later than reception.
pub async fn set_beginning(
    connection: &mut PgConnection,
    id: CaseId,
    (on, kind): (NaiveDate, EvidenceKind),
    (received_at, received_on): (DateTime<Utc>, NaiveDate),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET evidence_on = $2, evidence_kind = $3, received_at = $4, received_on = $5 WHERE id = $1",
        id.uuid(),
        on,
        kind.code(),
        received_at,
        received_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Moves everything of a case that turned out to be the same as another one, which protects it from then on.
///
/// # Errors
/// When the database refuses.
pub async fn merge_into(connection: &mut PgConnection, from: CaseId, into: CaseId) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH moved AS (
            INSERT INTO communication_case (communication_id, case_id)
            SELECT communication_id, $2 FROM communication_case WHERE case_id = $1 ON CONFLICT DO NOTHING
         ), unlinked AS (DELETE FROM communication_case WHERE case_id = $1)
         UPDATE residence_case SET merged_into = $2, protection = (SELECT protection FROM residence_case WHERE id = $2)
         WHERE id = $1",
        from.uuid(),
        into.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The case a reference names, following merges; `None` when there is none or the actor may not see where they lead.
///
/// # Errors
/// When the database refuses.
pub async fn by_reference(
    connection: &mut PgConnection,
    reference: CaseReference,
) -> Result<Option<CaseId>, StoreError> {
    let id = sqlx::query_scalar!(
        "WITH RECURSIVE lead AS (
            SELECT id, merged_into FROM residence_case WHERE reference = $1
            UNION SELECT c.id, c.merged_into FROM residence_case c JOIN lead ON c.id = lead.merged_into)
         SELECT id AS \"id!\" FROM lead WHERE merged_into IS NULL",
        reference.to_string()
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(CaseId::from_uuid))
}

/// The case that bears a reference itself, merged or not.
///
/// # Errors
/// When the database refuses.
pub async fn under_its_own_reference(
    connection: &mut PgConnection,
    reference: CaseReference,
) -> Result<Option<CaseId>, StoreError> {
    let id = sqlx::query_scalar!("SELECT id FROM residence_case WHERE reference = $1", reference.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(id.map(CaseId::from_uuid))
}

/// Recomputes the next date on which something is due.
///
/// # Errors
/// When the database refuses.
pub async fn refresh_next_deadline(connection: &mut PgConnection, id: CaseId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET next_deadline_on = (SELECT min(due_on) FROM deadline WHERE case_id = $1 AND state = 'open' AND in_doubt_since IS NULL) WHERE id = $1",
        id.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a case that was merged its communication back. It had no person yet, so nobody protects it any more.
///
/// # Errors
/// When the database refuses.
pub async fn unmerge(
    connection: &mut PgConnection,
    from: CaseId,
    into: CaseId,
    communication: CommunicationId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH back AS (INSERT INTO communication_case (communication_id, case_id) VALUES ($3, $1) ON CONFLICT DO NOTHING),
              unlinked AS (DELETE FROM communication_case WHERE communication_id = $3 AND case_id = $2)
         UPDATE residence_case SET merged_into = NULL, protection = 0 WHERE id = $1 AND merged_into = $2",
        from.uuid(),
        into.uuid(),
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A case, and the pieces that came with it, are those of another person, who protects it from then on.
///
/// # Errors
/// When the database refuses.
pub async fn give_to(
    connection: &mut PgConnection,
    id: CaseId,
    from: PersonId,
    to: PersonId,
    search_text: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE residence_case SET person_id = $2, search_text = $3, protection = (SELECT protection FROM person WHERE id = $2) WHERE id = $1",
        id.uuid(),
        to.uuid(),
        search_text
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE piece SET person_id = $3 WHERE person_id = $2 AND EXISTS (SELECT FROM case_piece c WHERE c.piece_id = piece.id AND c.case_id = $1)",
        id.uuid(),
        from.uuid(),
        to.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The communications of a case.
///
/// # Errors
/// When the database refuses.
pub async fn communications(connection: &mut PgConnection, id: CaseId) -> Result<Vec<CommunicationId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT communication_id FROM communication_case WHERE case_id = $1 ORDER BY communication_id",
        id.uuid()
    );
    Ok(ids.fetch_all(connection).await?.into_iter().map(CommunicationId::from_uuid).collect())
}
