//! Everything that the facts of a case and the catalogue give on a day: its dates and its urgency.
//!
//! [`reckon`] is the one function that says them; registering a case and recomputing a million both call it. [`explain`] gives the
//! same dates with the reasons that are stored and printed: slower, asked for only when something is written.

mod explained;
mod facts;

use chrono::NaiveDate;
use domain::DeadlineKind;
pub use explained::{Explained, Worded, explain};
pub use facts::CaseFacts;

use crate::{
    AppealFacts, Calendar, Catalogue, Distance, Silence,
    rules::{acknowledgement, appeal_limit, implicit_rejection, service_duties},
    urgency::{UrgencyFacts, Weighed, weigh},
};

/// A date of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    /// What is due.
    pub kind: DeadlineKind,
    /// The day.
    pub on: NaiveDate,
    /// The day it is counted from.
    pub from: NaiveDate,
}

/// What the facts give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// The dates that run, in the order of their kinds. Whether a duty is met already is no matter of the facts.
    pub clocks: Vec<Clock>,
    /// How urgent the case is; `None` once nothing is owed any more.
    pub urgency: Option<Weighed>,
}

impl Reckoning {
    /// The kinds of dates that come from the facts of the case alone.
    pub const KINDS: [DeadlineKind; 5] = [
        DeadlineKind::AcknowledgementDue,
        DeadlineKind::ImplicitRejection,
        DeadlineKind::ChannelBasisDue,
        DeadlineKind::AppealLimit,
        DeadlineKind::ElectronicReceiptDue,
    ];

    /// The date of a kind.
    #[must_use]
    pub fn clock(&self, kind: DeadlineKind) -> Option<Clock> {
        self.clocks.iter().copied().find(|clock| clock.kind == kind)
    }
}

/// Every date and the urgency of a case, as the facts stand today.
///
/// Once the request is registered its clocks run: the acknowledgement (CRPA L. 112-3, R. 112-11-2), silence from the first reception by any
/// service (I-15), the basis of the channel while it is not recorded, the appeal limit unless it cannot be opposed (I-16).
/// Urgency looks at facts only, never at the door (I-17).
#[must_use]
pub fn reckon(facts: &CaseFacts, catalogue: &Catalogue, calendar: &Calendar, today: NaiveDate) -> Reckoning {
    let silence_on = implicit_rejection::born_on(&silence(facts, catalogue), catalogue);
    let urgency = facts.open.then(|| weigh(&urgency_facts(facts, silence_on, today), catalogue));
    Reckoning { clocks: clocks(facts, silence_on, catalogue, calendar), urgency }
}

fn clocks(facts: &CaseFacts, silence_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Vec<Clock> {
    let mut clocks = Vec::with_capacity(4);
    let mut add = |kind, on, from| clocks.push(Clock { kind, on, from });
    let received = facts.received_on;
    if facts.registered {
        let acknowledged = acknowledgement::acknowledged_by(received, facts.channel, catalogue, calendar);
        add(DeadlineKind::AcknowledgementDue, acknowledged, received);
        add(DeadlineKind::ImplicitRejection, silence_on, received);
        if !facts.channel_basis {
            let due = service_duties::basis_by(received, catalogue, calendar);
            add(DeadlineKind::ChannelBasisDue, due, received);
        }
        if let Some(until) = appeal_limit::opposable_until(appeal(facts, silence_on), catalogue, calendar) {
            add(DeadlineKind::AppealLimit, until, received);
        }
    }
    if let Some(from) = facts.receipt_from {
        add(DeadlineKind::ElectronicReceiptDue, acknowledgement::receipt_by(from, catalogue, calendar), from);
    }
    clocks
}

fn silence<'a>(facts: &'a CaseFacts, catalogue: &'a Catalogue) -> Silence<'a> {
    let title = facts.title_code.as_deref().and_then(|code| catalogue.title(code, facts.received_on));
    Silence {
        received_on: facts.received_on,
        title,
        article: facts.ground.as_deref().filter(|ground| title.is_some_and(|t| t.articles.iter().any(|a| a == ground))),
        chosen: None,
        channel_basis_recorded: facts.channel_basis,
    }
}

const fn appeal(facts: &CaseFacts, silence_on: NaiveDate) -> AppealFacts {
    AppealFacts { starts_on: silence_on, distance: Distance::None, informed: facts.channel_basis }
}

/// What presses, as far as the file shows it. The only day by which a service is held to answer is the one of its silence.
fn urgency_facts(facts: &CaseFacts, silence_on: NaiveDate, today: NaiveDate) -> UrgencyFacts {
    UrgencyFacts {
        covered_until: facts.covered_until,
        rejection_on: Some(silence_on),
        target: Some(silence_on),
        touched_on: facts.touched_on,
        protected_since: facts.protected_since(),
        declared: facts.pressing(today),
        decided: facts.decided.clone(),
        ..UrgencyFacts::bare(today, facts.evidence_on)
    }
}
