//! What a document that left, or that is missing, changes for a case: until when the person is covered, the day of the next one, the alarm.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CaseId, DeadlineId, DeadlineKind, ExceptionId, ExceptionKind, HeldTitle, HeldTitleKind, LetterKind,
    ProvisionalState, Role, WithdrawalReason,
};
use law::documents::{HeldKind, cover_alarm, next_document};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    deadlines::{self, NewDeadline},
    document_facts::{self, DocumentFacts},
    events::{self, NewEvent},
    exceptions::{self, NewException},
    letters::LetterRow,
    provisional_documents,
};

use crate::{Casework, document_standing::document_standing};

/// The paper of a provisional document is out of our hands: the person has the document.
pub(crate) async fn left(
    tx: &mut Transaction,
    casework: &Casework,
    letter: &LetterRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if letter.kind != LetterKind::ProvisionalDocument {
        return Ok(());
    }
    let row = cases::lock(tx, letter.case).await?;
    let documents = provisional_documents::of_case(tx, letter.case).await?;
    let Some(document) = documents.into_iter().find(|document| document.letter == Some(letter.id)) else {
        return Ok(());
    };
    if document.state.step(ProvisionalState::Left).is_err() {
        return Ok(());
    }
    provisional_documents::set_left(tx, document.id, now).await?;
    document_facts::refresh_cover(tx, letter.case).await?;
    let facts = json!({ "document": document.id, "kind": document.said.kind, "to": document.said.to });
    events::append(tx, now, &[NewEvent::new(letter.case, "document.left", facts)]).await?;
    deadlines::end(tx, letter.case, &[DeadlineKind::NextDocumentDue], true).await?;
    refresh(tx, casework, &row, now).await
}

/// The post brought the paper of a provisional document back: the person does not have it, and is covered by nothing of it.
pub(crate) async fn came_back(
    tx: &mut Transaction,
    casework: &Casework,
    letter: &LetterRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = cases::lock(tx, letter.case).await?;
    for document in provisional_documents::of_case(tx, letter.case).await? {
        if document.letter == Some(letter.id) && document.state == ProvisionalState::Left {
            provisional_documents::set_not_left(tx, document.id).await?;
        }
    }
    document_facts::refresh_cover(tx, letter.case).await?;
    refresh(tx, casework, &row, now).await
}

/// It had not come back after all. The day of the next one and the alarm are looked at each morning.
pub(crate) async fn did_not_come_back(
    tx: &mut Transaction,
    letter: &LetterRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for document in provisional_documents::of_case(tx, letter.case).await? {
        if document.letter == Some(letter.id) && document.state.step(ProvisionalState::Left).is_ok() {
            provisional_documents::set_left(tx, document.id, now).await?;
        }
    }
    document_facts::refresh_cover(tx, letter.case).await
}

/// Sets the day by which the next document must have left, and ends the alarm that is no longer true.
pub(crate) async fn refresh(
    tx: &mut Transaction,
    casework: &Casework,
    row: &CaseRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (case, today, catalogue) = (row.case.id, casework.today(), &casework.site.catalogue);
    let standing = document_standing(tx, &casework.site, row, today, None).await?;
    let over = standing.owed.is_err() || has_without_end(&standing.documents);
    let until = standing.covered_until.filter(|_| !over);
    let open = deadlines::open_on(tx, case, DeadlineKind::NextDocumentDue).await?;
    match until.map(|until| (until, next_document(until, today, catalogue))) {
        Some((_, next)) if open == Some(next.issue_by) => {}
        Some((until, next)) => {
            let deadline = NewDeadline {
                id: DeadlineId::new(now),
                kind: DeadlineKind::NextDocumentDue,
                due_on: next.issue_by,
                computed_from: until,
                rule: next.why.rule,
                rule_version: next.why.version,
                source: next.why.source,
                because: next.why.because,
            };
            deadlines::set(tx, case, &[deadline], now).await?;
        }
        None => deadlines::end(tx, case, &[DeadlineKind::NextDocumentDue], false).await?,
    }
    cases::refresh_next_deadline(tx, case).await?;
    if until.is_none_or(|until| cover_alarm(until, None, today, catalogue).is_none()) {
        let by = tx.actor().to_string();
        exceptions::end_of_case(tx, case, ExceptionKind::NoNextDocument, &by, "covered", now).await?;
    }
    Ok(())
}

/// The title that a person holds, as a clerk read it on its copy, is a fact of their documents.
pub(crate) async fn record_held(
    tx: &mut Transaction,
    case: CaseId,
    held: &HeldTitle,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let kind = match held.kind {
        HeldTitleKind::ResidentCard => HeldKind::Resident,
        // Of four years or of more than a year under a treaty: L. 433-3 treats them alike.
        HeldTitleKind::LongCard => HeldKind::FourYear,
        HeldTitleKind::OtherCard => HeldKind::Card,
    };
    let facts = DocumentFacts {
        held: Some(kind.word().to_owned()),
        held_expiry: Some(held.expires_on),
        held_number: Some(held.number.clone()),
        ..document_facts::get(tx, case).await?
    };
    let by = tx.actor().to_string();
    document_facts::set(tx, case, &facts, &by, now).await?;
    document_facts::refresh_cover(tx, case).await
}

/// The registration is taken back: nothing is known any more, and no document was signed that could have left.
pub(crate) async fn forget(tx: &mut Transaction, case: CaseId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let by = tx.actor().to_string();
    for document in provisional_documents::of_case(tx, case).await? {
        if document.state.step(ProvisionalState::Withdrawn).is_ok() {
            provisional_documents::set_withdrawn(tx, document.id, WithdrawalReason::Mistake, &by, now).await?;
        }
    }
    document_facts::set(tx, case, &DocumentFacts::default(), &by, now).await?;
    document_facts::refresh_cover(tx, case).await
}

fn has_without_end(documents: &[provisional_documents::DocumentRow]) -> bool {
    documents.iter().any(|document| document.state == ProvisionalState::Left && document.said.to.is_none())
}

/// Tells an officer, once, that nothing follows what ends (I-12). Returns whether the alarm holds.
pub(crate) async fn alarm(
    tx: &mut Transaction,
    casework: &Casework,
    row: &CaseRow,
    until: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if cover_alarm(until, None, casework.today(), &casework.site.catalogue).is_none() {
        return Ok(false);
    }
    let case: CaseId = row.case.id;
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::NoNextDocument,
        key: format!("no_next_document:{case}:{until}"),
        batch: None,
        communication: None,
        case: Some(case),
        detail: json!({ "reference": row.reference, "until": until }),
        owner: Role::Officer,
    };
    exceptions::open(tx, &exception, now).await?;
    Ok(true)
}
