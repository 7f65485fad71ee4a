//! Which rows from memory a letter rests on, and which of them nobody has signed yet: it does not leave before.

use std::collections::BTreeSet;

use law::{Catalogue, RowRef, Why};
use serde::{Deserialize, Serialize};
use store::{ContentHash, StoreError, Transaction, row_signatures};

use crate::sign_row::row_digest;

/// A version of a row from memory, with the digest of what it said when the letter was decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RestsOn {
    /// Which.
    #[serde(flatten)]
    pub row: RowRef,
    /// The digest of what it said, in hexadecimal.
    pub digest: String,
}

/// The rows from memory that these results rest on.
pub(crate) fn rests_on<'a>(whys: impl IntoIterator<Item = &'a Why>, catalogue: &Catalogue) -> Vec<RestsOn> {
    let named: BTreeSet<&RowRef> = whys.into_iter().flat_map(|why| &why.from_memory).collect();
    let said = |named: &RowRef| {
        let row = catalogue.row(named)?;
        Some(RestsOn { row: named.clone(), digest: row_digest(row).to_string() })
    };
    named.into_iter().filter_map(said).collect()
}

/// Those that nobody has signed. One that the catalogue has verified since, in the same words, needs no signature any more.
///
/// # Errors
/// When the store refuses.
pub async fn unsigned(
    tx: &mut Transaction,
    catalogue: &Catalogue,
    rows: impl IntoIterator<Item = &RestsOn>,
) -> Result<Vec<RestsOn>, StoreError> {
    let mut open: BTreeSet<RestsOn> = rows.into_iter().cloned().collect();
    open.retain(|rests| {
        let verified = catalogue.row(&rests.row).filter(|row| !row.period().sure().needs_signature());
        verified.is_none_or(|row| row_digest(row).to_string() != rests.digest)
    });
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let digests = open.iter().map(|rests| rests.digest.parse()).collect::<Result<Vec<ContentHash>, _>>()?;
    let signed = row_signatures::signed(tx, &digests).await?;
    Ok(open.into_iter().zip(digests).filter(|(_, digest)| !signed.contains(digest)).map(|(rests, _)| rests).collect())
}
