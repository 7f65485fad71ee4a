//! Victims of trafficking, persons protected by OFPRA, minors coming of age.

use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{
    age_limit::{age_limit, birthday},
    due::{Due, Unit, counted},
    expired_card::ExpiredCard,
};
use crate::{
    Catalogue, Parameter, Why,
    dates::{days_after, days_before, months_before},
};

/// The thirty days of reflection of a victim of trafficking or procuring, from the handing over of the récépissé, which allows
/// work and lasts as long (CESEDA R. 425-1 to R. 425-4; RL-48). No removal meanwhile.
#[must_use]
pub fn reflection_period(handed_on: NaiveDate, catalogue: &Catalogue) -> ExpiredCard {
    let days = catalogue.parameters(handed_on).number(Parameter::Reflection);
    let to = days_before(days_after(handed_on, days), 1);
    let why = catalogue
        .why("RL-48", handed_on)
        .and(format!("Récépissé remis le {}.", french_date::long(handed_on)))
        .and(format!("Délai de réflexion de {days} jours, jusqu'au {} : aucun éloignement.", french_date::long(to)))
        .and("Le récépissé de même durée autorise à travailler.");
    ExpiredCard { from: handed_on, to, why }
}

/// When the card of a refugee or a beneficiary of subsidiary protection is due: three months from the decision of OFPRA or CNDA
/// (CESEDA R. 424-1, R. 424-7; RL-50, R-56). `None` for the family that joins (L. 561-2): the delay does not hold for it.
#[must_use]
pub fn protection_card_due(decided_on: NaiveDate, joining_family: bool, catalogue: &Catalogue) -> Option<Due> {
    let fact = ("Protection accordée", decided_on);
    (!joining_family)
        .then(|| counted("RL-50", fact, (Parameter::ProtectionCard, Unit::Months), "la carte est remise", catalogue))
}

/// The days around the majority of a person protected as a minor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Majority {
    /// When the guardian, or the child-welfare service, is reminded by letter.
    pub reminder_on: NaiveDate,
    /// The eighteenth birthday: a request may be made from then on, and before.
    pub majority_on: NaiveDate,
    /// The last day to ask in time.
    pub limit: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The reminder before the majority of a protected minor, and the limit to ask (CESEDA R. 431-5, 2° and 3°; R-53).
#[must_use]
pub fn majority(birth: NaiveDate, article: Option<&str>, catalogue: &Catalogue) -> Majority {
    let majority_on = birthday(birth, 18);
    let months = catalogue.parameters(majority_on).number(Parameter::MajorityReminder);
    let reminder_on = months_before(majority_on, months);
    let limit = age_limit(birth, article, catalogue);
    let mut why = limit
        .why
        .and(format!("Dix-huit ans le {}.", french_date::long(majority_on)))
        .and(format!("Rappel au tuteur {months} mois avant, le {}.", french_date::long(reminder_on)));
    why.source = format!("{} ; {}", why.source, catalogue.why("R-53", majority_on).source);
    Majority { reminder_on, majority_on, limit: limit.limit, why }
}
