//! What makes a case urgent beside its dates: facts that somebody declares or proves, and the band that an officer decides for a time
//! (domain section 7, I-18).

mod actions;
mod decisions;
mod form;
mod page;
mod reports;

pub(crate) use actions::{decide, declare, prove, take_back, withdraw};
pub(crate) use decisions::list;
use domain::CaseId;
pub(crate) use page::show;
pub(crate) use reports::report;

/// The list of the bands decided.
pub(crate) const DECISIONS: &str = "/dossiers/rangs-decides";

/// The page of the urgency of a case.
pub(crate) fn path(case: CaseId) -> String {
    format!("/dossiers/{case}/urgence")
}
