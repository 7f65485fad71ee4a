use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::filing_window::FilingWindow;
use crate::{Catalogue, Parameter, Why};

/// On which day a request is held as filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeemedFiled {
    /// The day.
    pub on: NaiveDate,
    /// The day it was sent, which keeps its place in the order of arrival.
    pub sent_on: NaiveDate,
    /// Whether the person is told the opening day.
    pub too_early: bool,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The day a request is held as filed: one sent before its window opens is kept, never returned, and held as filed on
/// the opening day (parameter `too_early_deemed_filed`); any other on the day it was sent.
#[must_use]
pub fn deemed_filed(sent_on: NaiveDate, window: &FilingWindow, catalogue: &Catalogue) -> DeemedFiled {
    let parameters = catalogue.parameters(sent_on);
    let too_early = sent_on < window.open;
    let carried = too_early && parameters.switch(Parameter::TooEarlyDeemed);
    let on = if carried { window.open } else { sent_on };
    let why = catalogue.why("R-115", sent_on).and(format!("Demande envoyée le {}.", french_date::long(sent_on)));
    let why = if too_early {
        let why =
            why.and(format!("La période s'ouvre le {} : la demande est conservée.", french_date::long(window.open)));
        if carried {
            why.resting_on(parameters.basis(Parameter::TooEarlyDeemed))
                .and(format!("Elle est réputée déposée le {}, sans rien faire de plus.", french_date::long(on)))
        } else {
            why
        }
    } else {
        why.and("Elle n'est pas en avance : elle compte du jour de son envoi.")
    };
    DeemedFiled { on, sent_on, too_early, why }
}
