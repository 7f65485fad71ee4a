//! What stands on an envelope, as a person saw it.

use chrono::NaiveDate;
use domain::{CommunicationId, Legibility};
use sqlx::PgConnection;

use crate::StoreError;

/// What a person saw on an envelope.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct EnvelopeMarks {
    /// Date of the postmark.
    pub postmark_on: Option<NaiveDate>,
    /// What can be read of it, when that is no whole date.
    pub postmark_seen: Option<String>,
    /// Office of the postmark.
    pub postmark_office: Option<String>,
    /// Who struck it, when it is not La Poste.
    pub postmark_operator: Option<String>,
    /// How well it can be read.
    pub legibility: Option<Legibility>,
    /// Number of the registered letter.
    pub registered_number: Option<String>,
    /// Date of a franking machine.
    pub franking_on: Option<NaiveDate>,
    /// The day on which the post took charge of it, by its tracking.
    pub tracked_on: Option<NaiveDate>,
}

/// Records what a person saw on the envelope of a communication.
///
/// # Errors
/// When the database refuses.
pub async fn set_marks(
    connection: &mut PgConnection,
    communication: CommunicationId,
    marks: &EnvelopeMarks,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE envelope SET postmark_on = $2, postmark_office = $3, legibility = $4, registered_number = $5, postmark_operator = $6,
                postmark_seen = $7, franking_on = $8, tracked_on = $9
         WHERE communication_id = $1",
        communication.uuid(),
        marks.postmark_on,
        marks.postmark_office,
        marks.legibility.map(Legibility::code),
        marks.registered_number,
        marks.postmark_operator,
        marks.postmark_seen,
        marks.franking_on,
        marks.tracked_on
    )
    .execute(connection)
    .await?;
    Ok(())
}
