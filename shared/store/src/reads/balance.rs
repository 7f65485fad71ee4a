//! The balance: is every arrival accounted for, does every case have its acknowledgement?

use chrono::NaiveDate;
use domain::{
    CallState, CallbackState, CaseId, CaseReference, CaseState, ChannelKind, CommunicationState, LetterKind,
    LetterState,
};
use sqlx::PgConnection;

use crate::{ContentHash, StoreError, batches::BatchState};

/// What stands in the books.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Batches kept.
    pub batches: i64,
    /// Batches still being read.
    pub batches_unread: i64,
    /// Pages kept.
    pub pages: i64,
    /// Inbound communications.
    pub communications: i64,
    /// Of these, waiting for a person.
    pub to_index: i64,
    /// Of those waiting for a person, calls whose caller is to be called back, with a day: nothing is left to do today.
    pub to_call_back: i64,
    /// Of these, ended without a case, with an outcome.
    pub without_case: i64,
    /// Communications that belong to no case and have neither an owner nor an outcome. Must be 0.
    pub unlinked: i64,
    /// Cases registered.
    pub cases: i64,
    /// Cases registered without a live acknowledgement; for those handed on the notice stands in its place (L. 114-4). Must be 0.
    pub cases_without_acknowledgement: i64,
    /// Cases with more than one live acknowledgement for one cause. Must be 0.
    pub cases_acknowledged_twice: i64,
    /// Letters that have left.
    pub letters_handed: i64,
    /// Letters sent by e-mail.
    pub letters_sent: i64,
    /// Letters held: nobody safe to write to.
    pub letters_held: i64,
    /// Letters on their way out (requested to printed).
    pub letters_waiting: i64,
    /// Open exceptions.
    pub exceptions: i64,
}

/// Reads the balance. Protected persons count: open the transaction as one who sees them.
///
/// # Errors
/// When the database refuses.
pub async fn read(connection: &mut PgConnection) -> Result<Balance, StoreError> {
    let r = sqlx::query!(
        r#"SELECT
            (SELECT count(*) FROM batch) AS "batches!",
            (SELECT count(*) FROM batch WHERE state = $1) AS "batches_unread!",
            (SELECT count(*) FROM page) AS "pages!",
            (SELECT count(*) FROM communication WHERE direction = 1) AS "communications!",
            (SELECT count(*) FROM communication WHERE state IN ($2, $3)) AS "to_index!",
            (SELECT count(*) FROM communication m WHERE m.state IN ($2, $3)
                AND EXISTS (SELECT FROM call c JOIN callback b ON b.communication_id = c.communication_id
                            WHERE c.communication_id = m.id AND c.state = $10 AND b.state = $11)) AS "to_call_back!",
            (SELECT count(*) FROM communication WHERE state = $4) AS "without_case!",
            (SELECT count(*) FROM communication m WHERE m.owner_role IS NULL AND m.state <> $4
                AND NOT EXISTS (SELECT FROM communication_case l WHERE l.communication_id = m.id)) AS "unlinked!",
            (SELECT count(*) FROM residence_case WHERE registered_at IS NOT NULL) AS "cases!",
            (SELECT count(*) FROM residence_case c WHERE c.registered_at IS NOT NULL AND c.state <> $5
                AND NOT EXISTS (SELECT FROM letter l WHERE l.case_id = c.id AND l.state <> $7
                                AND (l.kind = $6 OR (l.kind = 8 AND c.state IN (14, 15))))) AS "bare!",
            (SELECT count(*) FROM (SELECT FROM letter WHERE kind = $6 AND state <> $7 GROUP BY case_id, service, cause HAVING count(*) > 1) d)
                AS "twice!",
            (SELECT count(*) FROM letter WHERE state = $8::smallint OR state = 8) AS "handed!",
            (SELECT count(*) FROM letter WHERE state = 9) AS "sent!",
            (SELECT count(*) FROM letter WHERE state = $9) AS "held!",
            (SELECT count(*) FROM letter WHERE state IN (1, 2, 3, 4)) AS "waiting!",
            (SELECT count(*) FROM exception WHERE ended_at IS NULL) AS "exceptions!""#,
        BatchState::Received as i16,
        CommunicationState::Received.code(),
        CommunicationState::ToIndex.code(),
        CommunicationState::NoCase.code(),
        CaseState::Merged.code(),
        LetterKind::Acknowledgement.code(),
        LetterState::Cancelled.code(),
        LetterState::HandedToPost.code(),
        LetterState::Held.code(),
        CallState::Settled.code(),
        CallbackState::Due.code()
    )
    .fetch_one(connection)
    .await?;
    Ok(Balance {
        batches: r.batches,
        batches_unread: r.batches_unread,
        pages: r.pages,
        communications: r.communications,
        to_index: r.to_index,
        to_call_back: r.to_call_back,
        without_case: r.without_case,
        unlinked: r.unlinked,
        cases: r.cases,
        cases_without_acknowledgement: r.bare,
        cases_acknowledged_twice: r.twice,
        letters_handed: r.handed,
        letters_sent: r.sent,
        letters_held: r.held,
        letters_waiting: r.waiting,
        exceptions: r.exceptions,
    })
}

/// What has no case and, after its last day, still no outcome (I-28): at the telephone, and by the other doors.
///
/// # Errors
/// When the database refuses.
pub async fn without_outcome(connection: &mut PgConnection, today: NaiveDate) -> Result<(u32, u32), StoreError> {
    let r = sqlx::query!(
        "SELECT count(*) FILTER (WHERE channel = $3) AS \"calls!\", count(*) FILTER (WHERE channel <> $3) AS \"others!\"
         FROM communication WHERE owner_role IS NOT NULL AND state <= $2 AND outcome_due < $1",
        today,
        CommunicationState::ToIndex.code(),
        ChannelKind::Phone.code()
    )
    .fetch_one(connection)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok((number(r.calls), number(r.others)))
}

/// What came by one door, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorBalance {
    /// The door.
    pub channel: ChannelKind,
    /// Inbound communications.
    pub arrivals: i64,
    /// Of these, ended without a case, with an outcome.
    pub without_case: i64,
    /// Cases that came by it first and are registered.
    pub cases: i64,
    /// Letters of these cases that have left: by post, by e-mail or in hand.
    pub letters_left: i64,
}

/// The balance door by door. Protected persons count: open the transaction as one who sees them.
///
/// # Errors
/// When the database refuses.
pub async fn by_door(connection: &mut PgConnection) -> Result<Vec<DoorBalance>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT m.channel, count(*) AS "arrivals!", count(*) FILTER (WHERE m.state = $1) AS "without_case!",
            (SELECT count(*) FROM residence_case c WHERE c.first_channel = m.channel AND c.registered_at IS NOT NULL) AS "cases!",
            (SELECT count(*) FROM letter l JOIN residence_case c ON c.id = l.case_id
                WHERE c.first_channel = m.channel AND l.state = ANY ($2)) AS "letters_left!"
           FROM communication m WHERE m.direction = 1 GROUP BY m.channel ORDER BY m.channel"#,
        CommunicationState::NoCase.code(),
        &[LetterState::HandedToPost, LetterState::HandedOver, LetterState::Sent].map(LetterState::code)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(DoorBalance {
                channel: crate::error::decode("channel", r.channel, ChannelKind::from_code)?,
                arrivals: r.arrivals,
                without_case: r.without_case,
                cases: r.cases,
                letters_left: r.letters_left,
            })
        })
        .collect()
}

/// A letter as the list of a day shows it.
#[derive(Clone, Debug)]
pub struct LetterLine {
    /// Identifier.
    pub id: domain::LetterId,
    /// Which letter.
    pub kind: LetterKind,
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// Where it stands.
    pub state: LetterState,
    /// Its PDF.
    pub pdf: Option<ContentHash>,
}

/// Every letter, in the order of their request.
///
/// # Errors
/// When the database refuses.
pub async fn letters(connection: &mut PgConnection) -> Result<Vec<LetterLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT l.id, l.kind, l.case_id, c.reference, l.state, l.pdf_sha256 FROM letter l JOIN residence_case c ON c.id = l.case_id
         WHERE l.state <> $1 ORDER BY l.requested_at, l.id",
        LetterState::Cancelled.code()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(LetterLine {
                id: domain::LetterId::from_uuid(r.id),
                kind: crate::error::decode("letter kind", r.kind, LetterKind::from_code)?,
                case: CaseId::from_uuid(r.case_id),
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                state: crate::error::decode("letter state", r.state, LetterState::from_code)?,
                pdf: r.pdf_sha256.map(|h| ContentHash::from_stored(&h)).transpose()?,
            })
        })
        .collect()
}
