//! What is kept of a case beside what its facts give: pure.

use domain::{DeadlineKind, Protection};
use law::{
    reckoning::{CaseFacts, Clock, Reckoning},
    urgency::{Band, BandOverride, Declared, Signal, Weighed},
};
use store::{
    reckonings::{CaseToReckon, KeptDate},
    urgencies::{DecidedBand, StandingSignal},
};

/// A date that is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateDifference {
    pub(crate) kind: DeadlineKind,
    /// The open date that is kept.
    pub(crate) kept: Option<KeptDate>,
    /// The date that the facts give.
    pub(crate) now: Option<Clock>,
}

/// What is another one.
#[expect(clippy::option_option, reason = "the same as before, nothing owed any more, or another urgency")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) dates: Vec<DateDifference>,
    /// Urgency, when it is another one; `Some(None)`: nothing is owed any more.
    pub(crate) urgency: Option<Option<Weighed>>,
    /// The band before, when there was one.
    pub(crate) band_before: Option<Band>,
}

impl Difference {
    pub(crate) const fn is_none(&self) -> bool {
        self.dates.is_empty() && self.urgency.is_none()
    }

    /// The bands before and after, when a band became another one.
    pub(crate) fn bands(&self) -> Option<(Band, Band)> {
        let after = self.urgency.as_ref()?.as_ref()?.band;
        self.band_before.filter(|before| *before != after).map(|before| (before, after))
    }
}

/// The facts of a case, as the law takes them.
pub(crate) fn facts(case: &CaseToReckon) -> CaseFacts {
    let receipt = case.dates.iter().find(|date| date.kind == DeadlineKind::ElectronicReceiptDue && !date.met);
    CaseFacts {
        evidence_on: case.evidence_on,
        title_code: case.title_code.clone(),
        ground: case.ground_text.clone(),
        channel_basis: case.channel_basis,
        registered: case.registered,
        open: case.state.is_open(),
        covered_until: case.covered_until,
        birth: case.birth,
        protected: case.protection != Protection::None,
        touched_on: case.touched_on,
        receipt_from: receipt.map(|date| date.computed_from),
        declared: declared_of(case),
        decided: case.decided.as_ref().and_then(decided),
        ..CaseFacts::bare(case.first_channel, case.received_on)
    }
}

/// What was declared of a case. What is reported of the administration counts like its fault declared, and once.
fn declared_of(case: &CaseToReckon) -> Vec<Declared> {
    let mut all: Vec<Declared> = case.declared.iter().filter_map(declared).collect();
    if let Some(fault) = case.fault
        && !all.iter().any(|fact| fact.signal == Signal::AdministrationFault)
    {
        all.push(Declared {
            signal: Signal::AdministrationFault,
            on: None,
            since: fault.told_on,
            proved: fault.proved,
        });
    }
    all
}

/// A word that this version does not know counts for nothing.
fn declared(kept: &StandingSignal) -> Option<Declared> {
    let signal = Signal::from_word(&kept.signal)?;
    Some(Declared { signal, on: kept.about_on, since: kept.declared_on, proved: kept.proved })
}

fn decided(kept: &DecidedBand) -> Option<BandOverride> {
    let band = Band::from_number(kept.band)?;
    BandOverride::new(band, kept.by.to_string(), kept.reason.as_str(), kept.on).ok()
}

/// Compares. The dates of a case that has ended stand as they were; a duty that was done is not owed again.
pub(crate) fn compare(case: &CaseToReckon, reckoning: Reckoning, version: &str) -> Difference {
    let kept: Option<(Option<Weighed>, &str)> = case
        .urgency
        .as_ref()
        .map(|(urgency, version)| (serde_json::from_value(urgency.clone()).ok(), version.as_str()));
    let same = match (&kept, &reckoning.urgency) {
        (None, None) => true,
        (Some((kept, kept_version)), Some(_)) => *kept_version == version && *kept == reckoning.urgency,
        (None, Some(_)) | (Some(_), None) => false,
    };
    let dates = if case.state.is_open() { dates(case, &reckoning) } else { Vec::new() };
    let band_before = kept.and_then(|(kept, _)| kept).map(|kept| kept.band);
    Difference { dates, urgency: (!same).then_some(reckoning.urgency), band_before }
}

fn dates(case: &CaseToReckon, reckoning: &Reckoning) -> Vec<DateDifference> {
    let difference = |kind: &DeadlineKind| {
        let kept = case.dates.iter().find(|date| date.kind == *kind && !date.met).copied();
        let done = case.dates.iter().any(|date| date.kind == *kind && date.met);
        let now = reckoning.clock(*kind).filter(|_| kept.is_some() || !done);
        let same = kept.map(|kept| (kept.due_on, kept.computed_from)) == now.map(|clock| (clock.on, clock.from));
        (!same).then_some(DateDifference { kind: *kind, kept, now })
    };
    Reckoning::KINDS.iter().filter_map(difference).collect()
}
