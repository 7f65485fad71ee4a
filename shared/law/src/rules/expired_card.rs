use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{
    Catalogue, Parameter, Why,
    dates::{days_after, months_after},
};

/// A period, both days included, or a single day when both are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpiredCard {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// While an expired card still proves regular stay, with every social right and the right to work (CESEDA L. 433-3; RL-68):
/// the three months that follow its expiry. For holders of a four-year card, a résident card or a title of more than a
/// year under an agreement, whose renewal is asked for: the caller knows whether this is one.
#[must_use]
pub fn expired_card(expiry: NaiveDate, catalogue: &Catalogue) -> ExpiredCard {
    let parameters = catalogue.parameters(expiry);
    let months = parameters.number(Parameter::ExpiredCard);
    let (from, to) = (days_after(expiry, 1), months_after(expiry, months));
    let why = catalogue
        .why("RL-68", expiry)
        .resting_on(parameters.basis(Parameter::ExpiredCard))
        .and(format!("Le titre expire le {}.", french_date::long(expiry)))
        .and(format!(
            "Pendant {months} mois, la carte expirée conserve tous les droits : jusqu'au {}.",
            french_date::long(to)
        ));
    ExpiredCard { from, to, why }
}

/// The day from which the visa may be asked for again if nothing was requested (CESEDA R. 431-8; RL-36): six months after
/// expiry. Any request before it, in any form, stops it. Not for holders of the long-term resident status of the EU.
#[must_use]
pub fn visa_again(expiry: NaiveDate, catalogue: &Catalogue) -> ExpiredCard {
    let months = catalogue.parameters(expiry).number(Parameter::VisaAgain);
    let on = months_after(expiry, months);
    let why =
        catalogue.why("RL-36", expiry).and(format!("Le titre expire le {}.", french_date::long(expiry))).and(format!(
            "Sans demande pendant {months} mois, le visa peut être exigé de nouveau à partir du {}.",
            french_date::long(on)
        ));
    ExpiredCard { from: on, to: on, why }
}
