//! Letters that leave (M6): those to approve, to print, held, and the printed piles.

use chrono::{DateTime, Utc};
use domain::{CaseId, CaseReference, LetterId, LetterKind, LetterState, Medium, Personal, PrintRunId, UserId};
use sqlx::PgConnection;

use crate::{ContentHash, StoreError, error::decode};

/// A letter of a list.
#[derive(Clone, Debug)]
pub struct LetterLine {
    /// Which.
    pub id: LetterId,
    /// Its case.
    pub case: CaseId,
    /// The reference of the case.
    pub reference: CaseReference,
    /// Its kind.
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// How it leaves, or was to leave.
    pub medium: Medium,
    /// The address lines that it prints, addressee first.
    pub recipient: Personal<Vec<String>>,
    /// The person of the case, as letters write them.
    pub person: Option<Personal<String>>,
    /// Whether the outside must not show where it comes from.
    pub neutral: bool,
    /// Pages of the PDF, once made.
    pub pages: Option<u32>,
    /// Why it is held, a stable word.
    pub held_reason: Option<String>,
    /// When it was requested.
    pub requested_at: DateTime<Utc>,
    /// Whether it must leave as a registered letter.
    pub registered: bool,
    /// The number that it leaves, or left, with in the pile asked for.
    pub number: Option<String>,
    /// The rows from memory that it rests on, as it was decided.
    pub rests_on: serde_json::Value,
    /// The letter of the pile in whose envelope it goes; none when it has its own.
    pub with: Option<LetterId>,
}

/// The letters in a state, the longest waiting first and those of a case together, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn letters_in(
    connection: &mut PgConnection,
    state: LetterState,
    limit: i64,
) -> Result<Vec<LetterLine>, StoreError> {
    letters(connection, Some(state), None, limit).await
}

/// The letters of a pile, in the order in which they were printed.
///
/// # Errors
/// When the database refuses.
pub async fn letters_of_run(connection: &mut PgConnection, run: PrintRunId) -> Result<Vec<LetterLine>, StoreError> {
    letters(connection, None, Some(run), i64::MAX).await
}

async fn letters(
    connection: &mut PgConnection,
    state: Option<LetterState>,
    run: Option<PrintRunId>,
    limit: i64,
) -> Result<Vec<LetterLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT l.id, l.case_id, c.reference, l.kind, l.state, l.medium, l.data, l.pages, l.held_reason, l.requested_at, l.registered,
                p.registered_number AS \"number?\", o.letter_id AS \"with?\"
         FROM letter l JOIN residence_case c ON c.id = l.case_id
         LEFT JOIN postal_item p ON p.letter_id = l.id AND p.print_run_id = $2
         LEFT JOIN postal_item o ON o.id = p.in_envelope_of
         WHERE ($1::smallint IS NULL OR l.state = $1) AND ($2::uuid IS NULL OR l.print_run_id = $2 OR p.left_at IS NOT NULL)
           AND (l.medium = 1 OR l.state = 7)
         ORDER BY p.place NULLS LAST, l.requested_at, l.case_id, l.kind, l.id LIMIT $3",
        state.map(LetterState::code),
        run.map(PrintRunId::uuid),
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let lines = r.data["recipient"].as_array().into_iter().flatten();
            Ok(LetterLine {
                id: LetterId::from_uuid(r.id),
                case: CaseId::from_uuid(r.case_id),
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                kind: decode("letter kind", r.kind, LetterKind::from_code)?,
                state: decode("letter state", r.state, LetterState::from_code)?,
                medium: decode("medium", r.medium, Medium::from_code)?,
                recipient: Personal(lines.filter_map(|line| line.as_str().map(str::to_owned)).collect()),
                person: r.data["person"].as_str().map(|name| Personal(name.to_owned())),
                neutral: r.data["neutral"].as_bool().unwrap_or(false),
                pages: r.pages.and_then(|pages| u32::try_from(pages).ok()),
                held_reason: r.held_reason,
                requested_at: r.requested_at,
                registered: r.registered,
                number: r.number,
                rests_on: r.data["rests_on"].clone(),
                with: r.with.map(LetterId::from_uuid),
            })
        })
        .collect()
}

/// How many letters stand in each state that is not final, most a thousand of each.
///
/// # Errors
/// When the database refuses.
pub async fn counts(connection: &mut PgConnection) -> Result<Vec<(LetterState, u32)>, StoreError> {
    let rows =
        sqlx::query!("SELECT state, count(*) AS \"count!\" FROM letter WHERE state IN (1, 2, 3, 4, 7) AND (medium = 1 OR state = 7) GROUP BY state")
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|r| {
            Ok((decode("letter state", r.state, LetterState::from_code)?, u32::try_from(r.count).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// The PDF of a letter.
///
/// # Errors
/// `NotFound` when it has none or the actor may not see it.
pub async fn pdf(connection: &mut PgConnection, id: LetterId) -> Result<ContentHash, StoreError> {
    let hash = sqlx::query_scalar!("SELECT pdf_sha256 FROM letter WHERE id = $1", id.uuid())
        .fetch_optional(connection)
        .await?;
    ContentHash::from_stored(&hash.flatten().ok_or(StoreError::NotFound("PDF of a letter"))?)
}

/// A printed pile.
#[derive(Clone, Debug)]
pub struct RunLine {
    /// Which.
    pub id: PrintRunId,
    /// Who printed it.
    pub made_by: UserId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// How many letters are in it now.
    pub letters: u32,
    /// In how many envelopes.
    pub envelopes: u32,
    /// How many letters the actor may not see.
    pub hidden: u32,
    /// When it was handed to the post.
    pub handed_at: Option<DateTime<Utc>>,
    /// Who handed it over.
    pub handed_by: Option<UserId>,
    /// Its PDF.
    pub pdf: Option<ContentHash>,
}

/// The piles that still hold letters: those waiting to be handed over, or those that left, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn runs(connection: &mut PgConnection, handed: bool, limit: i64) -> Result<Vec<RunLine>, StoreError> {
    runs_where(connection, Some(handed), None, limit).await
}

/// One pile.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn run(connection: &mut PgConnection, id: PrintRunId) -> Result<RunLine, StoreError> {
    runs_where(connection, None, Some(id), 1).await?.pop().ok_or(StoreError::NotFound("pile of letters"))
}

async fn runs_where(
    connection: &mut PgConnection,
    handed: Option<bool>,
    id: Option<PrintRunId>,
    limit: i64,
) -> Result<Vec<RunLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT r.id, r.made_by, r.made_at, r.letters AS made, r.handed_at, r.handed_by, r.pdf_sha256,
                (SELECT count(*) FROM (SELECT l.id FROM letter l WHERE l.print_run_id = r.id
                    UNION SELECT l.id FROM postal_item p JOIN letter l ON l.id = p.letter_id
                          WHERE p.print_run_id = r.id AND p.left_at IS NOT NULL) AS visible) AS \"seen!\",
                (SELECT count(*) FROM postal_item p JOIN letter l ON l.id = p.letter_id WHERE p.print_run_id = r.id
                    AND p.in_envelope_of IS NOT NULL AND (l.print_run_id = r.id OR p.left_at IS NOT NULL)) AS \"inside!\"
         FROM print_run r
         WHERE ($1::boolean IS NULL OR (r.handed_at IS NOT NULL) = $1) AND ($2::uuid IS NULL OR r.id = $2)
           AND (EXISTS (SELECT FROM letter l WHERE l.print_run_id = r.id) OR EXISTS (
                SELECT FROM postal_item p JOIN letter l ON l.id = p.letter_id WHERE p.print_run_id = r.id AND p.left_at IS NOT NULL))
         ORDER BY coalesce(r.handed_at, r.made_at) DESC, r.id DESC LIMIT $3",
        handed,
        id.map(PrintRunId::uuid),
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let seen = u32::try_from(r.seen).unwrap_or(u32::MAX);
            Ok(RunLine {
                id: PrintRunId::from_uuid(r.id),
                made_by: UserId::from_uuid(r.made_by),
                made_at: r.made_at,
                letters: seen,
                envelopes: seen.saturating_sub(u32::try_from(r.inside).unwrap_or(0)),
                hidden: u32::try_from(r.made).unwrap_or(0).saturating_sub(seen),
                handed_at: r.handed_at,
                handed_by: r.handed_by.map(UserId::from_uuid),
                pdf: r.pdf_sha256.map(|hash| ContentHash::from_stored(&hash)).transpose()?,
            })
        })
        .collect()
}
