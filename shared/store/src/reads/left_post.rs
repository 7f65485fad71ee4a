//! What left by post between two instants, one line a letter, as the files of the mailroom list it.

use chrono::{DateTime, Utc};
use domain::{CaseReference, LetterId, LetterKind, PrintRunId, ReturnReason};
use sqlx::PgConnection;

use crate::{StoreError, error::decode, postal::PostalFate};

/// A letter that left.
#[derive(Clone, Debug)]
pub struct LeftLine {
    /// Which.
    pub letter: LetterId,
    /// Its kind.
    pub kind: LetterKind,
    /// The reference of its case; none when the outside must not show where it comes from.
    pub reference: Option<CaseReference>,
    /// The pile it left with.
    pub run: PrintRunId,
    /// When.
    pub left_at: DateTime<Utc>,
    /// Pages of the PDF.
    pub pages: Option<u32>,
    /// The number of its envelope.
    pub number: Option<String>,
    /// The letter in whose envelope it was; none when its address showed.
    pub with: Option<LetterId>,
    /// What the post said of it.
    pub fate: PostalFate,
}

/// The letters that left from an instant (included) to another (excluded), in the order of their piles, at most `limit`. Those that the actor
/// may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn between(
    connection: &mut PgConnection,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<LeftLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT l.id, l.kind, c.reference, l.data->'neutral' = 'true'::jsonb AS neutral, p.print_run_id, p.left_at AS \"left_at!\", l.pages,
                p.registered_number, o.letter_id AS \"with?\", p.presented_on, p.notice_left, p.collected_on, p.refused_on, p.came_back_on,
                p.return_reason
         FROM postal_item p JOIN letter l ON l.id = p.letter_id JOIN residence_case c ON c.id = l.case_id
         LEFT JOIN postal_item o ON o.id = p.in_envelope_of
         WHERE p.left_at >= $1 AND p.left_at < $2
         ORDER BY p.left_at, p.print_run_id, p.place NULLS LAST, l.requested_at, l.case_id, l.kind, l.id LIMIT $3",
        from,
        until,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let reference: CaseReference = r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?;
            let reason =
                r.return_reason.map(|code| decode("return reason", code, ReturnReason::from_code)).transpose()?;
            Ok(LeftLine {
                letter: LetterId::from_uuid(r.id),
                kind: decode("letter kind", r.kind, LetterKind::from_code)?,
                reference: (!r.neutral.unwrap_or(false)).then_some(reference),
                run: PrintRunId::from_uuid(r.print_run_id),
                left_at: r.left_at,
                pages: r.pages.and_then(|pages| u32::try_from(pages).ok()),
                number: r.registered_number,
                with: r.with.map(LetterId::from_uuid),
                fate: PostalFate {
                    presented_on: r.presented_on,
                    notice_left: r.notice_left,
                    collected_on: r.collected_on,
                    refused_on: r.refused_on,
                    came_back: r.came_back_on.zip(reason),
                },
            })
        })
        .collect()
}
