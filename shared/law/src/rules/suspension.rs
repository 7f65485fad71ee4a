use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{Catalogue, Why, dates::days_after};

/// A period during which the delay of rejection does not run: from the request for pieces to the first of the pieces
/// received and the limit given (CRPA L. 114-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Suspension {
    /// First day.
    pub from: NaiveDate,
    /// The day the delay runs again.
    pub until: NaiveDate,
}

/// A date of implicit rejection after the suspensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suspended {
    /// If the request had been complete on reception.
    pub if_complete_from_receipt: NaiveDate,
    /// With the suspensions.
    pub with_suspension: NaiveDate,
    /// How many days were added.
    pub days: u32,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// Carries a date of implicit rejection by the suspensions of its delay (CRPA L. 114-5, RL-13): the days of each are added
/// once, even where two of them overlap; one that starts after the decision was born changes nothing.
#[must_use]
pub fn suspended(base: NaiveDate, suspensions: &[Suspension], catalogue: &Catalogue) -> Suspended {
    let mut ordered: Vec<_> = suspensions.iter().copied().filter(|pause| pause.from < pause.until).collect();
    ordered.sort_by_key(|pause| (pause.from, pause.until));
    let mut why = catalogue.why("RL-13", base);
    let (mut on, mut counted_until) = (base, NaiveDate::MIN);
    for pause in ordered {
        let from = pause.from.max(counted_until);
        if from >= on || pause.until <= from {
            continue;
        }
        let days = u32::try_from(pause.until.signed_duration_since(from).num_days()).unwrap_or(u32::MAX);
        on = days_after(on, days);
        counted_until = pause.until;
        why = why.and(format!(
            "Délai suspendu du {} au {} : {days} jours de plus.",
            french_date::long(from),
            french_date::long(pause.until)
        ));
    }
    let days = u32::try_from(on.signed_duration_since(base).num_days()).unwrap_or(u32::MAX);
    let why = why.and(format!("Rejet implicite reporté du {} au {}.", french_date::long(base), french_date::long(on)));
    Suspended { if_complete_from_receipt: base, with_suspension: on, days, why }
}
