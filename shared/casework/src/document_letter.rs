//! The paper of a provisional document (LT-10): requested when an officer signs, made by the mailroom's worker like every letter.

use chrono::{DateTime, Utc};
use domain::{Addressable, CaseId, LetterId, LetterKind, Medium, Person};
use law::documents::{ProvisionalDocument, next_document};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    events::NewEvent,
    letters,
    provisional_documents::{self, DocumentRow},
};

use crate::{
    Casework, ProvisionalFacts,
    document_standing::DocumentStanding,
    issue_document::IssueError,
    keep_letter::{Draft, keep},
    register::letters as addressing,
};

/// Locks a case and the papers of its documents, the papers first: so do all who change both.
pub(crate) async fn lock_with_papers(tx: &mut Transaction, case: CaseId) -> Result<CaseRow, StoreError> {
    let documents = provisional_documents::of_case(tx, case).await?;
    let papers: Vec<LetterId> = documents.iter().filter_map(|document| document.letter).collect();
    letters::lock(tx, &papers).await?;
    cases::lock(tx, case).await
}

/// The number that a document prints: the case and its place in it.
#[must_use]
pub fn document_number(reference: domain::CaseReference, rank: i32) -> String {
    format!("{reference} / {rank}")
}

/// What is signed.
pub(crate) struct Signed<'a> {
    pub(crate) waiting: &'a DocumentRow,
    pub(crate) document: &'a ProvisionalDocument,
    pub(crate) standing: &'a DocumentStanding,
}

/// Requests the paper of a signed document, addressed to a safe contact point, held, or given in hand.
pub(crate) async fn request(
    tx: &mut Transaction,
    casework: &Casework,
    case: &CaseRow,
    person: &Person,
    signed: &Signed<'_>,
    medium: Medium,
    now: DateTime<Utc>,
) -> Result<LetterId, IssueError> {
    let contact = addressing::safe_contact(tx, person, casework.today()).await?;
    let facts = facts(casework, case, person, signed, medium, contact.as_ref(), now);
    let draft = Draft {
        kind: LetterKind::ProvisionalDocument,
        cause: format!("document:{}", signed.waiting.id),
        medium,
        contact: contact.map(|contact| contact.contact().id),
        head: &facts.head,
        rule: &addressing::rule(&signed.document.why),
        data: json!(facts),
    };
    let letter = draft.of(case);
    let logged = json!({ "letter": letter.id, "kind": letter.kind, "state": letter.state });
    let requested = NewEvent::new(case.case.id, "letter.requested", logged);
    keep::<IssueError>(tx, case, &letter, requested, now).await?;
    Ok(letter.id)
}

fn facts(
    casework: &Casework,
    case: &CaseRow,
    person: &Person,
    signed: &Signed<'_>,
    medium: Medium,
    contact: Option<&Addressable>,
    now: DateTime<Utc>,
) -> ProvisionalFacts {
    let (standing, document) = (signed.standing, signed.document);
    let catalogue = &casework.site.catalogue;
    let replaced =
        signed.waiting.replaces.and_then(|old| standing.documents.iter().find(|document| document.id == old));
    ProvisionalFacts {
        head: addressing::head(casework, case, person, medium, contact, now),
        number: document_number(case.reference, signed.waiting.rank),
        birth: person.birth,
        foreigner_number: person.foreigner_number.clone(),
        kind: case.kind,
        title: standing.title.as_ref().map(|title| title.label.clone()),
        held_number: standing.recorded.held_number.clone(),
        replaces: replaced.map(|old| document_number(case.reference, old.rank)),
        next_by: document.to.map(|to| next_document(to, standing.known.today, catalogue).issue_by),
        known: standing.known.clone(),
        said: json!(document),
    }
}
