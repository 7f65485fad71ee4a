//! European citizens and their families (CESEDA R. 233-15 to R. 233-18; RL-51).

use chrono::NaiveDate;
use formats::french_date;

use super::{
    due::{Due, Unit, counted},
    expired_card::ExpiredCard,
};
use crate::{Catalogue, Parameter, dates::months_before};

/// The last day for the family of a European to ask for its card: three months from the entry (R. 233-15). The right to stay
/// does not depend on it (R. 233-18).
#[must_use]
pub fn eu_request_limit(entered_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let what = "la carte est demandée (le droit au séjour n'en dépend pas)";
    counted("RL-51", ("Entrée en France", entered_on), (Parameter::EuRequest, Unit::Months), what, catalogue)
}

/// When the renewal of the card of a family member of a European is asked for: the two months before its expiry (R. 233-15).
#[must_use]
pub fn eu_renewal_window(expiry: NaiveDate, catalogue: &Catalogue) -> ExpiredCard {
    let months = catalogue.parameters(expiry).number(Parameter::EuRenewal);
    let from = months_before(expiry, months);
    let why =
        catalogue.why("RL-51", expiry).and(format!("La carte expire le {}.", french_date::long(expiry))).and(format!(
            "Renouvellement demandé dans les {months} mois qui précèdent, à partir du {}.",
            french_date::long(from)
        ));
    ExpiredCard { from, to: expiry, why }
}

/// When the card is due: six months from the deposit of the request (R. 233-17).
#[must_use]
pub fn eu_card_due(filed_on: NaiveDate, catalogue: &Catalogue) -> Due {
    counted(
        "RL-51",
        ("Demande déposée", filed_on),
        (Parameter::EuCard, Unit::Months),
        "la carte est délivrée",
        catalogue,
    )
}
