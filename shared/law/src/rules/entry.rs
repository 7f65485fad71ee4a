use chrono::NaiveDate;

use super::due::{Due, Unit, counted};
use crate::{Catalogue, Parameter};

/// The last day to ask for a first title after entering France (CESEDA R. 431-4; RL-33). A later request is accepted: the
/// lateness is noted, nothing more.
#[must_use]
pub fn first_request_limit(entered_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let what = "la première demande est faite";
    counted("RL-33", ("Entrée en France", entered_on), (Parameter::FirstRequest, Unit::Months), what, catalogue)
}

/// The last day to ask for a title after losing French nationality, from the day the loss could be opposed (CESEDA R. 431-5;
/// RL-35).
#[must_use]
pub fn nationality_loss_limit(opposable_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let fact = ("Perte de la nationalité française opposable depuis", opposable_on);
    counted("RL-35", fact, (Parameter::NationalityLoss, Unit::Months), "la demande est faite", catalogue)
}

/// The last day to declare a move, for the holder of a title of more than a year (CESEDA R. 431-23; RL-42).
#[must_use]
pub fn move_declaration(arrived_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let fact = ("Arrivée dans la nouvelle résidence", arrived_on);
    counted("RL-42", fact, (Parameter::MoveDeclaration, Unit::Months), "le changement est déclaré", catalogue)
}
