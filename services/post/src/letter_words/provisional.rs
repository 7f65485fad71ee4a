//! LT-10: the engine is asked again with the facts that were signed. What it says is printed; what it no longer says is not.

use casework::ProvisionalFacts;
use domain::BirthDate;
use law::{
    Calendar, Catalogue, Prefecture,
    documents::{Decision, HeldKind, KnownTitle, ProvisionalDocument, WorkAnswer, check_mention, provisional_document},
};
use letters::{Head, ProvisionalSheet, RuleVersion, TitleBefore, WorkAllowed, WorkWords};
use serde_json::json;
use web::t;

use super::{NoWords, request};

/// The sheet of a signed document.
pub(super) fn sheet(
    facts: &ProvisionalFacts,
    prefecture: &Prefecture,
    head: Head,
    catalogue: &Catalogue,
) -> Result<ProvisionalSheet, NoWords> {
    let document = document(facts, prefecture, catalogue)?;
    let known = &facts.known;
    let row = catalogue.document(document.kind, known.today);
    Ok(ProvisionalSheet {
        head,
        label: document.label.clone(),
        number: facts.number.clone(),
        person: facts.head.person.clone().unwrap_or_else(|| t("post-letter-holder-above")),
        birth: facts.birth.map(birth),
        foreigner_number: facts.foreigner_number.as_ref().map(|number| number.0.clone()),
        from: document.from,
        to: document.to,
        request: facts.kind.map_or_else(|| t("post-letter-request-unknown"), request),
        title: facts.title.clone(),
        article: known.article.clone().unwrap_or_default(),
        granted: known.decision == Decision::Granted,
        held: held(facts),
        work: work(&document)?,
        mentions: document.mentions.iter().map(|mention| mention.text().to_owned()).collect(),
        third_party: document.third_party.clone(),
        basis: document.basis.clone(),
        next_by: facts.next_by,
        replaces: facts.replaces.clone(),
        signed_and_stamped: row.is_some_and(|row| row.signed_and_stamped),
        signatory: prefecture.signatory.clone(),
        rule: RuleVersion { id: document.why.rule, version: document.why.version },
    })
}

/// What the engine says today of the facts that were signed, if it is what was signed.
fn document(
    facts: &ProvisionalFacts,
    prefecture: &Prefecture,
    catalogue: &Catalogue,
) -> Result<ProvisionalDocument, NoWords> {
    let department = prefecture.department.parse().ok();
    let calendar = department.and_then(|department| Calendar::for_department(catalogue, department).ok());
    let calendar = calendar.ok_or_else(|| NoWords::Prefecture(facts.head.prefecture.clone()))?;
    let document = provisional_document(&facts.known.case(), catalogue, &calendar).document;
    let contradicted = document.mentions.iter().any(|mention| check_mention(mention.text(), &document).is_err());
    if json!(document) != facts.said || contradicted {
        return Err(NoWords::NotAsSigned);
    }
    Ok(document)
}

fn work(document: &ProvisionalDocument) -> Result<WorkWords, NoWords> {
    let allowed = match document.work.answer {
        WorkAnswer::Allowed => WorkAllowed::Yes,
        WorkAnswer::Limited { .. } => WorkAllowed::Limited,
        WorkAnswer::NotAllowed => WorkAllowed::No,
        WorkAnswer::ToCheck { .. } => return Err(NoWords::WorkUnknown),
    };
    Ok(WorkWords { allowed, source: document.work.text.clone() })
}

fn held(facts: &ProvisionalFacts) -> Option<TitleBefore> {
    let KnownTitle::Title { kind, expiry, .. } = &facts.known.title else { return None };
    let label = match kind {
        HeldKind::FourYear => t("post-letter-long-card"),
        HeldKind::Resident => t("post-letter-resident-card"),
        HeldKind::Agreement | HeldKind::Card => t("post-letter-other-card"),
        HeldKind::LongStayVisa => t("post-letter-long-stay-visa"),
    };
    Some(TitleBefore { label, number: facts.held_number.as_ref().map(|number| number.0.clone()), expires_on: *expiry })
}

/// As precise as the papers are.
fn birth(birth: BirthDate) -> String {
    match birth {
        BirthDate::Day { date } => date.format("%d/%m/%Y").to_string(),
        BirthDate::Month { year, month } => format!("{month:02}/{year}"),
        BirthDate::Year { year } => year.to_string(),
    }
}
