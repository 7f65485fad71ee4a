use chrono::NaiveDate;
use domain::ChannelKind;
use serde::Serialize;

use crate::{Catalogue, OrderKind, Why};

/// What is known of the way a request came, when its legal basis is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelFacts<'a> {
    /// The day it was received.
    pub on: NaiveDate,
    /// The door it came by.
    pub channel: ChannelKind,
    /// The code of the prefecture.
    pub prefecture: &'a str,
    /// The code of the title asked for, when it is known.
    pub title: Option<&'a str>,
    /// Whether the title is on the list of the online services; `None`: not known.
    pub listed: Option<bool>,
    /// Whether an obstacle online was recorded (R. 431-2, al. 3).
    pub obstacle_recorded: bool,
    /// Whether the prefecture invited the person to file this way.
    pub invited: bool,
}

/// The legal basis of the way a request came. Recorded by the administration, never asked of the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "basis")]
pub enum ChannelBasis {
    /// The online service, for a title of the list (R. 431-2, al. 1).
    OnlineService,
    /// The counter, for a title that is not on the list (R. 431-3, al. 1).
    Counter,
    /// The post, prescribed by the prefect (R. 431-3, al. 2).
    PostalPrescription {
        /// Reference of the order.
        order: String,
    },
    /// The substitution route, after a recorded obstacle (R. 431-2, al. 3), at the counter.
    SubstitutionRoute,
    /// An invitation of the prefecture (arrêté of 1 August 2023, art. 4), to this person or to everybody.
    Invitation {
        /// Reference of the standing order; `None`: this person was invited.
        order: Option<String>,
    },
    /// None yet: an internal task, the request stays open and keeps its date.
    ToRecord,
}

/// The basis found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChannelBasisFound {
    /// The basis.
    #[serde(flatten)]
    pub basis: ChannelBasis,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The legal basis of the way a request came (CESEDA R. 431-2, R. 431-3; arrêté of 1 August 2023, art. 3 and 4; CE, opinion of 10 October 2024,
/// no 493514; RL-30 to RL-32, RL-84). Without any, the request is open and dated all the same, and the service records one.
#[must_use]
pub fn channel_basis(facts: &ChannelFacts<'_>, catalogue: &Catalogue) -> ChannelBasisFound {
    let order = |kind| facts.title.and_then(|title| catalogue.channel_order(kind, facts.prefecture, title, facts.on));
    let by_post = facts.channel == ChannelKind::Post;
    let at_counter = facts.channel == ChannelKind::Counter;
    let (listed, unlisted) = (facts.listed == Some(true), facts.listed == Some(false));
    let prescribed = order(OrderKind::PostalPrescription).filter(|_| by_post && unlisted);
    let standing = order(OrderKind::StandingInvitation).filter(|_| listed);
    let (basis, rule, said) = if facts.channel == ChannelKind::Online && listed {
        (ChannelBasis::OnlineService, "RL-30", "Titre de la liste, demandé par le téléservice.".to_owned())
    } else if at_counter && unlisted {
        (ChannelBasis::Counter, "RL-32", "Titre hors liste, demandé au guichet.".to_owned())
    } else if let Some(row) = prescribed {
        let said = format!("Envoi postal prescrit par le préfet : {}.", row.order);
        (ChannelBasis::PostalPrescription { order: row.order.clone() }, "RL-32", said)
    } else if at_counter && listed && facts.obstacle_recorded {
        (ChannelBasis::SubstitutionRoute, "RL-30", "Solution de substitution, après un obstacle constaté.".to_owned())
    } else if facts.invited {
        (
            ChannelBasis::Invitation { order: None },
            "RL-31",
            "La préfecture a invité la personne à déposer ainsi.".to_owned(),
        )
    } else if let Some(row) = standing {
        let said = format!("Invitation permanente de la préfecture : {}.", row.order);
        (ChannelBasis::Invitation { order: Some(row.order.clone()) }, "RL-31", said)
    } else {
        let said =
            "Aucune base n'est enregistrée : le service en enregistre une. La demande reste ouverte et garde sa date.";
        (ChannelBasis::ToRecord, "RL-84", said.to_owned())
    };
    ChannelBasisFound { basis, why: catalogue.why(rule, facts.on).and(said) }
}
