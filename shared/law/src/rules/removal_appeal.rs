use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use formats::french_date;
use serde::Serialize;

use crate::{
    Calendar, Catalogue, Parameter, Why,
    dates::{days_after, months_after},
};

/// Where the person is when a refusal with a removal order (OQTF) is notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Liberty {
    /// Free.
    Free,
    /// Under house arrest (L. 731-1) or in prison.
    HouseArrestOrPrison,
    /// In administrative detention.
    Detention,
}

/// The limit to appeal against a refusal with a removal order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemovalAppeal {
    /// The last day; `None`: the routes of appeal were not told, no limit can be opposed.
    pub until: Option<NaiveDate>,
    /// The last moment, for a delay in hours.
    pub until_hour: Option<NaiveDateTime>,
    /// The last day if the person had been told.
    pub computed: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The last day to appeal against a refusal with a removal order (CESEDA L. 614-1 to L. 614-3, L. 911-1, L. 921-1, L. 921-2; RL-87):
/// one month; seven days under house arrest or in prison; 48 hours in detention. Whether the delay is "franc" is open: unless
/// the catalogue says so (`removal_appeal_franc`), the closest date is given, and it is not carried.
#[must_use]
pub fn removal_appeal(
    notified_at: NaiveDateTime,
    liberty: Liberty,
    informed: bool,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> RemovalAppeal {
    let notified = notified_at.date();
    let parameters = catalogue.parameters(notified);
    let (parameter, end, until_hour, words) = match liberty {
        Liberty::Free => {
            let months = parameters.number(Parameter::RemovalAppeal);
            (Parameter::RemovalAppeal, months_after(notified, months), None, format!("{months} mois"))
        }
        Liberty::HouseArrestOrPrison => {
            let days = parameters.number(Parameter::RemovalAppealHouse);
            (Parameter::RemovalAppealHouse, days_after(notified, days), None, format!("{days} jours"))
        }
        Liberty::Detention => {
            let hours = parameters.number(Parameter::RemovalAppealDetention);
            let at = notified_at.checked_add_signed(TimeDelta::hours(i64::from(hours))).unwrap_or(notified_at);
            (Parameter::RemovalAppealDetention, at.date(), Some(at), format!("{hours} heures"))
        }
    };
    let franc = parameters.switch(Parameter::RemovalFranc) && until_hour.is_none();
    let computed = if franc { calendar.working_day_on_or_after(days_after(end, 1)) } else { end };
    let why = catalogue
        .why("RL-87", notified)
        .resting_on(parameters.basis(parameter))
        .resting_on(parameters.basis(Parameter::RemovalFranc))
        .and(format!("Décision notifiée le {}.", french_date::long(notified)))
        .and(match until_hour {
            Some(at) => {
                format!("Délai de {words} : jusqu'au {} à {}.", french_date::long(computed), at.format("%H h %M"))
            }
            None => format!("Délai de {words} : jusqu'au {}.", french_date::long(computed)),
        });
    if informed {
        return RemovalAppeal { until: Some(computed), until_hour, computed, why };
    }
    let why = why.and("Les voies et délais de recours n'ont pas été indiqués : ce délai ne peut pas être opposé.");
    RemovalAppeal { until: None, until_hour: None, computed, why }
}
