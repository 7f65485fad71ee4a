use std::cmp::Reverse;

use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{Band, Reason, Signal, UrgencyFacts, signals::reasons};
use crate::{Calendar, Catalogue, Parameter, Why, dates::days_after};

/// How urgent a case is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Urgency {
    /// Points, from 0 to the most that the catalogue says.
    pub score: u32,
    /// How soon it is handled.
    pub band: Band,
    /// The band that the facts alone give, before an officer's decision.
    pub computed_band: Band,
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
    /// Its place: by band; within one by score, then by the earlier deadline, then by the earlier evidence date. In the last band the oldest
    /// comes first.
    #[must_use]
    pub fn place(&self) -> QueuePlace {
        let last = self.band == Band::P3;
        let score = if last { 0 } else { self.score };
        let deadline = self.deadline.filter(|_| !last).unwrap_or(NaiveDate::MAX);
        (self.band, Reverse(score), deadline, self.evidence_date)
    }
}

/// How urgent a case is, and why (domain section 7; R-30, I-17, I-18): the points of its facts, each once, capped; the band they give;
/// one band more when nobody touched it for a time, so that no case waits for ever; an officer's decision instead, while it holds.
#[must_use]
pub fn urgency(facts: &UrgencyFacts, catalogue: &Catalogue, calendar: &Calendar) -> Urgency {
    let parameters = catalogue.parameters(facts.today);
    let reasons = reasons(facts, catalogue);
    let score =
        reasons.iter().map(|reason| reason.points).sum::<u32>().min(parameters.number(Parameter::UrgencyMaximum));
    let from_facts = band_of(score, &reasons, facts.today, catalogue);
    let untouched = facts.today.signed_duration_since(facts.touched_on).num_days();
    let forgotten = untouched >= i64::from(parameters.number(Parameter::Untouched));
    let computed_band = if forgotten { raised(from_facts) } else { from_facts };
    let decided = facts
        .decided
        .as_ref()
        .map(|decided| (decided, days_after(decided.decided_on(), parameters.number(Parameter::OverrideDays))))
        .filter(|(_, until)| facts.today <= *until);
    let band = decided.map_or(computed_band, |(decided, _)| decided.band());
    let handle_by = handle_by(band, facts.today, catalogue, calendar);
    let deadline = reasons.iter().filter(|reason| reason.deadline).map(|reason| reason.on).min();
    let mut why = reasons.iter().fold(catalogue.why("R-30", facts.today), |why, reason| why.and(sentence(reason)));
    if reasons.is_empty() {
        why = why.and("Aucun fait ne presse : les plus anciennes d'abord.");
    }
    if forgotten && computed_band != from_facts {
        why = why.and(format!("Nul n'y a touché depuis {untouched} jours : un rang de plus."));
    }
    if let Some((decided, until)) = decided {
        let until = french_date::long(until);
        why = why.and(format!("Rang décidé par un agent jusqu'au {until}, pour ce motif : {}.", decided.reason()));
    }
    Urgency {
        score,
        band,
        computed_band,
        handle_by,
        deadline,
        evidence_date: facts.evidence_date,
        decided_until: decided.map(|(_, until)| until),
        reasons,
        why,
    }
}

/// The band of a score. The first one also for a fact that commands it, and for somebody without document whose job or benefits are cut.
fn band_of(score: u32, reasons: &[Reason], today: NaiveDate, catalogue: &Catalogue) -> Band {
    let has = |signal| reasons.iter().any(|reason| reason.signal == signal);
    let cut = has(Signal::JobLost) || has(Signal::BenefitsStopped);
    if reasons.iter().any(|reason| reason.first_band) || (has(Signal::ExpiredWithoutDocument) && cut) {
        return Band::P0;
    }
    let reached = catalogue.bands(today).filter(|row| row.from_points <= score);
    reached.max_by_key(|row| row.from_points).map_or(Band::P3, |row| row.band)
}

const fn raised(band: Band) -> Band {
    match band {
        Band::P0 | Band::P1 => Band::P0,
        Band::P2 => Band::P1,
        Band::P3 => Band::P2,
    }
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
