//! A provisional document is given to the person in hand.

use domain::{Actor, CaseId, LetterRefused, LetterState, Medium, ProvisionalDocumentId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters, provisional_documents,
};

use crate::{Casework, document_duties, document_letter};

/// Why a document was not given.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// The case has no such document, or it is not signed yet.
    #[error("the case has no such signed document")]
    NoSuchDocument,
    /// Its paper is not ready, has left, or leaves by post.
    #[error("its paper is not one to give in hand")]
    NotInHand,
    /// Its paper stands where it cannot be given.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The person has the document. Final: a mistake is put right by another one.
///
/// # Errors
/// When its paper is not ready to be given; nothing was done then.
pub async fn give_document(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    id: ProvisionalDocumentId,
) -> Result<(), GiveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    document_letter::lock_with_papers(&mut tx, case).await?;
    let documents = provisional_documents::of_case(&mut tx, case).await?;
    let letter = documents.iter().find(|document| document.id == id).and_then(|document| document.letter);
    let letter = letter.ok_or(GiveError::NoSuchDocument)?;
    let paper = letters::lock(&mut tx, &[letter]).await?.pop().ok_or(GiveError::NoSuchDocument)?;
    if paper.medium != Medium::InPerson {
        return Err(GiveError::NotInHand);
    }
    paper.state.step(LetterState::HandedOver)?;
    letters::set_left(&mut tx, letter, LetterState::HandedOver, None, now).await?;
    let facts = json!({ "letter": letter, "kind": paper.kind });
    events::append(&mut tx, now, &[NewEvent::new(case, "letter.handed_over", facts)]).await?;
    document_duties::left(&mut tx, casework, &paper, now).await?;
    tx.commit().await?;
    Ok(())
}
