use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{Calendar, Catalogue, Parameter, Why, dates::days_after};

/// How a request for pieces left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// By simple post, handed to the post on a day.
    SimplePost(NaiveDate),
    /// By registered letter, presented on a day.
    RegisteredPresented(NaiveDate),
    /// By e-mail, sent on a day.
    Email(NaiveDate),
    /// Given by hand at the counter.
    ByHand(NaiveDate),
}

/// The last day to send the pieces asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComplementLimit {
    /// When the applicant is presumed to have received the request.
    pub presumed_receipt: NaiveDate,
    /// The last day, inclusive. Pieces sent later are still accepted: nothing closes by itself.
    pub limit: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The last day to send the pieces asked for (CESEDA R. 431-11, CRPA L. 114-5; RL-39): a reasonable delay, 30 days by
/// default, from the presumed receipt, carried to the next working day. Postmark counts for the answer (CRPA L. 112-1).
#[must_use]
pub fn complement_limit(delivery: Delivery, catalogue: &Catalogue, calendar: &Calendar) -> ComplementLimit {
    let (presumed_receipt, how) = match delivery {
        Delivery::SimplePost(on) => {
            let days = catalogue.parameters(on).number(Parameter::PostalPresumption);
            let receipt = calendar.add_working_days(on, days);
            (
                receipt,
                format!(
                    "Courrier simple remis à la poste le {} : réception présumée {days} jours ouvrés après",
                    french_date::long(on)
                ),
            )
        }
        Delivery::RegisteredPresented(on) => (on, "Lettre recommandée : date de première présentation".to_owned()),
        Delivery::Email(on) => (on, "Message électronique : date d'envoi".to_owned()),
        Delivery::ByHand(on) => (on, "Remise en main propre".to_owned()),
    };
    let why = catalogue
        .why("RL-39", presumed_receipt)
        .and(format!("{how}, soit le {}.", french_date::long(presumed_receipt)));
    let (limit, why) = counted(presumed_receipt, why, catalogue, calendar);
    ComplementLimit { presumed_receipt, limit, why }
}

/// The limit after one more delay of the same length, when the applicant asks for time: counted from the former limit.
#[must_use]
pub fn extended_limit(limit: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> ComplementLimit {
    let why = catalogue.why("RL-39", limit).and(format!("Délai prolongé à partir du {}.", french_date::long(limit)));
    let (extended, why) = counted(limit, why, catalogue, calendar);
    ComplementLimit { presumed_receipt: limit, limit: extended, why }
}

fn counted(from: NaiveDate, why: Why, catalogue: &Catalogue, calendar: &Calendar) -> (NaiveDate, Why) {
    let parameters = catalogue.parameters(from);
    let days = parameters.number(Parameter::Complement);
    let end = days_after(from, days);
    let limit = calendar.working_day_on_or_after(end);
    let mut why = why
        .resting_on(parameters.basis(Parameter::Complement))
        .and(format!("Délai de {days} jours : le {}.", french_date::long(end)));
    if limit != end {
        why = why.and(format!("Ce jour n'est pas ouvré : reporté au {}.", french_date::long(limit)));
    }
    (limit, why)
}
