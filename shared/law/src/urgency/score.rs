use std::cmp::Reverse;

use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{Band, Reason, UrgencyFacts, Weighed, weigh};
use crate::{Calendar, Catalogue, Why};

/// How urgent a case is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Urgency {
    /// Points, from 0 to the most that the catalogue says.
    pub score: u32,
    /// How soon it is handled.
    pub band: Band,
    /// The band that the facts alone give, before an officer's decision.
    pub computed_band: Band,
    /// Whether that is one band more than its points give: nobody touched the case for a time. Its sentence says so.
    #[serde(skip)]
    pub raised: bool,
    /// The last day to handle it; `None`: the oldest first.
    pub handle_by: Option<NaiveDate>,
    /// The earliest deadline among the reasons, for ties.
    pub deadline: Option<NaiveDate>,
    /// The evidence date, for ties.
    pub evidence_date: NaiveDate,
    /// The last day of the officer's decision, while it holds.
    pub decided_until: Option<NaiveDate>,
    /// Every reason, each from one fact.
    pub reasons: Vec<Reason>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The place of a case in the queue: the smaller comes first.
pub type QueuePlace = (Band, Reverse<u32>, NaiveDate, NaiveDate);

impl Urgency {
    /// Its place in the queue (see [`Weighed::place`]).
    #[must_use]
    pub fn place(&self) -> QueuePlace {
        self.weighed().place()
    }

    /// The same without the sentences.
    #[must_use]
    pub fn weighed(&self) -> Weighed {
        Weighed {
            score: self.score,
            band: self.band,
            computed_band: self.computed_band,
            raised: self.raised,
            deadline: self.deadline,
            evidence_date: self.evidence_date,
            decided_until: self.decided_until,
            reasons: self.reasons.clone(),
        }
    }
}

/// How urgent a case is, and why (domain section 7; R-30, I-17, I-18): the points of its facts, each once, capped; the band they give;
/// one band more when nobody touched it for a time, so that no case waits for ever; an officer's decision instead, while it holds.
#[must_use]
pub fn urgency(facts: &UrgencyFacts, catalogue: &Catalogue, calendar: &Calendar) -> Urgency {
    let Weighed { score, band, computed_band, raised, deadline, evidence_date, decided_until, reasons } =
        weigh(facts, catalogue);
    let handle_by = handle_by(band, facts.today, catalogue, calendar);
    let mut why = reasons.iter().fold(catalogue.why("R-30", facts.today), |why, reason| why.and(sentence(reason)));
    if reasons.is_empty() {
        why = why.and("Aucun fait ne presse : les plus anciennes d'abord.");
    }
    if raised {
        why = why.and(format!("Nul n'y a touché depuis {} jours : un rang de plus.", facts.untouched_days()));
    }
    if let Some((decided, until)) = facts.decided.as_ref().zip(decided_until) {
        let until = french_date::long(until);
        why = why.and(format!("Rang décidé par un agent jusqu'au {until}, pour ce motif : {}.", decided.reason()));
    }
    Urgency { score, band, computed_band, raised, handle_by, deadline, evidence_date, decided_until, reasons, why }
}

fn handle_by(band: Band, today: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> Option<NaiveDate> {
    let days = catalogue.bands(today).find(|row| row.band == band)?.working_days?;
    Some(calendar.add_working_days(calendar.working_day_on_or_after(today), days))
}

fn sentence(reason: &Reason) -> String {
    let declared = match (reason.declared_only, reason.halved) {
        (false, _) => "",
        (true, false) => ", déclaré",
        (true, true) => ", déclaré depuis plus de trente jours sans preuve",
    };
    format!("{} (le {}{declared}) : {} points.", reason.label, french_date::long(reason.on), reason.points)
}
