use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{
    Catalogue, Parameter, Why,
    dates::{days_before, months_after},
};

/// The dates of a case before the commission du titre de séjour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommissionDates {
    /// The last day for the commission to meet.
    pub meets_by: NaiveDate,
    /// The last day for the person to be summoned, when the meeting is known.
    pub summoned_by: Option<NaiveDate>,
    /// The day its opinion is held as given if it gave none.
    pub opinion_deemed_on: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The dates of the commission du titre de séjour (CESEDA L. 432-15, R. 432-8; RL-52): it meets within three months of its
/// referral; the person is summoned in writing at least fifteen days before; its opinion is held as given three months after
/// the referral was registered.
#[must_use]
pub fn commission_dates(
    referred_on: NaiveDate,
    meeting_on: Option<NaiveDate>,
    catalogue: &Catalogue,
) -> CommissionDates {
    let parameters = catalogue.parameters(referred_on);
    let meets_by = months_after(referred_on, parameters.number(Parameter::CommissionMeeting));
    let opinion_deemed_on = months_after(referred_on, parameters.number(Parameter::CommissionOpinion));
    let days = parameters.number(Parameter::CommissionSummons);
    let summoned_by = meeting_on.map(|meeting| days_before(meeting, days));
    let mut why = catalogue
        .why("RL-52", referred_on)
        .and(format!("Saisine de la commission enregistrée le {}.", french_date::long(referred_on)))
        .and(format!("Réunion au plus tard le {}.", french_date::long(meets_by)))
        .and(format!("Sans avis le {}, l'avis est réputé rendu.", french_date::long(opinion_deemed_on)));
    if let (Some(meeting), Some(by)) = (meeting_on, summoned_by) {
        why = why.and(format!(
            "Réunion du {} : convocation écrite au moins {days} jours avant, au plus tard le {}.",
            french_date::long(meeting),
            french_date::long(by)
        ));
        if meeting > meets_by {
            why = why.and("Cette réunion est trop tardive : elle doit avoir lieu dans les trois mois de la saisine.");
        }
    }
    CommissionDates { meets_by, summoned_by, opinion_deemed_on, why }
}
