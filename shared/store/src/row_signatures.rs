//! Signatures under rows of the catalogue that were written from memory. Only ever added.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{RowSignatureId, UserId};
use sqlx::PgConnection;

use crate::{ContentHash, StoreError};

/// A signature under what a version of a row says.
#[derive(Clone, Debug)]
pub struct RowSignature {
    /// Identifier.
    pub id: RowSignatureId,
    /// The table of the row.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// The first day of the version.
    pub from: NaiveDate,
    /// The digest of what it says.
    pub digest: ContentHash,
    /// What it says.
    pub content: String,
    /// What the officer checked.
    pub note: String,
    /// Who signed.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a signature; `false` when the same person already signed the same words.
///
/// # Errors
/// When the database refuses.
pub async fn add(connection: &mut PgConnection, signature: &RowSignature) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO row_signature (id, kind, row_key, starts_on, digest, content, note, signed_by, signed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (digest, signed_by) DO NOTHING",
        signature.id.uuid(),
        signature.kind,
        signature.key,
        signature.from,
        &signature.digest.bytes()[..],
        signature.content,
        signature.note,
        signature.by.uuid(),
        signature.at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Which of these digests somebody signed.
///
/// # Errors
/// When the database refuses.
pub async fn signed(
    connection: &mut PgConnection,
    digests: &[ContentHash],
) -> Result<HashSet<ContentHash>, StoreError> {
    let wanted: Vec<Vec<u8>> = digests.iter().map(|digest| digest.bytes().to_vec()).collect();
    let found = sqlx::query_scalar!("SELECT DISTINCT digest FROM row_signature WHERE digest = ANY($1)", &wanted);
    found.fetch_all(connection).await?.iter().map(|digest| ContentHash::from_stored(digest)).collect()
}

/// The signatures of a row, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_row(connection: &mut PgConnection, kind: &str, key: &str) -> Result<Vec<RowSignature>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, kind, row_key, starts_on, digest, content, note, signed_by, signed_at FROM row_signature
         WHERE kind = $1 AND row_key = $2 ORDER BY signed_at DESC, id DESC",
        kind,
        key
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RowSignature {
                id: RowSignatureId::from_uuid(row.id),
                digest: ContentHash::from_stored(&row.digest)?,
                kind: row.kind,
                key: row.row_key,
                from: row.starts_on,
                content: row.content,
                note: row.note,
                by: UserId::from_uuid(row.signed_by),
                at: row.signed_at,
            })
        })
        .collect()
}
