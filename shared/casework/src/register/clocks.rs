//! The dates that start with a registration.

use chrono::{DateTime, NaiveDate, Utc};
use domain::DeadlineKind;
use law::reckoning::{CaseFacts, Explained, explain};
use store::{cases::CaseRow, deadlines::NewDeadline};

use super::Registration;
use crate::{Casework, recompute::row};

/// Computes the clocks: silence runs from the first reception by any service (I-15), whatever the evidence date.
pub(super) fn of(casework: &Casework, case: &CaseRow, r: &Registration, evidence_on: NaiveDate) -> Explained {
    let facts = CaseFacts {
        evidence_on,
        title_code: r.title_code.clone(),
        ground: r.ground.clone(),
        channel_basis: r.channel_basis.is_some(),
        registered: true,
        ..CaseFacts::bare(case.first_channel, case.received_on)
    };
    explain(&facts, &casework.site.catalogue, &casework.site.calendar)
}

/// The earliest date on which something is due to be done.
pub(super) fn next_due(clocks: &Explained) -> Option<NaiveDate> {
    let duties = clocks.clocks().into_iter().filter(|worded| worded.clock.kind != DeadlineKind::AppealLimit);
    duties.map(|worded| worded.clock.on).min()
}

/// The rows to store.
pub(super) fn deadlines(clocks: &Explained, now: DateTime<Utc>) -> Vec<NewDeadline> {
    clocks.clocks().into_iter().map(|worded| row(worded, now)).collect()
}
