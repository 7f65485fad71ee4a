//! What was read and is proposed to a person.

use domain::{CommunicationId, SuggestionId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A value proposed for a field of the registration.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct NewSuggestion {
    /// Identifier.
    pub id: SuggestionId,
    /// The field: `case`, `person`, `address`, `letter_date`, `registered_number`, `title`.
    pub field: String,
    /// The value.
    pub value: serde_json::Value,
    /// Where it was read: `barcode`, `mrz`, `text`.
    pub origin: String,
    /// How sure the machine is, 0 to 100.
    pub confidence: f32,
    /// The page of the batch.
    pub page: Option<i32>,
}

/// Inserts the proposals for a communication.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut PgConnection,
    communication: CommunicationId,
    suggestions: &[NewSuggestion],
) -> Result<(), StoreError> {
    let pairs: Vec<(CommunicationId, &NewSuggestion)> = suggestions.iter().map(|s| (communication, s)).collect();
    insert_all(connection, &pairs).await
}

/// Inserts the proposals for several communications.
///
/// # Errors
/// When the database refuses.
pub async fn insert_all(
    connection: &mut PgConnection,
    suggestions: &[(CommunicationId, &NewSuggestion)],
) -> Result<(), StoreError> {
    if suggestions.is_empty() {
        return Ok(());
    }
    let communications: Vec<Uuid> = suggestions.iter().map(|(c, _)| c.uuid()).collect();
    let ids: Vec<Uuid> = suggestions.iter().map(|(_, s)| s.id.uuid()).collect();
    let fields: Vec<String> = suggestions.iter().map(|(_, s)| s.field.clone()).collect();
    let values: Vec<serde_json::Value> = suggestions.iter().map(|(_, s)| s.value.clone()).collect();
    let origins: Vec<String> = suggestions.iter().map(|(_, s)| s.origin.clone()).collect();
    let confidences: Vec<f32> = suggestions.iter().map(|(_, s)| s.confidence).collect();
    let pages: Vec<Option<i32>> = suggestions.iter().map(|(_, s)| s.page).collect();
    sqlx::query!(
        "INSERT INTO suggestion (id, communication_id, field, value, origin, confidence, page)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::real[], $7::integer[])",
        &ids,
        &communications,
        &fields,
        &values,
        &origins,
        &confidences,
        &pages as &[Option<i32>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes away what was read on the pages of a communication; what the desk wrote by hand stays.
///
/// # Errors
/// When the database refuses.
pub async fn take_read(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<Vec<NewSuggestion>, StoreError> {
    let rows = sqlx::query!(
        "DELETE FROM suggestion WHERE communication_id = $1 AND page IS NOT NULL RETURNING id, field, value, origin, confidence, page",
        communication.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| NewSuggestion {
            id: SuggestionId::from_uuid(r.id),
            field: r.field,
            value: r.value,
            origin: r.origin,
            confidence: r.confidence,
            page: r.page,
        })
        .collect())
}

/// What was proposed from the text of these pages, by its origin, gives way to what is proposed from it now; what is proposed already for
/// another reason is not proposed twice.
///
/// # Errors
/// When the database refuses.
pub async fn replace(
    connection: &mut PgConnection,
    communication: CommunicationId,
    pages: &[u32],
    origins: &[&str],
    found: &[NewSuggestion],
) -> Result<(), StoreError> {
    let pages: Vec<i32> = pages.iter().filter_map(|page| i32::try_from(*page).ok()).collect();
    let origins: Vec<String> = origins.iter().map(|origin| (*origin).to_owned()).collect();
    sqlx::query!(
        "DELETE FROM suggestion WHERE communication_id = $1 AND page = ANY($2) AND origin = ANY($3)",
        communication.uuid(),
        &pages,
        &origins
    )
    .execute(&mut *connection)
    .await?;
    let kept = sqlx::query!("SELECT field, value FROM suggestion WHERE communication_id = $1", communication.uuid())
        .fetch_all(&mut *connection)
        .await?;
    let is_new = |s: &&NewSuggestion| !kept.iter().any(|kept| kept.field == s.field && kept.value == s.value);
    let new: Vec<(CommunicationId, &NewSuggestion)> =
        found.iter().filter(is_new).map(|suggestion| (communication, suggestion)).collect();
    insert_all(connection, &new).await
}
