//! A provisional document stops counting: prepared or signed by mistake, or ended by the card, a refusal, a withdrawal.

use domain::{Actor, CaseId, ProvisionalDocumentId, ProvisionalRefused, ProvisionalState, WithdrawalReason};
use serde_json::json;
use store::{
    StoreError, document_facts,
    events::{self, NewEvent},
    provisional_documents,
};

use crate::{Casework, document_duties, document_letter, issue_document::keep_back};

/// Why a document was not withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// It is not of this case.
    #[error("the case has no such document")]
    NoSuchDocument,
    /// It already ended.
    #[error(transparent)]
    Refused(#[from] ProvisionalRefused),
    /// The person has it: a mistake is put right by another document.
    #[error("the person has the document: replace it")]
    HasLeft,
    /// Its paper lies in a printed pile: take it back first.
    #[error("the paper is in a printed pile")]
    InPile,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Withdraws a document of a case. Its paper, if it has not left, does not leave any more.
///
/// # Errors
/// When the person has it and the reason is not one that ends it, or its paper is in a pile; nothing was done then.
pub async fn withdraw_document(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    id: ProvisionalDocumentId,
    reason: WithdrawalReason,
) -> Result<(), WithdrawError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = document_letter::lock_with_papers(&mut tx, case).await?;
    let documents = provisional_documents::of_case(&mut tx, case).await?;
    let document = documents.iter().find(|document| document.id == id).ok_or(WithdrawError::NoSuchDocument)?;
    document.state.step(ProvisionalState::Withdrawn)?;
    if document.state == ProvisionalState::Left && !reason.ends_what_has_left() {
        return Err(WithdrawError::HasLeft);
    }
    if let Some(letter) = document.letter
        && !keep_back(&mut tx, letter, now).await?
    {
        return Err(WithdrawError::InPile);
    }
    provisional_documents::set_withdrawn(&mut tx, id, reason, &actor.to_string(), now).await?;
    document_facts::refresh_cover(&mut tx, case).await?;
    let facts = json!({ "document": id, "kind": document.said.kind, "was": document.state, "reason": reason });
    events::append(&mut tx, now, &[NewEvent::new(case, "document.withdrawn", facts)]).await?;
    document_duties::refresh(&mut tx, casework, &row, now).await?;
    tx.commit().await?;
    Ok(())
}
