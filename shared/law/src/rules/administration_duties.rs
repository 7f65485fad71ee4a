//! What the administration owes within a delay once it is asked.

use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{
    appeal_limit::{AppealFacts, AppealLimit, Distance, appeal_limit},
    due::{Due, Unit, counted},
};
use crate::{Calendar, Catalogue, Parameter, Why, dates::days_after};

/// When the file must be shown to the person who asked for it (CRPA L. 311-1, R. 311-13; RL-21): after it, silence is a
/// refusal. The service gives its evidence file before.
#[must_use]
pub fn file_access_due(asked_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let what = "le dossier est communiqué (ensuite, le silence vaut refus)";
    counted("RL-21", ("Communication demandée", asked_on), (Parameter::FileAccess, Unit::Months), what, catalogue)
}

/// The reasons of an implicit rejection, asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonsDue {
    /// The last day to give them.
    pub due: NaiveDate,
    /// Whether they were asked for within the appeal limit: else nothing is owed and nothing reopens.
    pub asked_in_time: bool,
    /// The appeal limit once the reasons were given; `None` while they were not: the appeal stays open.
    pub appeal_until: Option<NaiveDate>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// When the reasons of an implicit rejection are due, and what they do to the appeal limit (CRPA L. 232-4; RL-20): one month
/// from the request, made within the appeal limit; the appeal then stays open for two months after the reasons.
#[must_use]
pub fn reasons_due(
    asked_on: NaiveDate,
    appeal: &AppealLimit,
    given_on: Option<NaiveDate>,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> ReasonsDue {
    let fact = ("Motifs du rejet implicite demandés", asked_on);
    let Due { due, why } =
        counted("RL-20", fact, (Parameter::ReasonsDue, Unit::Months), "les motifs sont communiqués", catalogue);
    let asked_in_time = appeal.until.is_none_or(|until| asked_on <= until);
    if !asked_in_time {
        let why = why.and("La demande est faite après la fin du délai de recours : elle ne le rouvre pas.");
        return ReasonsDue { due, asked_in_time, appeal_until: appeal.until, why };
    }
    let Some(given) = given_on else {
        let why = why.and("Tant que les motifs ne sont pas communiqués, le recours reste ouvert.");
        return ReasonsDue { due, asked_in_time, appeal_until: None, why };
    };
    let facts = AppealFacts { starts_on: given, distance: Distance::None, informed: true };
    let again = appeal_limit(&facts, catalogue, calendar).computed;
    let until = appeal.until.map_or(again, |until| until.max(again));
    let why = why.and(format!(
        "Motifs communiqués le {} : le recours reste ouvert jusqu'au {}.",
        french_date::long(given),
        french_date::long(until)
    ));
    ReasonsDue { due, asked_in_time, appeal_until: appeal.until.map(|_| until), why }
}

/// When an electronic notification counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ElectronicNotification {
    /// The day it counts from; `None`: not yet, or not valid and a letter must be posted.
    pub notified_on: Option<NaiveDate>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// When a decision made available electronically is held as notified (CRPA L. 112-14, L. 112-15, R. 112-16 to R. 112-20; RL-09), as
/// seen on `today`: at its first consultation; not consulted within fifteen days, on the day it was made available. Only with the
/// express consent of the person: without it, by post.
#[must_use]
pub fn electronic_notification(
    available_on: NaiveDate,
    consulted_on: Option<NaiveDate>,
    consented: bool,
    today: NaiveDate,
    catalogue: &Catalogue,
) -> ElectronicNotification {
    let days = catalogue.parameters(available_on).number(Parameter::ElectronicUnread);
    let last = days_after(available_on, days);
    let why =
        catalogue.why("RL-09", available_on).and(format!("Mise à disposition le {}.", french_date::long(available_on)));
    if !consented {
        let why = why.and("La personne n'a pas donné son accord exprès : la décision est envoyée par la poste.");
        return ElectronicNotification { notified_on: None, why };
    }
    let read = consulted_on.filter(|on| (available_on..=last).contains(on));
    let (notified_on, how) = match read {
        Some(on) => (Some(on), format!("Consultée le {} : notifiée ce jour-là.", french_date::long(on))),
        None if today <= last => {
            (None, format!("Pas encore consultée : elle peut l'être jusqu'au {}.", french_date::long(last)))
        }
        None => {
            (Some(available_on), format!("Non consultée en {days} jours : réputée notifiée à sa mise à disposition."))
        }
    };
    ElectronicNotification { notified_on, why: why.and(how) }
}
