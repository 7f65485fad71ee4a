//! Search over everything that was read, by whoever may see it (migration 0016).
//!
//! A page is found through the envelope and the communication that it came with: what protects a communication protects its
//! pages, its marks and its words.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{BatchId, CaseId, CaseReference, ChannelKind, CommunicationId, CommunicationState, Personal};
use serde::Serialize;
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// A word that must be found, in any of these spellings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Term(pub Vec<String>);

/// What is looked for: every term, on whichever page of an envelope, among what was received in these days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The words; none: everything received in these days.
    pub terms: Vec<Term>,
    /// First day of reception.
    pub since: Option<NaiveDate>,
    /// Last day of reception.
    pub until: Option<NaiveDate>,
}

/// An envelope, a message or a deposit that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The communication it carries.
    pub id: CommunicationId,
    /// The door.
    pub channel: ChannelKind,
    /// Where it stands.
    pub state: CommunicationState,
    /// How it ended, when it ended without a case.
    pub outcome: Option<String>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The date of its postmark, once a person read it.
    pub postmark_on: Option<NaiveDate>,
    /// Number of the registered letter.
    pub registered_number: Option<String>,
    /// Serial of its separator sheet.
    pub serial: Option<String>,
    /// Position in the file.
    pub position: i32,
    /// The file.
    pub file_name: String,
    /// Who sent the message.
    pub sender: Option<Personal<String>>,
    /// The batch.
    pub batch: BatchId,
    /// The page of the batch shown first, and its place among the pages of the envelope, from 1.
    pub page: Option<(u32, u32)>,
    /// How many pages have one of the words.
    pub pages: u32,
    /// A passage with the words found between [`MARK_START`] and [`MARK_END`].
    pub passage: Option<Personal<String>>,
    /// The cases it belongs to that the actor may see.
    pub cases: Vec<(CaseId, CaseReference)>,
}

/// Before a word that was found, in a passage.
pub const MARK_START: char = '\u{e000}';
/// After it.
pub const MARK_END: char = '\u{e001}';

/// Finds at most `most` of what was received, the latest first.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn find(connection: &mut PgConnection, wanted: &Wanted, most: i32) -> Result<Vec<Hit>, StoreError> {
    let terms = serde_json::json!(wanted.terms);
    let rows = sqlx::query!(
        "WITH found AS (
            SELECT communication_id AS id, page, pages FROM search_read($1, $2, $3, $4) WHERE jsonb_array_length($1) > 0
            UNION ALL
            (SELECT c.id, 0, 0 FROM communication c
             WHERE jsonb_array_length($1) = 0 AND c.channel <> 3 AND c.direction = 1
               AND ($2::date IS NULL OR c.received_on >= $2) AND ($3::date IS NULL OR c.received_on <= $3)
               AND EXISTS (SELECT FROM envelope e WHERE e.communication_id = c.id)
             ORDER BY c.received_at DESC, c.id DESC LIMIT $4)
         )
         SELECT c.id, c.channel, c.state, c.outcome, c.received_at, e.postmark_on, e.registered_number, e.serial, e.position, e.batch_id,
                e.first_page, b.file_name, m.from_name AS \"from_name?\", m.from_address AS \"from_address?\",
                f.page AS \"page!\", f.pages AS \"pages!\",
                CASE WHEN jsonb_array_length($1) = 0 THEN NULL
                     WHEN f.page > 0 THEN ts_headline('french_unaccented', p.text, search_any($1), $5)
                     WHEN m.communication_id IS NOT NULL
                         THEN ts_headline('french_unaccented', left(concat_ws(' ', m.subject, m.body), 100000), search_any($1), $5)
                END AS passage,
                (SELECT array_agg(l.case_id ORDER BY l.case_id) FROM communication_case l JOIN residence_case r ON r.id = l.case_id
                 WHERE l.communication_id = c.id) AS cases
         FROM found f
         JOIN communication c ON c.id = f.id
         JOIN envelope e ON e.communication_id = c.id
         JOIN batch b ON b.id = e.batch_id
         LEFT JOIN message m ON m.communication_id = c.id
         LEFT JOIN page p ON p.batch_id = e.batch_id AND p.number = f.page
         ORDER BY c.received_at DESC, c.id DESC",
        terms,
        wanted.since,
        wanted.until,
        most,
        HEADLINE
    )
    .fetch_all(&mut *connection)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    let mut hits = Vec::with_capacity(rows.len());
    for r in rows {
        let shown = if r.page > 0 { Some(r.page) } else { r.first_page };
        let ids: Vec<CaseId> = r.cases.unwrap_or_default().into_iter().map(CaseId::from_uuid).collect();
        hits.push(Hit {
            id: CommunicationId::from_uuid(r.id),
            channel: decode("channel", r.channel, ChannelKind::from_code)?,
            state: decode("communication state", r.state, CommunicationState::from_code)?,
            outcome: r.outcome,
            received_at: r.received_at,
            postmark_on: r.postmark_on,
            registered_number: r.registered_number,
            serial: r.serial,
            position: r.position,
            file_name: r.file_name,
            sender: r.from_name.filter(|name| !name.trim().is_empty()).or(r.from_address).map(Personal),
            batch: BatchId::from_uuid(r.batch_id),
            page: shown.zip(r.first_page).map(|(page, first)| (number(page), number(page - first + 1))),
            pages: u32::try_from(r.pages).unwrap_or(u32::MAX),
            passage: r.passage.filter(|passage| passage.contains(MARK_START)).map(Personal),
            cases: references(connection, &ids).await?,
        });
    }
    Ok(hits)
}

/// How passages are cut.
const HEADLINE: &str =
    "StartSel=\u{e000}, StopSel=\u{e001}, MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter=\" … \"";

async fn references(connection: &mut PgConnection, ids: &[CaseId]) -> Result<Vec<(CaseId, CaseReference)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let offers = super::indexing::offers(connection, ids).await?;
    Ok(offers.into_iter().map(|offer| (offer.id, offer.reference)).collect())
}

/// The words that were read and look like `word` (small letters, without accents): candidates, the nearest first. They are never
/// shown: a name among them may be that of a protected person.
///
/// # Errors
/// When the database refuses.
pub async fn alike(connection: &mut PgConnection, word: &str) -> Result<Vec<String>, StoreError> {
    let words = sqlx::query_scalar!("SELECT word AS \"word!\" FROM search_alike($1) AS word", word);
    Ok(words.fetch_all(connection).await?)
}

/// The pages of a communication (numbers of the batch) in which one of the terms was read; none when the actor may not see it.
///
/// # Errors
/// When the database refuses.
pub async fn pages_found(
    connection: &mut PgConnection,
    id: CommunicationId,
    terms: &[Term],
) -> Result<Vec<u32>, StoreError> {
    let pages = sqlx::query_scalar!(
        "SELECT page AS \"page!\" FROM search_pages($1, $2) AS page",
        id.uuid(),
        serde_json::json!(terms)
    );
    Ok(pages.fetch_all(connection).await?.into_iter().filter_map(|page| u32::try_from(page).ok()).collect())
}

/// The words of a page that have one of the terms, by their place among its words, from 0; only for who has been shown the envelope.
///
/// # Errors
/// When the database refuses.
pub async fn words_found(
    connection: &mut PgConnection,
    batch: BatchId,
    page: u32,
    terms: &[Term],
) -> Result<Vec<usize>, StoreError> {
    let places = sqlx::query_scalar!(
        "SELECT w.n AS \"n!\" FROM page p, jsonb_array_elements(p.words) WITH ORDINALITY AS w(word, n)
         WHERE p.batch_id = $1 AND p.number = $2 AND search_vector(w.word->>'text') @@ search_any($3) ORDER BY w.n",
        batch.uuid(),
        i32::try_from(page).unwrap_or(i32::MAX),
        serde_json::json!(terms)
    )
    .fetch_all(connection)
    .await?;
    Ok(places.into_iter().filter_map(|n| usize::try_from(n - 1).ok()).collect())
}
