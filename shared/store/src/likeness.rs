//! What the pages of one paper, received twice, are known by. Seen by the work that compares, never by a screen.

use domain::{BatchId, CommunicationId};
use sqlx::PgConnection;

use crate::{StoreError, batches::NewPage};

/// What is kept of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewLikeness {
    /// Bands of its text.
    pub text_bands: Vec<i32>,
    /// Parts of the hash of its picture.
    pub picture_bands: Vec<i32>,
    /// That hash.
    pub picture: Option<i64>,
    /// Where its ink is.
    pub ink: Option<Vec<u8>>,
    /// Dates, numbers and addresses written on it.
    pub marks: Vec<String>,
    /// Numbers proved to be the paper's own.
    pub numbers: Vec<String>,
}

/// Keeps what the pages of a batch are known by; what is known is left as it is.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn insert(connection: &mut PgConnection, batch: BatchId, pages: &[NewPage]) -> Result<(), StoreError> {
    for (page, likeness) in pages.iter().filter_map(|page| Some((page.number, page.likeness.as_ref()?))) {
        sqlx::query!(
            "INSERT INTO page_likeness (batch_id, page, text_bands, picture_bands, picture, ink, marks, numbers)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            batch.uuid(),
            page,
            &likeness.text_bands,
            &likeness.picture_bands,
            likeness.picture,
            likeness.ink,
            &likeness.marks,
            &likeness.numbers
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A page with what it is known by.
#[derive(Clone, Debug)]
pub struct KnownPage {
    /// The communication it came with.
    pub communication: CommunicationId,
    /// The batch it lies in.
    pub batch: BatchId,
    /// Its number there.
    pub page: i32,
    /// Bands of its text; not given of a candidate.
    pub text_bands: Vec<i32>,
    /// The hash of its picture; not given of a candidate.
    pub picture: Option<i64>,
    /// Where its ink is.
    pub ink: Option<Vec<u8>>,
    /// Dates, numbers and addresses written on it.
    pub marks: Vec<String>,
    /// Numbers proved to be the paper's own.
    pub numbers: Vec<String>,
}

/// The pages of a communication that something is known of, in order.
///
/// # Errors
/// When the database refuses.
pub async fn of_communication(
    connection: &mut PgConnection,
    id: CommunicationId,
) -> Result<Vec<KnownPage>, StoreError> {
    let rows = sqlx::query!(
        "SELECT batch_id AS \"batch_id!\", page AS \"page!\", text_bands AS \"text_bands!\", picture, ink, marks AS \"marks!\",
                numbers AS \"numbers!\"
         FROM page_likeness_of($1)",
        id.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| KnownPage {
            communication: id,
            batch: BatchId::from_uuid(r.batch_id),
            page: r.page,
            text_bands: r.text_bands,
            picture: r.picture,
            ink: r.ink,
            marks: r.marks,
            numbers: r.numbers,
        })
        .collect())
}

/// What candidates are looked for by.
#[derive(Clone, Debug)]
pub struct Sought<'a> {
    /// Bands of the text.
    pub text_bands: &'a [i32],
    /// Parts of the hash of the picture and those near them.
    pub picture_bands: &'a [i32],
    /// The hash itself.
    pub picture: Option<i64>,
    /// Numbers proved.
    pub numbers: &'a [String],
}

/// The pages of other communications that look like one of `id`, at most `most` for each reason.
///
/// # Errors
/// When the database refuses.
pub async fn candidates(
    connection: &mut PgConnection,
    id: CommunicationId,
    sought: &Sought<'_>,
    most: i32,
) -> Result<Vec<KnownPage>, StoreError> {
    let rows = sqlx::query!(
        "SELECT communication_id AS \"communication_id!\", batch_id AS \"batch_id!\", page AS \"page!\", ink, marks AS \"marks!\",
                numbers AS \"numbers!\"
         FROM page_likeness_candidates($1, $2, $3, $4, $5, $6)",
        id.uuid(),
        sought.text_bands,
        sought.picture_bands,
        sought.picture,
        sought.numbers,
        most
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| KnownPage {
            communication: CommunicationId::from_uuid(r.communication_id),
            batch: BatchId::from_uuid(r.batch_id),
            page: r.page,
            text_bands: Vec::new(),
            picture: None,
            ink: r.ink,
            marks: r.marks,
            numbers: r.numbers,
        })
        .collect())
}

/// Of these marks, those that stand on more than `most` pages.
///
/// # Errors
/// When the database refuses.
pub async fn common(connection: &mut PgConnection, marks: &[String], most: i32) -> Result<Vec<String>, StoreError> {
    let common = sqlx::query_scalar!("SELECT mark AS \"mark!\" FROM page_likeness_common($1, $2) AS mark", marks, most)
        .fetch_all(connection)
        .await?;
    Ok(common)
}

/// The words of a page, as the reader wrote them.
///
/// # Errors
/// When the database refuses.
pub async fn words(
    connection: &mut PgConnection,
    batch: BatchId,
    page: i32,
) -> Result<Option<serde_json::Value>, StoreError> {
    let words = sqlx::query_scalar!("SELECT words FROM page WHERE batch_id = $1 AND number = $2", batch.uuid(), page)
        .fetch_optional(connection)
        .await?;
    Ok(words)
}
