//! An officer signs a row of the catalogue that was written from memory: what rests on it may be printed from then on.

use domain::{Actor, RowSignatureId, UserId};
use law::{CatalogueRow, RowRef};
use store::{
    ContentHash, StoreError,
    row_signatures::{self, RowSignature},
};

use crate::Casework;

/// Why a row was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The row says something else than what the officer read.
    #[error("the row has changed since it was read")]
    Changed,
    /// It needs no signature.
    #[error("the row is not from memory")]
    NotNeeded,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The digest of what a version of a row says: what a signature stands under.
#[must_use]
pub fn row_digest(row: CatalogueRow<'_>) -> ContentHash {
    ContentHash::of(row.content().as_bytes())
}

/// Signs a version of a row whose content has this digest; `note` says how it was checked. `false`: the same person already did.
///
/// # Errors
/// When the row now says something else, or needs no signature.
pub async fn sign_row(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    named: &RowRef,
    read: ContentHash,
    note: &str,
) -> Result<bool, SignError> {
    let row = casework.site.catalogue.row(named).ok_or(StoreError::NotFound("row of the catalogue"))?;
    if !row.period().sure().needs_signature() {
        return Err(SignError::NotNeeded);
    }
    let content = row.content();
    let digest = ContentHash::of(content.as_bytes());
    if digest != read {
        return Err(SignError::Changed);
    }
    let now = casework.clock.now();
    let signature = RowSignature {
        id: RowSignatureId::new(now),
        kind: named.kind.word().to_owned(),
        key: named.key.clone(),
        from: named.from,
        digest,
        content,
        note: note.to_owned(),
        by,
        at: now,
    };
    let mut tx = casework.begin(actor).await?;
    let added = row_signatures::add(&mut tx, &signature).await?;
    tx.commit().await?;
    Ok(added)
}
