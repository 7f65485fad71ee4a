//! The document that a case is owed is prepared: the engine says it, an officer has to sign it.

use chrono::{DateTime, Utc};
use domain::{Actor, CaseId, ProvisionalDocumentId, ProvisionalState, WithdrawalReason};
use law::documents::{Fact, ProvisionalDocument, WorkAnswer};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    events::{self, NewEvent},
    provisional_documents::{self, DocumentRow, DocumentSaid, NewDocument},
};

use crate::{
    Casework,
    document_standing::{DocumentStanding, NotConcerned, document_standing},
};

/// Why no document was prepared.
#[derive(Debug, thiserror::Error)]
pub enum PrepareDocumentError {
    /// The case has none.
    #[error("no document is given for this case: {0:?}")]
    NotConcerned(NotConcerned),
    /// Facts that decide are not established.
    #[error("facts are missing: {0:?}")]
    Asked(Vec<Fact>),
    /// The texts give nothing beyond what covers the person already, or a proof of deposit alone.
    #[error("nothing is owed beyond what the person has")]
    NothingMore,
    /// The document to replace does not count, or is not of this case.
    #[error("there is no such document to replace")]
    NoSuchDocument,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Prepares the document that a case is owed today, whether it is due yet or not.
///
/// # Errors
/// When none can be; nothing was done then.
pub async fn prepare_document(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
) -> Result<ProvisionalDocumentId, PrepareDocumentError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    let standing = document_standing(&mut tx, &casework.site, &row, casework.today(), None).await?;
    let id = prepare(&mut tx, &row, &standing, None, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Prepares what the standing gives, in the place of `replaces` for the reason given.
pub(crate) async fn prepare(
    tx: &mut Transaction,
    row: &CaseRow,
    standing: &DocumentStanding,
    replaces: Option<(ProvisionalDocumentId, &str)>,
    now: DateTime<Utc>,
) -> Result<ProvisionalDocumentId, PrepareDocumentError> {
    let owed = standing.owed.as_ref().map_err(|reason| PrepareDocumentError::NotConcerned(*reason))?;
    if !owed.asked.is_empty() {
        return Err(PrepareDocumentError::Asked(owed.asked.clone()));
    }
    let document = standing.to_prepare().ok_or(PrepareDocumentError::NothingMore)?;
    let said = said(document, standing).ok_or(PrepareDocumentError::NothingMore)?;
    let by = tx.actor().to_string();
    let new = NewDocument { id: ProvisionalDocumentId::new(now), case: row.case.id, said: &said, replaces, by: &by };
    let id = provisional_documents::prepare(tx, &new, now).await?;
    let facts = json!({ "document": id, "kind": said.kind, "from": said.from, "to": said.to, "rule": said.rule.0 });
    events::append(tx, now, &[NewEvent::new(row.case.id, "document.prepared", facts)]).await?;
    Ok(id)
}

/// Prepares the document when it is due, writes the prepared one anew when the facts or the day changed it, and takes it away when nothing
/// is owed any more. Returns the one that waits for its signature.
pub(crate) async fn prepare_if_due(
    tx: &mut Transaction,
    casework: &Casework,
    row: &CaseRow,
    now: DateTime<Utc>,
) -> Result<Option<ProvisionalDocumentId>, StoreError> {
    let mut standing = document_standing(tx, &casework.site, row, casework.today(), None).await?;
    let waiting = standing.prepared().cloned();
    if let Some(old) = waiting.as_ref().and_then(|waiting| waiting.replaces) {
        standing = document_standing(tx, &casework.site, row, casework.today(), Some(old)).await?;
    }
    let due = waiting.is_some() || standing.is_due(&casework.site.catalogue);
    let fresh = standing.to_prepare().filter(|_| due).and_then(|document| said(document, &standing));
    match (waiting, fresh) {
        (Some(waiting), Some(fresh)) if same_paper(&waiting.said, &fresh) => Ok(Some(waiting.id)),
        (Some(waiting), None) => {
            withdraw_prepared(tx, &waiting, now).await?;
            Ok(None)
        }
        (None, None) => Ok(None),
        (waiting, Some(_)) => {
            let replaces = waiting.as_ref().and_then(|waiting| waiting.replaces.zip(waiting.reason.as_deref()));
            match prepare(tx, row, &standing, replaces, now).await {
                Ok(id) => Ok(Some(id)),
                Err(PrepareDocumentError::Store(error)) => Err(error),
                Err(_) => Ok(None),
            }
        }
    }
}

async fn withdraw_prepared(tx: &mut Transaction, waiting: &DocumentRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (by, reason) = (tx.actor().to_string(), WithdrawalReason::Mistake);
    provisional_documents::set_withdrawn(tx, waiting.id, reason, &by, now).await?;
    let facts = json!({ "document": waiting.id, "kind": waiting.said.kind, "was": ProvisionalState::Prepared, "reason": reason });
    events::append(tx, now, &[NewEvent::new(waiting.case, "document.withdrawn", facts)]).await
}

/// What is kept of a document of the engine; `None` while a fact of its right to work is missing.
pub(crate) fn said(document: &ProvisionalDocument, standing: &DocumentStanding) -> Option<DocumentSaid> {
    let work = match &document.work.answer {
        WorkAnswer::Allowed => "allowed",
        WorkAnswer::Limited { .. } => "limited",
        WorkAnswer::NotAllowed => "not_allowed",
        WorkAnswer::ToCheck { .. } => return None,
    };
    Some(DocumentSaid {
        kind: document.kind.word().to_owned(),
        from: document.from,
        to: document.to,
        proves_stay: document.proves_stay,
        work: (work.to_owned(), document.work.text.clone()),
        basis: document.basis.clone(),
        mentions: document.mentions.iter().map(|mention| mention.text().to_owned()).collect(),
        third_party: document.third_party.clone(),
        rule: (document.why.rule.clone(), document.why.version.clone()),
        rests_on: json!(document.rests_on),
        to_confirm: document.to_confirm.clone(),
        because: document.why.because.clone(),
        certainty: document.why.certainty.word().to_owned(),
        facts: json!(standing.known),
    })
}

/// Whether the paper would be the same: only the day on which it is looked at may differ.
pub(crate) fn same_paper(one: &DocumentSaid, other: &DocumentSaid) -> bool {
    let without_day = |said: &DocumentSaid| DocumentSaid { facts: json!(null), because: Vec::new(), ..said.clone() };
    without_day(one) == without_day(other)
}
