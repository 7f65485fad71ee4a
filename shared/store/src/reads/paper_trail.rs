//! "Where is the paper?": envelopes by their label or their case, and those that nobody has put anywhere.

use chrono::{DateTime, Utc};
use domain::{CaseReference, CommunicationId, CommunicationState};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// An envelope.
#[derive(Clone, Debug)]
pub struct EnvelopeLine {
    /// Its communication.
    pub id: CommunicationId,
    /// The serial of its sheet, on its label.
    pub serial: Option<String>,
    /// Its place in the file of the scanner.
    pub position: i32,
    /// The file.
    pub file_name: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Where its registration stands.
    pub state: CommunicationState,
    /// What became of it without a case, in words.
    pub outcome: Option<String>,
    /// The references of its cases.
    pub cases: Vec<CaseReference>,
    /// What is still open about it (M7).
    pub exceptions: u32,
    /// Whether it was ever put into a place.
    pub placed: bool,
}

/// Which envelopes.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// The serial of the sheet.
    pub serial: Option<&'a str>,
    /// The communication.
    pub communication: Option<CommunicationId>,
    /// The case.
    pub case: Option<CaseReference>,
    /// Received from this instant (included) to that (excluded).
    pub between: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Only those that nobody has put anywhere.
    pub unplaced: bool,
}

/// The envelopes that came by post, the oldest first, at most `limit`. Those that the actor may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn envelopes(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
    limit: i64,
) -> Result<Vec<EnvelopeLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT m.id, e.serial, e.position, b.file_name, m.received_at, m.state, m.outcome,
                ARRAY(SELECT r.reference FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                      WHERE l.communication_id = m.id ORDER BY r.reference) AS \"cases!\",
                (SELECT count(*) FROM exception x WHERE x.communication_id = m.id AND x.ended_at IS NULL) AS \"exceptions!\",
                EXISTS (SELECT FROM paper_move p WHERE p.communication_id = m.id) AS \"placed!\"
         FROM communication m JOIN envelope e ON e.communication_id = m.id JOIN batch b ON b.id = e.batch_id
         WHERE m.channel = 1 AND e.part_of IS NULL AND ($1::text IS NULL OR e.serial = $1) AND ($2::uuid IS NULL OR m.id = $2)
           AND ($3::text IS NULL OR EXISTS (SELECT FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                                            WHERE l.communication_id = m.id AND r.reference = $3))
           AND ($4::timestamptz IS NULL OR (m.received_at >= $4 AND m.received_at < $5))
           AND (NOT $6 OR NOT EXISTS (SELECT FROM paper_move p WHERE p.communication_id = m.id))
         ORDER BY m.received_at, e.batch_id, e.position LIMIT $7",
        wanted.serial,
        wanted.communication.map(CommunicationId::uuid),
        wanted.case.map(|reference| reference.to_string()),
        wanted.between.map(|(from, _)| from),
        wanted.between.map(|(_, until)| until),
        wanted.unplaced,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(EnvelopeLine {
                id: CommunicationId::from_uuid(r.id),
                serial: r.serial,
                position: r.position,
                file_name: r.file_name,
                received_at: r.received_at,
                state: decode("communication state", r.state, CommunicationState::from_code)?,
                outcome: r.outcome,
                cases: r.cases.iter().filter_map(|reference| reference.parse().ok()).collect(),
                exceptions: u32::try_from(r.exceptions).unwrap_or(u32::MAX),
                placed: r.placed,
            })
        })
        .collect()
}

/// How many envelopes nobody has put anywhere, most a thousand.
///
/// # Errors
/// When the database refuses.
pub async fn unplaced(connection: &mut PgConnection) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) AS \"count!\" FROM (SELECT FROM communication m JOIN envelope e ON e.communication_id = m.id
         WHERE m.channel = 1 AND e.part_of IS NULL AND NOT EXISTS (SELECT FROM paper_move p WHERE p.communication_id = m.id) LIMIT 1000) few"
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
