use chrono::NaiveDate;
use domain::Evidence;
use law::Catalogue;
use store::reads::case_view::DeadlineLine;
use web::{
    dates,
    parts::{Badge, Tone, Why},
    rule_pages, t, words,
};

use crate::list::due_badge;

/// A legal date with its "pourquoi ?".
pub(crate) struct DateView {
    pub(crate) what: String,
    pub(crate) date: String,
    pub(crate) badge: Badge,
    pub(crate) why: Why,
}

impl DateView {
    fn of(line: &DeadlineLine, today: NaiveDate, catalogue: &Catalogue) -> Self {
        let (rule, version) = line.rule.clone();
        Self {
            what: words::deadline_kind(line.kind),
            date: dates::long(line.due_on),
            badge: if line.in_doubt {
                Badge::new(Tone::Late, t("case-date-in-doubt"))
            } else {
                due_badge(line.due_on, today)
            },
            why: Why {
                because: line.because.clone(),
                source: line.source.clone(),
                rule_page: rule_pages::of_rule(catalogue, &rule, line.computed_from),
                rule,
                version,
            },
        }
    }
}

/// Every legal date of a case, its rule linked to its page when the catalogue knows it.
pub(crate) fn deadlines(lines: &[DeadlineLine], today: NaiveDate, catalogue: &Catalogue) -> Vec<DateView> {
    lines.iter().map(|line| DateView::of(line, today, catalogue)).collect()
}

/// An evidence of when the applicant acted.
pub(crate) struct EvidenceView {
    pub(crate) date: String,
    pub(crate) kind: String,
    pub(crate) proof: String,
    pub(crate) counts: bool,
}

/// Every evidence kept; the first at the date that counts is marked.
pub(crate) fn evidences(evidences: &[Evidence], counting: NaiveDate) -> Vec<EvidenceView> {
    let chosen = evidences.iter().position(|evidence| evidence.date == counting);
    let view = |(index, evidence): (usize, &Evidence)| EvidenceView {
        date: dates::long(evidence.date),
        kind: words::evidence_kind(evidence.kind),
        proof: evidence.proof.0.clone(),
        counts: chosen == Some(index),
    };
    evidences.iter().enumerate().map(view).collect()
}
