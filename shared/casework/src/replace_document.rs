//! A document that is wrong or lost is made anew: the engine says it again, an officer signs, the old one is kept and marked.

use domain::{Actor, CaseId, ProvisionalDocumentId};
use store::{cases, provisional_documents};

use crate::{
    Casework,
    document_standing::document_standing,
    prepare_document::{PrepareDocumentError, prepare},
};

/// Prepares the document that will stand in the place of `old` once it is signed; until then the old one counts. `reason` is told on the page
/// of the case, in words.
///
/// # Errors
/// When the old one does not count, or none can be issued by what is known; nothing was done then.
pub async fn replace_document(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    old: ProvisionalDocumentId,
    reason: &str,
) -> Result<ProvisionalDocumentId, PrepareDocumentError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    let documents = provisional_documents::of_case(&mut tx, case).await?;
    if !documents.iter().any(|document| document.id == old && document.state.counts()) {
        return Err(PrepareDocumentError::NoSuchDocument);
    }
    let standing = document_standing(&mut tx, &casework.site, &row, casework.today(), Some(old)).await?;
    let id = prepare(&mut tx, &row, &standing, Some((old, reason)), now).await?;
    tx.commit().await?;
    Ok(id)
}
