use chrono::NaiveDate;
use serde::Serialize;

use crate::{Basis, Catalogue, CatalogueRow, Certainty, FeeKind, FeeRow, List, Why};

/// What is asked for when its fees are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeFacts<'a> {
    /// The article (`L. 423-7`), when it is known.
    pub article: Option<&'a str>,
    /// Whether it is a first title.
    pub first: bool,
    /// Whether the person entered without the visa required, or stayed without a title (L. 436-4).
    pub regularisation: bool,
    /// The day the title is handed over, or asked for: the fees of that day are due.
    pub on: NaiveDate,
}

/// One fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeLine {
    /// Its kind.
    pub kind: FeeKind,
    /// What it is, in French.
    pub label: String,
    /// Euros.
    pub euros: u32,
    /// Euros of it paid with the request.
    pub at_request_euros: u32,
    /// Its text.
    pub source: String,
}

/// What a title costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fees {
    /// Each fee.
    pub lines: Vec<FeeLine>,
    /// Euros in all.
    pub total_euros: u32,
    /// Whether the text exempts from everything.
    pub exempt: bool,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// What a title costs on a day (CESEDA L. 436-1 to L. 436-8; RL-46). The late fee of L. 436-5 is [`crate::late_fee`].
#[must_use]
pub fn fees(facts: &FeeFacts<'_>, catalogue: &Catalogue) -> Fees {
    let why = catalogue.why("RL-46", facts.on);
    if catalogue.lists_article(List::TaxExempt, facts.article, facts.on) {
        let source = catalogue.list(List::TaxExempt, facts.on).map(|row| row.period.source.clone());
        let why = why.and(format!("Titre exonéré de toute taxe et du timbre ({}).", source.unwrap_or_default()));
        return Fees { lines: Vec::new(), total_euros: 0, exempt: true, why };
    }
    let kinds = if catalogue.lists_article(List::ProvisionalPermit, facts.article, facts.on) {
        vec![FeeKind::ProvisionalPermit]
    } else if facts.first && facts.regularisation {
        vec![title_kind(facts, catalogue), FeeKind::Regularisation, FeeKind::Stamp]
    } else {
        vec![title_kind(facts, catalogue), FeeKind::Stamp]
    };
    let rows = kinds.into_iter().filter_map(|kind| catalogue.fee(kind, facts.on));
    let due: Vec<&FeeRow> = rows.filter(|row| owes(row, facts)).collect();
    let why = due.iter().fold(why, |why, row| why.resting_on(Basis::of(CatalogueRow::Fee(row))));
    let lines: Vec<FeeLine> = due.into_iter().map(|row| line(row, facts.first)).filter(|line| line.euros > 0).collect();
    let total_euros = lines.iter().map(|line| line.euros).sum();
    let why = lines.iter().fold(why, |why, line| {
        let why = why.and(format!("{} : {} euros ({}).", line.label, line.euros, line.source));
        doubted(why, line, facts, catalogue)
    });
    let why =
        why.and(format!("Total : {total_euros} euros, en timbre électronique (aussi vendu chez les buralistes)."));
    Fees { lines, total_euros, exempt: false, why }
}

/// An amount near a change whose day is not sure is checked by an officer.
fn doubted(why: Why, line: &FeeLine, facts: &FeeFacts<'_>, catalogue: &Catalogue) -> Why {
    match catalogue.fee_doubt(line.kind, facts.on) {
        Some(note) => why.resting_on(Certainty::Memory).and(format!("À vérifier : {note}.")),
        None => why,
    }
}

/// The reduced tax when its row names the article, else the common one.
fn title_kind(facts: &FeeFacts<'_>, catalogue: &Catalogue) -> FeeKind {
    let reduced = catalogue.fee(FeeKind::TitleReduced, facts.on);
    let named = |row: &FeeRow| facts.article.is_some_and(|article| names(&row.articles, article));
    if reduced.is_some_and(named) { FeeKind::TitleReduced } else { FeeKind::Title }
}

fn owes(row: &FeeRow, facts: &FeeFacts<'_>) -> bool {
    facts
        .article
        .is_none_or(|article| !(names(&row.exempt, article) || facts.first && names(&row.exempt_first, article)))
}

fn line(row: &FeeRow, first: bool) -> FeeLine {
    let euros = row.first_euros.filter(|_| first).unwrap_or(row.euros);
    FeeLine {
        kind: row.kind,
        label: row.label.clone(),
        euros,
        at_request_euros: row.at_request_euros,
        source: row.period.source.clone(),
    }
}

fn names(articles: &[String], article: &str) -> bool {
    articles.iter().any(|named| named == article)
}
