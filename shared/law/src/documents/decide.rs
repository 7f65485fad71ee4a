use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{
    DocumentCase, DocumentKind, Mention, WorkAnswer, WorkRight, candidates,
    draft::{Draft, Ground},
    mention::{printed, work_mention},
};
use crate::{
    Basis, Calendar, Catalogue, CatalogueRow, Certainty, List, RowKind, RowName, Why,
    dates::{days_after, days_before},
};

/// A provisional document, ready to be prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvisionalDocument {
    /// Which.
    pub kind: DocumentKind,
    /// Its French name, as printed.
    pub label: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None`: until the card is handed over, or without term.
    pub to: Option<NaiveDate>,
    /// Whether it proves that the stay is regular.
    pub proves_stay: bool,
    /// The right to work, with its text.
    pub work: WorkRight,
    /// The texts it rests on, as printed.
    pub basis: Vec<String>,
    /// The sentences it prints; no other may be added that says something else ([`super::check_mention`]).
    pub mentions: Vec<Mention>,
    /// What a landlord, an employer or a social-security office must know of it.
    pub third_party: String,
    /// What a person must establish before it is printed.
    pub to_confirm: Vec<String>,
    /// Every row of the catalogue it rests on: those from memory are signed by an officer before it is printed.
    pub rests_on: Vec<RowName>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

impl ProvisionalDocument {
    /// Whether it may be printed without anybody having signed or answered anything.
    #[must_use]
    pub fn prints_alone(&self) -> bool {
        self.to_confirm.is_empty() && !self.why.certainty.needs_signature()
    }
}

/// A document that a text speaks of and that this case cannot have, with the reason in French.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotPossible {
    /// The reason.
    pub reason: String,
}

/// The document that a person is owed, those beside it, and those that are not possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentChoice {
    /// The most protective.
    #[serde(flatten)]
    pub document: ProvisionalDocument,
    /// The others that the texts give too, from the most protective.
    pub beside: Vec<ProvisionalDocument>,
    /// What is not possible, and why: the officer sees it.
    pub not_possible: Vec<NotPossible>,
    /// Days that nothing covers between what is held and this document, first and last, to be told to an officer.
    pub gap: Option<(NaiveDate, NaiveDate)>,
}

/// The provisional document that a case is owed on the day of issue (domain section 2.3; RL-60 to RL-71; ): of all that the
/// texts give, the most protective (regular stay, then work, then length, then certainty). There is always one: at least the receipt
/// of the deposit. The door by which the request came is no input.
#[must_use]
pub fn provisional_document(case: &DocumentCase<'_>, catalogue: &Catalogue, calendar: &Calendar) -> DocumentChoice {
    let ground = Ground { case, catalogue, calendar };
    let (mut found, mut not_possible) = (Vec::new(), Vec::new());
    for candidate in candidates::ALL {
        match candidate(&ground) {
            Some(Ok(draft)) => found.push(finished(draft, &ground)),
            Some(Err(reason)) => not_possible.push(NotPossible { reason }),
            None => {}
        }
    }
    let receipt = finished(candidates::receipt(&ground), &ground);
    let (mut document, beside) = most_protective(receipt, found, case.covered_until());
    let gap = gap(&ground, &document);
    if let Some((first, last)) = gap {
        document.why.because.push(format!(
            "Aucun document ne couvre du {} au {} : à expliquer à la personne.",
            french_date::long(first),
            french_date::long(last)
        ));
    }
    DocumentChoice { document, beside, not_possible, gap }
}

/// The most protective document, and the others in that order. Of two that protect as well the first of the list is preferred.
fn most_protective(
    receipt: ProvisionalDocument,
    found: Vec<ProvisionalDocument>,
    covered_until: Option<NaiveDate>,
) -> (ProvisionalDocument, Vec<ProvisionalDocument>) {
    let (mut best, mut beside) = (receipt, Vec::new());
    let protection = |document: &ProvisionalDocument| protection(document, covered_until);
    for other in found {
        let passed = if protection(&other) > protection(&best) { std::mem::replace(&mut best, other) } else { other };
        beside.push(passed);
    }
    beside.sort_by_key(|document| std::cmp::Reverse(protection(document)));
    (best, beside)
}

type Protection = (bool, bool, u8, NaiveDate, std::cmp::Reverse<Certainty>, bool);

/// How much a document protects: regular stay beyond what is held, regular stay, work, length, certainty, more than a bare receipt.
fn protection(document: &ProvisionalDocument, covered_until: Option<NaiveDate>) -> Protection {
    let to = document.to.unwrap_or(NaiveDate::MAX);
    let further = document.proves_stay && covered_until.is_none_or(|until| to > until);
    let more = !matches!(document.kind, DocumentKind::OnlineDeposit | DocumentKind::FilingReceipt);
    (further, document.proves_stay, document.work.rank(), to, std::cmp::Reverse(document.why.certainty), more)
}

fn finished(draft: Draft, ground: &Ground<'_>) -> ProvisionalDocument {
    let (case, catalogue) = (ground.case, ground.catalogue);
    let mut keys = draft.mentions.clone();
    keys.extend(work_mention(draft.kind, &draft.work.answer, draft.of_choice));
    if draft.kind == DocumentKind::Grant && ground.is_on(List::Protection) {
        keys.push(candidates::status(case.article));
    }
    let printed = printed(&keys, &draft.work, case.today, catalogue, ground.calendar);
    let row = catalogue.document(draft.kind, case.today);
    let mut why = catalogue.why(draft.rule, case.today).resting_on(draft.basis.clone()).resting_on(printed.basis);
    if let Some(row) = row {
        why = why.resting_on(Basis::of(CatalogueRow::Document(row)));
    }
    let rests_on = rests_on(&draft, &printed.mentions, row.is_some());
    why.because = draft.because;
    let mut to_confirm = draft.to_confirm;
    if let WorkAnswer::ToCheck { question } = &draft.work.answer {
        to_confirm.push(question.clone());
    }
    let texts = [Some(&why.source), row.map(|row| &row.period.source), Some(&draft.work.text)];
    let mut basis: Vec<String> = Vec::new();
    for text in texts.into_iter().flatten().filter(|text| !text.is_empty()) {
        if !basis.contains(text) {
            basis.push(text.clone());
        }
    }
    ProvisionalDocument {
        kind: draft.kind,
        label: row.map(|row| row.label.clone()).unwrap_or_default(),
        from: draft.from,
        to: draft.to,
        proves_stay: row.is_some_and(|row| row.proves_stay),
        work: draft.work,
        basis,
        mentions: printed.mentions,
        third_party: row.map(|row| row.third_party.clone()).unwrap_or_default(),
        to_confirm,
        rests_on,
        why,
    }
}

/// The rows behind a draft: its rule, its figures and lists, the table of work rights, the kind of document, the sentences.
fn rests_on(draft: &Draft, mentions: &[Mention], known_kind: bool) -> Vec<RowName> {
    let mut rows = vec![RowName::rule(draft.rule)];
    rows.extend(draft.rows.iter().cloned());
    rows.extend(draft.work.row.as_ref().map(|row| RowName::of(row.kind, &row.key)));
    if known_kind {
        rows.push(RowName::of(RowKind::Document, draft.kind.word()));
    }
    rows.extend(mentions.iter().map(|mention| RowName::of(RowKind::Mention, mention.key().word())));
    rows.sort();
    rows.dedup();
    rows
}

/// The days after the end of what is held and before this document that nothing covers, the expired card included.
fn gap(ground: &Ground<'_>, document: &ProvisionalDocument) -> Option<(NaiveDate, NaiveDate)> {
    let case = ground.case;
    let ends = case.held.map(|held| held.expiry).into_iter().chain(case.current.map(|(_, to)| to));
    let until = ends.chain(candidates::covered_to(ground)).max().filter(|_| document.proves_stay)?;
    let (first, last) = (days_after(until, 1), days_before(document.from, 1));
    (first <= last).then_some((first, last))
}
