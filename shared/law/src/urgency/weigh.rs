use std::cmp::Reverse;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Band, QueuePlace, Reason, Signal, UrgencyFacts, signals::reasons};
use crate::{Catalogue, Parameter, dates::days_after};

/// How urgent a case is, without the sentences: what is kept of it and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// Points, from 0 to the most that the catalogue says.
    pub score: u32,
    /// How soon it is handled.
    pub band: Band,
    /// The band that the facts alone give, before an officer's decision.
    pub computed_band: Band,
    /// Whether that is one band more than its points give: nobody touched the case for a time.
    pub raised: bool,
    /// The earliest deadline among the reasons, for ties.
    pub deadline: Option<NaiveDate>,
    /// The evidence date, for ties.
    pub evidence_date: NaiveDate,
    /// The last day of the officer's decision, while it holds.
    pub decided_until: Option<NaiveDate>,
    /// Every reason, each from one fact.
    pub reasons: Vec<Reason>,
}

/// Weighs the facts of a case: the points of each, once, capped; the band they give; one band more when nobody touched it for a time; an
/// officer's decision instead, while it holds.
#[must_use]
pub fn weigh(facts: &UrgencyFacts, catalogue: &Catalogue) -> Weighed {
    let parameters = catalogue.parameters(facts.today);
    let reasons = reasons(facts, catalogue);
    let score =
        reasons.iter().map(|reason| reason.points).sum::<u32>().min(parameters.number(Parameter::UrgencyMaximum));
    let from_facts = band_of(score, &reasons, facts.today, catalogue);
    let forgotten = facts.untouched_days() >= i64::from(parameters.number(Parameter::Untouched));
    let computed_band = if forgotten { raised(from_facts) } else { from_facts };
    let decided = facts
        .decided
        .as_ref()
        .map(|decided| (decided.band(), decided_until(decided.decided_on(), catalogue)))
        .filter(|(_, until)| facts.today <= *until);
    Weighed {
        score,
        band: decided.map_or(computed_band, |(band, _)| band),
        computed_band,
        raised: computed_band != from_facts,
        deadline: reasons.iter().filter(|reason| reason.deadline).map(|reason| reason.on).min(),
        evidence_date: facts.evidence_date,
        decided_until: decided.map(|(_, until)| until),
        reasons,
    }
}

/// The last day of a band that an officer decides on a day, by the rules of that day (I-18).
#[must_use]
pub fn decided_until(decided_on: NaiveDate, catalogue: &Catalogue) -> NaiveDate {
    days_after(decided_on, catalogue.parameters(decided_on).number(Parameter::OverrideDays))
}

impl Weighed {
    /// Its place in the queue: by band; within one by score, then by the earlier deadline, then by the earlier evidence date. In the last
    /// band the oldest comes first.
    #[must_use]
    pub fn place(&self) -> QueuePlace {
        let last = self.band == Band::P3;
        let score = if last { 0 } else { self.score };
        let deadline = self.deadline.filter(|_| !last).unwrap_or(NaiveDate::MAX);
        (self.band, Reverse(score), deadline, self.evidence_date)
    }

    /// The same place as one number, for an index: the smaller comes first. A band holds the numbers from
    /// [`Band::first_rank`] up to the next one.
    #[must_use]
    pub fn rank(&self) -> i64 {
        let (band, Reverse(score), deadline, evidence) = self.place();
        let points = 127 - i64::from(score.min(127));
        band.first_rank() + (points << (2 * DAY_BITS)) + (day_number(deadline) << DAY_BITS) + day_number(evidence)
    }
}

/// Enough for the days of 2,800 years.
const DAY_BITS: u32 = 20;

fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()).clamp(0, (1 << DAY_BITS) - 1)
}

impl Band {
    /// The first rank of a case in this band.
    #[must_use]
    pub const fn first_rank(self) -> i64 {
        (self as i64) << (2 * DAY_BITS + 7)
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
