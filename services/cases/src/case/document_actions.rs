//! What an officer does with the provisional documents of a case. Each action is an operation of `casework`.

use axum::extract::{Path, State};
use casework::{
    FactsError, GiveError, IssueError, PrepareDocumentError, Signature, WithdrawError, give_document, issue_document,
    prepare_document, record_document_facts, replace_document, withdraw_document,
};
use domain::{CaseId, Medium, ProvisionalDocumentId, WithdrawalReason};
use law::documents::Fact;
use store::document_facts;
use web::{Done, Fields, Problem, Staff, t, t1, tw};

use super::document_form::{Unreadable, answered};
use crate::state::Cases;

fn back(case: CaseId) -> Done {
    Done::to(format!("/dossiers/{case}#documents"))
}

fn case_of(id: &str) -> Result<CaseId, Problem> {
    id.parse().map_err(|_| Problem::NotFound)
}

fn ids((case, document): &(String, String)) -> Result<(CaseId, ProvisionalDocumentId), Problem> {
    Ok((case_of(case)?, document.parse().map_err(|_| Problem::NotFound)?))
}

/// `POST /dossiers/{case}/documents/faits`
pub(crate) async fn facts(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let case = case_of(&id)?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let before = document_facts::get(&mut tx, case).await?;
    drop(tx);
    let facts = match answered(before, &fields) {
        Ok(facts) => facts,
        Err(Unreadable(name)) => {
            return Ok(back(case).warning(t1("document-unreadable", "fact", tw("document-fact", name))));
        }
    };
    match record_document_facts(cases.casework()?, &staff.actor(), case, &facts).await {
        Ok(Some(_)) => Ok(back(case).saying(t("document-recorded-to-sign"))),
        Ok(None) => Ok(back(case).saying(t("document-recorded"))),
        Err(FactsError::UnknownArticle(article)) => {
            Ok(back(case).warning(t1("document-unknown-article", "article", article)))
        }
        Err(FactsError::TitleWithoutEnd) => Ok(back(case).warning(t("document-title-without-end"))),
        Err(FactsError::Word(_)) => Err(Problem::BadRequest),
        Err(FactsError::Store(error)) => Err(error.into()),
    }
}

/// `POST /dossiers/{case}/documents/preparer`
pub(crate) async fn prepare(State(cases): State<Cases>, staff: Staff, Path(id): Path<String>) -> Result<Done, Problem> {
    let case = case_of(&id)?;
    match prepare_document(cases.casework()?, &staff.actor(), case).await {
        Ok(_) => Ok(back(case).saying(t("document-prepared-to-sign"))),
        Err(error) => unprepared(case, error),
    }
}

fn unprepared(case: CaseId, error: PrepareDocumentError) -> Result<Done, Problem> {
    match error {
        PrepareDocumentError::Asked(asked) => Ok(back(case).warning(missing(&asked))),
        PrepareDocumentError::NothingMore | PrepareDocumentError::NotConcerned(_) => {
            Ok(back(case).warning(t("document-nothing-more")))
        }
        PrepareDocumentError::NoSuchDocument => Err(Problem::Conflict(t("document-conflict"))),
        PrepareDocumentError::Store(error) => Err(error.into()),
    }
}

fn missing(asked: &[Fact]) -> String {
    t1("document-facts-missing", "count", asked.len())
}

/// `POST /dossiers/{case}/documents/{document}/signer`
pub(crate) async fn sign(
    State(cases): State<Cases>,
    staff: Staff,
    Path(path): Path<(String, String)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (case, document) = ids(&path)?;
    let medium = match fields.get("support") {
        "post" => Medium::Post,
        "in_person" => Medium::InPerson,
        _ => return Err(Problem::BadRequest),
    };
    let signature = Signature { document, confirmed: fields.has("confirme"), medium };
    match issue_document(cases.casework()?, &staff.actor(), staff.user_id, case, signature).await {
        Ok(_) if medium == Medium::InPerson => Ok(back(case).saying(t("document-signed-in-person"))),
        Ok(_) => Ok(back(case).saying(t("document-signed"))),
        Err(IssueError::Changed) => Ok(back(case).warning(t("document-changed"))),
        Err(IssueError::Unconfirmed) => Ok(back(case).warning(t("document-unconfirmed"))),
        Err(IssueError::Nothing(asked)) if asked.is_empty() => Ok(back(case).warning(t("document-nothing-more"))),
        Err(IssueError::Nothing(asked)) => Ok(back(case).warning(missing(&asked))),
        Err(IssueError::NoPerson) => Ok(back(case).warning(t("document-no-person"))),
        Err(IssueError::InPile) => Ok(back(case).warning(t("document-in-pile"))),
        Err(IssueError::Refused(_) | IssueError::NoSuchDocument | IssueError::NotOnPaper) => {
            Err(Problem::Conflict(t("document-conflict")))
        }
        Err(IssueError::Store(error)) => Err(error.into()),
        Err(IssueError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// `POST /dossiers/{case}/documents/{document}/remplacer`
pub(crate) async fn replace(
    State(cases): State<Cases>,
    staff: Staff,
    Path(path): Path<(String, String)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (case, document) = ids(&path)?;
    let Some(reason) = fields.some("motif") else { return Ok(back(case).warning(t("document-reason-needed"))) };
    match replace_document(cases.casework()?, &staff.actor(), case, document, reason).await {
        Ok(_) => Ok(back(case).saying(t("document-replacement-to-sign"))),
        Err(error) => unprepared(case, error),
    }
}

/// `POST /dossiers/{case}/documents/{document}/retirer`
pub(crate) async fn withdraw(
    State(cases): State<Cases>,
    staff: Staff,
    Path(path): Path<(String, String)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (case, document) = ids(&path)?;
    let reason = WithdrawalReason::from_word(fields.get("motif")).ok_or(Problem::BadRequest)?;
    match withdraw_document(cases.casework()?, &staff.actor(), case, document, reason).await {
        Ok(()) => Ok(back(case).saying(t("document-withdrawn"))),
        Err(WithdrawError::HasLeft) => Ok(back(case).warning(t("document-has-left"))),
        Err(WithdrawError::InPile) => Ok(back(case).warning(t("document-in-pile"))),
        Err(WithdrawError::Refused(_) | WithdrawError::NoSuchDocument) => {
            Err(Problem::Conflict(t("document-conflict")))
        }
        Err(WithdrawError::Store(error)) => Err(error.into()),
    }
}

/// `POST /dossiers/{case}/documents/{document}/remettre`
pub(crate) async fn give(
    State(cases): State<Cases>,
    staff: Staff,
    Path(path): Path<(String, String)>,
) -> Result<Done, Problem> {
    let (case, document) = ids(&path)?;
    match give_document(cases.casework()?, &staff.actor(), case, document).await {
        Ok(()) => Ok(back(case).saying(t("document-given"))),
        Err(GiveError::NotInHand | GiveError::Refused(_)) => Ok(back(case).warning(t("document-not-in-hand"))),
        Err(GiveError::NoSuchDocument) => Err(Problem::Conflict(t("document-conflict"))),
        Err(GiveError::Store(error)) => Err(error.into()),
    }
}
