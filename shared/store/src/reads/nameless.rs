//! The tray of envelopes without a name: registered, dated, kept; somebody finds out whose they are (AS-25).

use chrono::NaiveDate;
use domain::{CaseId, CaseReference, CommunicationId, PersonId};
use sqlx::PgConnection;

use crate::StoreError;

/// A case whose person nobody could name.
#[derive(Clone, Debug)]
pub struct Nameless {
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// What is known instead of a name.
    pub description: String,
    /// The communication that it came with.
    pub communication: Option<CommunicationId>,
    /// The local date of first reception.
    pub received_on: NaiveDate,
    /// The date that counts.
    pub evidence_on: NaiveDate,
}

/// The open cases of persons without a name, the oldest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn list(connection: &mut PgConnection, limit: i64) -> Result<Vec<Nameless>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT c.id, c.reference, p.description, c.received_on, c.evidence_on,
                  (SELECT l.communication_id FROM communication_case l JOIN communication m ON m.id = l.communication_id
                   WHERE l.case_id = c.id AND m.direction = 1 ORDER BY m.received_at, m.id LIMIT 1) AS communication
           FROM person p JOIN residence_case c ON c.person_id = p.id
           WHERE p.family_name IS NULL AND p.given_names IS NULL AND c.registered_at IS NOT NULL AND c.state <= 9
           ORDER BY c.received_on, c.id LIMIT $1"#,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Nameless {
                case: CaseId::from_uuid(r.id),
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                description: r.description.unwrap_or_default(),
                communication: r.communication.map(CommunicationId::from_uuid),
                received_on: r.received_on,
                evidence_on: r.evidence_on,
            })
        })
        .collect()
}

/// The persons who can be called at one of these numbers (international form), at most five.
///
/// # Errors
/// When the database refuses.
pub async fn by_phone(connection: &mut PgConnection, numbers: &[String]) -> Result<Vec<PersonId>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT DISTINCT p.person_id FROM contact_point p JOIN person o ON o.id = p.person_id
         WHERE p.kind = 2 AND p.lines[1] = ANY($1) AND p.safety IN (1, 2) AND o.family_name IS NOT NULL LIMIT 5",
        numbers
    )
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(PersonId::from_uuid).collect())
}
