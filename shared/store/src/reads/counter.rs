//! The deposits of the counter as its desk shows them.

use chrono::{DateTime, Utc};
use domain::{CaseId, CaseReference, CommunicationId, CommunicationState, Personal};
use sqlx::PgConnection;

use crate::{StoreError, batches::BatchState, error::decode};

/// A deposit of the day.
#[derive(Clone, Debug)]
pub struct DepositLine {
    /// The communication that carries it.
    pub id: CommunicationId,
    /// The desk.
    pub desk: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Where it stands.
    pub state: CommunicationState,
    /// Files.
    pub files: u32,
    /// Pages read.
    pub pages: u32,
    /// Whether the reader is still at work.
    pub reading: bool,
    /// Its case.
    pub case: Option<(CaseId, CaseReference)>,
    /// The person, once registered.
    pub person: Option<Personal<String>>,
    /// Letters to give to the person: ready, and not ready yet.
    pub letters: (u32, u32),
}

/// The deposits of the counter received since `since`, the latest first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn deposits(
    connection: &mut PgConnection,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DepositLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT c.id, c.account, c.received_at, c.state, b.state AS batch_state, b.pages_read,
                (SELECT count(*) FROM part p WHERE p.communication_id = c.id) AS \"files!\",
                r.id AS \"case_id?\", r.reference AS \"reference?\", p.family_name AS \"family?\", p.given_names AS \"given?\",
                (SELECT count(*) FROM letter l WHERE l.case_id = r.id AND l.medium = 3 AND l.state = 2) AS \"ready!\",
                (SELECT count(*) FROM letter l WHERE l.case_id = r.id AND l.medium = 3 AND l.state = 1) AS \"coming!\"
         FROM communication c
         JOIN envelope e ON e.communication_id = c.id
         JOIN batch b ON b.id = e.batch_id
         LEFT JOIN LATERAL (SELECT case_id FROM communication_case WHERE communication_id = c.id ORDER BY case_id LIMIT 1) l ON true
         LEFT JOIN residence_case r ON r.id = l.case_id
         LEFT JOIN person p ON p.id = r.person_id
         WHERE c.channel = 4 AND c.received_at >= $1 ORDER BY c.received_at DESC, c.id DESC LIMIT $2",
        since,
        limit
    )
    .fetch_all(connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    rows.into_iter()
        .map(|r| {
            let reference = r.reference.map(|text| text.parse::<CaseReference>());
            let reference = reference.transpose().map_err(|_| StoreError::Malformed("case reference"))?;
            let name: Vec<String> = [r.given, r.family.map(|f| f.to_uppercase())].into_iter().flatten().collect();
            Ok(DepositLine {
                id: CommunicationId::from_uuid(r.id),
                desk: r.account,
                received_at: r.received_at,
                state: decode("communication state", r.state, CommunicationState::from_code)?,
                files: number(r.files),
                pages: u32::try_from(r.pages_read).unwrap_or(0),
                reading: r.batch_state == BatchState::Received as i16,
                case: r.case_id.map(CaseId::from_uuid).zip(reference),
                person: (!name.is_empty()).then(|| Personal(name.join(" "))),
                letters: (number(r.ready), number(r.coming)),
            })
        })
        .collect()
}
