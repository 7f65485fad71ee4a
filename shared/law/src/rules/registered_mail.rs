use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::due::FactsContradict;
use crate::{Catalogue, Parameter, Why, dates::days_after};

/// What is known of a registered letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisteredFacts {
    /// First presentation.
    pub presented_on: NaiveDate,
    /// Whether the notice of passage was left, with clear and matching marks.
    pub notice_left: bool,
    /// The day it was handed over, at the door or at the post office.
    pub collected_on: Option<NaiveDate>,
    /// The day it was refused.
    pub refused_on: Option<NaiveDate>,
    /// Whether it came back because the address is wrong (NPAI).
    pub wrong_address: bool,
}

/// How a registered letter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notified {
    /// Collected in time.
    Collected,
    /// Refused.
    Refused,
    /// Not collected, the notice was left: as if notified at its presentation.
    Presented,
    /// Still at the post office.
    Waiting,
    /// Nothing proves that the person could receive it: no delay runs against them.
    InDoubt,
}

/// The notification of a registered letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisteredNotification {
    /// How it counts.
    pub how: Notified,
    /// The day it counts from; `None` while it waits or when nothing is proved.
    pub notified_on: Option<NaiveDate>,
    /// The last day it can be collected.
    pub kept_until: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// On which day a registered letter is notified (CPCE R. 1-1-6; CE, 24 April 2012, no 341146; RL-88, RL-89), as seen on `today`:
/// collected in time, the day of collection; refused, the day of refusal; never collected, the day of presentation if the notice
/// was left, once the fifteen days are over; wrong address or no notice: in doubt, no delay runs.
///
/// # Errors
/// When it was collected or refused before it was presented, or both collected and refused.
pub fn registered_notification(
    facts: &RegisteredFacts,
    today: NaiveDate,
    catalogue: &Catalogue,
) -> Result<RegisteredNotification, FactsContradict> {
    consistent(facts)?;
    let days = catalogue.parameters(facts.presented_on).number(Parameter::RegisteredKept);
    let kept_until = days_after(facts.presented_on, days);
    let (how, notified_on) = match (facts.collected_on, facts.refused_on) {
        (Some(on), _) => (Notified::Collected, Some(on)),
        (None, Some(on)) => (Notified::Refused, Some(on)),
        (None, None) if facts.wrong_address || !facts.notice_left => (Notified::InDoubt, None),
        (None, None) if today <= kept_until => (Notified::Waiting, None),
        (None, None) => (Notified::Presented, Some(facts.presented_on)),
    };
    let why = catalogue
        .why("RL-88", facts.presented_on)
        .and(format!("Lettre recommandée présentée le {}.", french_date::long(facts.presented_on)))
        .and(format!("Gardée {days} jours, jusqu'au {}.", french_date::long(kept_until)));
    let on = notified_on.map(french_date::long).unwrap_or_default();
    let why = why.and(match how {
        Notified::Collected => format!("Retirée le {on} : notifiée ce jour-là."),
        Notified::Refused => format!("Refusée le {on} : notifiée ce jour-là."),
        Notified::Presented => {
            format!("Non retirée, avis de passage laissé : notifiée le {on}, jour de la présentation.")
        }
        Notified::Waiting => "Elle attend au bureau de poste : rien n'est encore notifié.".to_owned(),
        Notified::InDoubt => {
            "Rien ne prouve que la personne a pu la recevoir : aucun délai ne court contre elle.".to_owned()
        }
    });
    Ok(RegisteredNotification { how, notified_on, kept_until, why })
}

fn consistent(facts: &RegisteredFacts) -> Result<(), FactsContradict> {
    let before = |on: Option<NaiveDate>| on.is_some_and(|on| on < facts.presented_on);
    if before(facts.collected_on) || before(facts.refused_on) {
        let said =
            "La lettre ne peut pas être retirée ou refusée avant d'être présentée : vérifiez les dates du suivi.";
        return Err(FactsContradict(said.to_owned()));
    }
    if facts.collected_on.is_some() && facts.refused_on.is_some() {
        let said = "La lettre ne peut pas être à la fois retirée et refusée : vérifiez le suivi.";
        return Err(FactsContradict(said.to_owned()));
    }
    Ok(())
}
