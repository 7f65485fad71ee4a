use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{
    implicit_rejection::{ImplicitRejection, Silence, implicit_rejection},
    suspension::{Suspension, suspended},
};
use crate::{Catalogue, Parameter, Why, dates::days_after};

/// The three dates of a silence, shown side by side (domain section 2.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SilenceDates {
    /// If the request was complete on reception.
    pub if_complete_from_receipt: NaiveDate,
    /// With the suspensions of L. 114-5.
    pub with_suspension: NaiveDate,
    /// If the file was in fact incomplete: none, silence is then a refusal to register that gives birth to no decision (CE,
    /// opinion of 10 October 2024, no 494718; RL-83).
    pub if_incomplete: Option<NaiveDate>,
    /// The one to show as "saisissez avant": the earliest.
    pub act_before: NaiveDate,
    /// The rejection itself.
    pub rejection: ImplicitRejection,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The dates of a silence (CESEDA R.* 432-1, R. 432-2; CRPA L. 114-3, L. 114-5; RL-80 to RL-84). Documents issued meanwhile change
/// nothing (RL-82): they are no input.
#[must_use]
pub fn silence_dates(facts: &Silence<'_>, pauses: &[Suspension], catalogue: &Catalogue) -> SilenceDates {
    let rejection = implicit_rejection(facts, catalogue);
    let carried = suspended(rejection.on, pauses, catalogue);
    let act_before = carried.if_complete_from_receipt.min(carried.with_suspension);
    let incomplete = catalogue.why("RL-83", facts.received_on);
    let mut why = rejection.why.clone();
    if carried.days > 0 {
        why.because.extend(carried.why.because);
        why.source = format!("{} ; {}", why.source, carried.why.source);
    }
    let why = why
        .and(format!("Si le dossier était incomplet, aucune décision ne naît du silence ({}).", incomplete.source))
        .and(format!(
            "Pour saisir le tribunal sans risque, la date la plus proche est retenue : {}.",
            french_date::long(act_before)
        ));
    SilenceDates {
        if_complete_from_receipt: carried.if_complete_from_receipt,
        with_suspension: carried.with_suspension,
        if_incomplete: None,
        act_before,
        rejection,
        why,
    }
}

/// The date of rejection of a blue card of another State once the prefect prolonged the delay and told the applicant (CESEDA
/// R. 421-23, al. 2; RL-81).
#[must_use]
pub fn prolonged(rejection: &ImplicitRejection, catalogue: &Catalogue) -> ImplicitRejection {
    let days = catalogue.parameters(rejection.on).number(Parameter::BlueCardExtension);
    let on = days_after(rejection.on, days);
    let sentence = format!("Délai prolongé de {days} jours par le préfet : le {}.", french_date::long(on));
    let why = rejection.why.clone().and(sentence);
    ImplicitRejection { on, why, ..rejection.clone() }
}
