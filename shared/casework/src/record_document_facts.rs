//! An officer says what they established of a case for its provisional document. What is due then is prepared at once.

use domain::{Actor, CaseId, ProvisionalDocumentId};
use law::documents::{Decision, DocumentKind, FilingWay, HeldKind, OfiiProgress, RequestNature};
use serde_json::json;
use store::{
    StoreError, cases,
    document_facts::{self, DocumentFacts},
    events::{self, NewEvent},
};

use crate::{Casework, document_duties, prepare_document::prepare_if_due};

/// Why facts were not recorded.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// The catalogue says nothing of work for this article.
    #[error("the catalogue has no row on work for the article {0}")]
    UnknownArticle(String),
    /// A title is held without its last day, or the other way round.
    #[error("a title held goes with its last day")]
    TitleWithoutEnd,
    /// A word that the engine does not know.
    #[error("{0} is no answer")]
    Word(String),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records the facts of a case, all of them, and prepares the document that is due by them. Returns the one that waits for its signature.
///
/// # Errors
/// When a fact cannot be; nothing was recorded then.
pub async fn record_document_facts(
    casework: &Casework,
    actor: &Actor,
    case: CaseId,
    facts: &DocumentFacts,
) -> Result<Option<ProvisionalDocumentId>, FactsError> {
    check(casework, facts)?;
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = cases::lock(&mut tx, case).await?;
    let before = document_facts::get(&mut tx, case).await?;
    if before != *facts {
        document_facts::set(&mut tx, case, facts, &actor.to_string(), now).await?;
        document_facts::refresh_cover(&mut tx, case).await?;
        let known = json!({ "article": facts.article, "complete": facts.complete, "held": facts.held, "held_expiry": facts.held_expiry });
        events::append(&mut tx, now, &[NewEvent::new(case, "document.facts_recorded", known)]).await?;
    }
    let prepared = prepare_if_due(&mut tx, casework, &row, now).await?;
    document_duties::refresh(&mut tx, casework, &row, now).await?;
    tx.commit().await?;
    Ok(prepared)
}

fn check(casework: &Casework, facts: &DocumentFacts) -> Result<(), FactsError> {
    let today = casework.today();
    for article in [&facts.article, &facts.held_article].into_iter().flatten() {
        if casework.site.catalogue.work_right(article, today).is_none() {
            return Err(FactsError::UnknownArticle(article.clone()));
        }
    }
    let holds = facts.held.as_deref().is_some_and(|held| held != "nothing");
    if holds != facts.held_expiry.is_some() {
        return Err(FactsError::TitleWithoutEnd);
    }
    let held = facts.held.as_deref().filter(|held| *held != "nothing");
    word(facts.nature.as_deref(), RequestNature::WORDS)?;
    word(facts.way.as_deref(), FilingWay::WORDS)?;
    word(held, HeldKind::WORDS)?;
    word(facts.current.as_ref().map(|(kind, _)| kind.as_str()), DocumentKind::WORDS)?;
    word(facts.decision.as_deref(), Decision::WORDS)?;
    word(facts.ofii.as_deref(), OfiiProgress::WORDS)
}

fn word(said: Option<&str>, known: &[&str]) -> Result<(), FactsError> {
    match said {
        Some(said) if !known.contains(&said) => Err(FactsError::Word(said.to_owned())),
        Some(_) | None => Ok(()),
    }
}
