//! An officer signs a provisional document: its paper is requested. What is printed is what the engine says today, or nothing.

use chrono::{DateTime, Utc};
use domain::{
    Actor, CaseId, LetterId, LetterState, Medium, ProvisionalDocumentId, ProvisionalRefused, ProvisionalState, UserId,
};
use law::documents::Fact;
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::CaseRow,
    events::{self, NewEvent},
    exceptions, letters, persons,
    provisional_documents::{self, DocumentRow},
};

use crate::{
    Casework,
    document_letter::{self, Signed},
    document_standing::document_standing,
    prepare_document::{self, PrepareDocumentError},
};

/// What an officer signs.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// The document.
    pub document: ProvisionalDocumentId,
    /// Whether the officer confirms what the engine leaves to a person: its questions, and the rows of the catalogue from memory.
    pub confirmed: bool,
    /// By post, or given in hand.
    pub medium: Medium,
}

/// Why a document was not signed.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// It is not of this case.
    #[error("the case has no such document")]
    NoSuchDocument,
    /// It stands where it cannot be signed.
    #[error(transparent)]
    Refused(#[from] ProvisionalRefused),
    /// The facts, the day or the catalogue changed since it was prepared: it was prepared anew, to be read and signed again.
    #[error("the document changed since it was prepared")]
    Changed,
    /// By what is known today none can be issued.
    #[error("no document can be issued: {0:?}")]
    Nothing(Vec<Fact>),
    /// Something is left to a person, who did not confirm it.
    #[error("a person must confirm what the document rests on")]
    Unconfirmed,
    /// Nobody is known whose document it would be.
    #[error("the case has no person")]
    NoPerson,
    /// The paper it replaces lies in a printed pile: take it back first.
    #[error("the paper that it replaces is in a printed pile")]
    InPile,
    /// It leaves on paper only.
    #[error("a provisional document leaves on paper")]
    NotOnPaper,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Signs the prepared document of a case in the name of an officer and requests its paper. The engine is asked again: when it no longer says
/// the same, nothing is signed and the document is prepared anew.
///
/// # Errors
/// When it cannot be signed as it stands.
pub async fn issue_document(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    case: CaseId,
    signature: Signature,
) -> Result<LetterId, IssueError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = document_letter::lock_with_papers(&mut tx, case).await?;
    let waiting = provisional_documents::of_case(&mut tx, case).await?;
    let waiting = waiting.into_iter().find(|d| d.id == signature.document).ok_or(IssueError::NoSuchDocument)?;
    waiting.state.step(ProvisionalState::Issued)?;
    if signature.medium == Medium::Email {
        return Err(IssueError::NotOnPaper);
    }
    let standing = document_standing(&mut tx, &casework.site, &row, casework.today(), waiting.replaces).await?;
    let fresh =
        standing.to_prepare().and_then(|document| Some((document, prepare_document::said(document, &standing)?)));
    let Some((document, fresh)) = fresh else {
        return Err(IssueError::Nothing(standing.owed.as_ref().map(|owed| owed.asked.clone()).unwrap_or_default()));
    };
    if !prepare_document::same_paper(&waiting.said, &fresh) {
        let replaces = waiting.replaces.zip(waiting.reason.as_deref());
        prepare_document::prepare(&mut tx, &row, &standing, replaces, now).await.map_err(unprepared)?;
        tx.commit().await?;
        return Err(IssueError::Changed);
    }
    if !document.prints_alone() && !signature.confirmed {
        return Err(IssueError::Unconfirmed);
    }
    let person = persons::get(&mut tx, row.person.ok_or(IssueError::NoPerson)?).await?;
    let signed = Signed { waiting: &waiting, document, standing: &standing };
    let letter = document_letter::request(&mut tx, casework, &row, &person, &signed, signature.medium, now).await?;
    provisional_documents::set_issued(&mut tx, waiting.id, letter, &fresh.facts, by, now).await?;
    if let Some(old) = waiting.replaces {
        replace(&mut tx, &row, &standing.documents, old, waiting.id, now).await?;
    }
    let facts = json!({
        "document": waiting.id, "kind": waiting.said.kind, "from": waiting.said.from, "to": waiting.said.to, "letter": letter,
        "rests_on": document.rests_on, "confirmed": signature.confirmed,
    });
    events::append(&mut tx, now, &[NewEvent::new(case, "document.issued", facts)]).await?;
    tx.commit().await?;
    Ok(letter)
}

fn unprepared(error: PrepareDocumentError) -> IssueError {
    match error {
        PrepareDocumentError::Store(error) => IssueError::Store(error),
        PrepareDocumentError::Asked(asked) => IssueError::Nothing(asked),
        PrepareDocumentError::NotConcerned(_)
        | PrepareDocumentError::NothingMore
        | PrepareDocumentError::NoSuchDocument => IssueError::Nothing(Vec::new()),
    }
}

/// The document replaced no longer counts; its paper does not leave any more.
async fn replace(
    tx: &mut Transaction,
    row: &CaseRow,
    documents: &[DocumentRow],
    old: ProvisionalDocumentId,
    new: ProvisionalDocumentId,
    now: DateTime<Utc>,
) -> Result<(), IssueError> {
    let Some(old) = documents.iter().find(|document| document.id == old) else { return Ok(()) };
    old.state.step(ProvisionalState::Replaced)?;
    if let Some(letter) = old.letter
        && !keep_back(tx, letter, now).await?
    {
        return Err(IssueError::InPile);
    }
    let by = tx.actor().to_string();
    provisional_documents::set_replaced(tx, old.id, new, &by, now).await?;
    let facts = json!({ "document": old.id, "by": new, "kind": old.said.kind });
    Ok(events::append(tx, now, &[NewEvent::new(row.case.id, "document.replaced", facts)]).await?)
}

/// Cancels the paper of a document that has not left. `false` when it lies in a printed pile.
pub(crate) async fn keep_back(tx: &mut Transaction, letter: LetterId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(paper) = letters::lock(tx, &[letter]).await?.pop() else { return Ok(true) };
    if paper.state == LetterState::Printed {
        return Ok(false);
    }
    if !paper.state.has_left() && paper.state != LetterState::Cancelled {
        letters::set_state(tx, letter, LetterState::Cancelled, None, now).await?;
        let by = tx.actor().to_string();
        exceptions::end_of_letter(tx, letter, &by, "the document no longer counts", now).await?;
    }
    Ok(true)
}
