use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{Catalogue, Delay, Parameter, Why};

/// A day by which something must be done, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day.
    pub due: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The facts given contradict each other; the sentence, in French, says which and what to check. No date is computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FactsContradict(pub String);

/// How the figure of a parameter counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Months,
    Days,
}

/// The figure of a parameter on a day, as a delay.
pub(super) fn delay(parameter: Parameter, unit: Unit, on: NaiveDate, catalogue: &Catalogue) -> Delay {
    let figure = catalogue.parameters(on).number(parameter);
    match unit {
        Unit::Months => Delay::Months(figure),
        Unit::Days => Delay::Days(figure),
    }
}

/// The end of a delay that a parameter states, counted from a day: `fact` says what happened that day ("Demande
/// enregistrée"), `what` what is due ("le certificat médical est envoyé à l'OFII").
pub(super) fn counted(
    rule: &str,
    (fact, from): (&str, NaiveDate),
    (parameter, unit): (Parameter, Unit),
    what: &str,
    catalogue: &Catalogue,
) -> Due {
    let delay = delay(parameter, unit, from, catalogue);
    let due = delay.after(from);
    let why = catalogue
        .why(rule, from)
        .resting_on(catalogue.parameters(from).basis(parameter))
        .and(format!("{fact} le {}.", french_date::long(from)))
        .and(format!("Délai de {} : {what} au plus tard le {}.", delay.in_french(), french_date::long(due)));
    Due { due, why }
}
