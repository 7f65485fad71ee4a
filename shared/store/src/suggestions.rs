//! What was read and is proposed to a person.

use domain::{CommunicationId, SuggestionId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A value proposed for a field of the registration.
#[derive(Clone, Debug)]
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
    let ids: Vec<Uuid> = suggestions.iter().map(|s| s.id.uuid()).collect();
    let fields: Vec<String> = suggestions.iter().map(|s| s.field.clone()).collect();
    let values: Vec<serde_json::Value> = suggestions.iter().map(|s| s.value.clone()).collect();
    let origins: Vec<String> = suggestions.iter().map(|s| s.origin.clone()).collect();
    let confidences: Vec<f32> = suggestions.iter().map(|s| s.confidence).collect();
    let pages: Vec<Option<i32>> = suggestions.iter().map(|s| s.page).collect();
    sqlx::query!(
        "INSERT INTO suggestion (id, communication_id, field, value, origin, confidence, page)
         SELECT i, $7, f, v, o, c, p FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::text[], $5::real[], $6::integer[]) AS s(i, f, v, o, c, p)",
        &ids,
        &fields,
        &values,
        &origins,
        &confidences,
        &pages as &[Option<i32>],
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
