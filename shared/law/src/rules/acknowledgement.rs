use chrono::NaiveDate;
use domain::ChannelKind;
use formats::french_date;
use serde::Serialize;

use crate::{Calendar, Catalogue, Parameter, Why};

/// When the acknowledgement (accusé de réception) must have left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcknowledgementDue {
    /// The last day to send it.
    pub due: NaiveDate,
    /// How many working days after reception.
    pub working_days: u32,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// When the acknowledgement of a request received on `received_on` (local date) must have left.
///
/// By e-mail or through the online service: 10 working days (CRPA R. 112-11-2, RL-07). By any other channel no text gives
/// a figure (CRPA L. 112-3, RL-03): the service target of the prefecture, 2 working days (metric T1).
#[must_use]
pub fn acknowledgement_due(
    received_on: NaiveDate,
    channel: ChannelKind,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> AcknowledgementDue {
    let (rule, parameter) = delay_of(channel);
    due(received_on, rule, parameter, catalogue, calendar)
}

/// The same day, without its reasons.
pub(crate) fn acknowledged_by(
    received_on: NaiveDate,
    channel: ChannelKind,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> NaiveDate {
    last_day(received_on, delay_of(channel).1, catalogue, calendar).1
}

/// The last day to confirm an electronic sending, without its reasons.
pub(crate) fn receipt_by(received_on: NaiveDate, catalogue: &Catalogue, calendar: &Calendar) -> NaiveDate {
    last_day(received_on, Parameter::ElectronicReceipt, catalogue, calendar).1
}

/// The rule of a door, and its figure.
const fn delay_of(channel: ChannelKind) -> (&'static str, Parameter) {
    match channel {
        ChannelKind::Email | ChannelKind::Online => ("RL-07", Parameter::ElectronicAcknowledgement),
        ChannelKind::Post | ChannelKind::Phone | ChannelKind::Counter | ChannelKind::Structure => {
            ("RL-03", Parameter::Acknowledgement)
        }
    }
}

fn last_day(
    received_on: NaiveDate,
    parameter: Parameter,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> (u32, NaiveDate) {
    let working_days = catalogue.parameters(received_on).number(parameter);
    (working_days, calendar.add_working_days(received_on, working_days))
}

/// When the confirmation that an electronic sending was recorded (accusé d'enregistrement électronique) must have left,
/// if it did not leave at once: 1 working day (CRPA R. 112-11-1, RL-07).
#[must_use]
pub fn electronic_receipt_due(
    received_on: NaiveDate,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> AcknowledgementDue {
    due(received_on, "RL-07", Parameter::ElectronicReceipt, catalogue, calendar)
}

fn due(
    received_on: NaiveDate,
    rule: &str,
    parameter: Parameter,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> AcknowledgementDue {
    let (working_days, due) = last_day(received_on, parameter, catalogue, calendar);
    let plural = if working_days > 1 { "s" } else { "" };
    let why = catalogue
        .why(rule, received_on)
        .resting_on(catalogue.parameters(received_on).basis(parameter))
        .and(format!("Demande reçue le {}.", french_date::long(received_on)))
        .and(format!(
            "Délai de {working_days} jour{plural} ouvré{plural} : au plus tard le {}.",
            french_date::long(due)
        ));
    AcknowledgementDue { due, working_days, why }
}
