use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{
    Calendar, Catalogue, Parameter, Why,
    dates::{days_after, months_after},
};

/// Where the applicant lives, for the delay of distance (CJA R. 421-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// In the territory of the court.
    None,
    /// Overseas, before a court of metropolitan France or of another territory.
    Overseas,
    /// Abroad.
    Abroad,
}

/// What is known of a decision when its appeal limit is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppealFacts {
    /// The day the decision was notified, or the day the implicit decision was born.
    pub starts_on: NaiveDate,
    /// Where the applicant lives.
    pub distance: Distance,
    /// Whether the acknowledgement with the routes of appeal reached the applicant (express decision: whether its
    /// notification states them). Without it no limit can be opposed (CRPA L. 112-6, RL-05).
    pub informed: bool,
}

/// The last day to appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppealLimit {
    /// The last day; `None`: no limit can be opposed to the applicant ("non opposable", I-16).
    pub until: Option<NaiveDate>,
    /// The last day if the applicant had been informed.
    pub computed: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The last day to bring an appeal (CJA R. 421-1, R. 421-2, R. 421-5, R. 421-7; RL-86): a "délai franc" of two months. The
/// first day is not counted, the delay ends at midnight of the day after the quantième, and is carried to the next
/// working day when it ends on a Saturday, a Sunday or a holiday.
#[must_use]
pub fn appeal_limit(facts: &AppealFacts, catalogue: &Catalogue, calendar: &Calendar) -> AppealLimit {
    let (months, end) = franc(facts.starts_on, facts.distance, catalogue);
    let computed = calendar.working_day_on_or_after(end);
    let mut why = catalogue
        .why("RL-86", facts.starts_on)
        .resting_on(catalogue.parameters(facts.starts_on).basis(Parameter::Appeal))
        .and(format!("Décision du {}.", french_date::long(facts.starts_on)))
        .and(format!("Délai franc de {months} mois : jusqu'au {} à minuit.", french_date::long(end)));
    if computed != end {
        why = why.and(format!("Ce jour n'est pas ouvré : reporté au {}.", french_date::long(computed)));
    }
    if facts.informed {
        return AppealLimit { until: Some(computed), computed, why };
    }
    let unopposable = catalogue.why("RL-05", facts.starts_on);
    why.source = format!("{} ; {}", why.source, unopposable.source);
    let why =
        why.and("Aucun accusé de réception complet n'est parvenu au demandeur : ce délai ne peut pas lui être opposé.");
    AppealLimit { until: None, computed, why }
}

/// The last day that can be opposed, without its reasons; `None` when the applicant was not informed.
pub(crate) fn opposable_until(facts: AppealFacts, catalogue: &Catalogue, calendar: &Calendar) -> Option<NaiveDate> {
    facts.informed.then(|| calendar.working_day_on_or_after(franc(facts.starts_on, facts.distance, catalogue).1))
}

/// The months of the delay, and its last day before it is carried to a working day.
fn franc(starts_on: NaiveDate, distance: Distance, catalogue: &Catalogue) -> (u32, NaiveDate) {
    let parameters = catalogue.parameters(starts_on);
    let extra = match distance {
        Distance::None => 0,
        Distance::Overseas => parameters.number(Parameter::AppealOverseas),
        Distance::Abroad => parameters.number(Parameter::AppealAbroad),
    };
    let months = parameters.number(Parameter::Appeal) + extra;
    (months, days_after(months_after(starts_on, months), 1))
}
