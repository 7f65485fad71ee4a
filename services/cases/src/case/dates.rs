use chrono::NaiveDate;
use domain::Evidence;
use store::reads::case_view::DeadlineLine;
use web::{
    dates,
    parts::{Badge, Why},
    words,
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
    pub(crate) fn of(line: &DeadlineLine, today: NaiveDate) -> Self {
        let (rule, version) = line.rule.clone();
        Self {
            what: words::deadline_kind(line.kind),
            date: dates::long(line.due_on),
            badge: due_badge(line.due_on, today),
            why: Why { because: line.because.clone(), source: line.source.clone(), rule, version },
        }
    }
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
