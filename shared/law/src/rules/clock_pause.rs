use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::{due::FactsContradict, suspension::Suspension};
use crate::{Catalogue, Parameter, Why};

/// A request for pieces, as the clock of the rejection sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PieceRequest {
    /// The day it left.
    pub dispatched_on: NaiveDate,
    /// The day it is presumed received.
    pub presumed_receipt: NaiveDate,
    /// The last day given, extensions included.
    pub limit: NaiveDate,
    /// Whether it stated the pieces, the delay and its effect, as L. 114-5 asks.
    pub states_effect: bool,
    /// The day the last piece asked for was sent by the applicant (postmark).
    pub pieces_on: Option<NaiveDate>,
    /// Whether it may never have arrived (returned mail): void, it suspends nothing.
    pub in_doubt: bool,
}

/// What a request for pieces does to the delay of rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockPause {
    /// The pause; `None`: the delay runs as before.
    pub suspension: Option<Suspension>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// During which days a request for pieces stops the delay of rejection (CRPA L. 114-5; RL-13): from its dispatch (or its receipt:
/// parameter `suspension_from_dispatch`) to the first of the pieces and the limit given. A request that may not have arrived, or
/// that does not state its effect, stops nothing.
///
/// # Errors
/// When its limit is before its dispatch, or it was received before it left.
pub fn clock_pause(request: &PieceRequest, catalogue: &Catalogue) -> Result<ClockPause, FactsContradict> {
    if request.limit < request.dispatched_on || request.presumed_receipt < request.dispatched_on {
        let said = "La demande de pièces est reçue, ou se termine, avant d'être envoyée : vérifiez ses dates.";
        return Err(FactsContradict(said.to_owned()));
    }
    let parameters = catalogue.parameters(request.dispatched_on);
    let from_dispatch = parameters.switch(Parameter::SuspensionFromDispatch);
    let from = if from_dispatch { request.dispatched_on } else { request.presumed_receipt };
    let why = catalogue
        .why("RL-13", request.dispatched_on)
        .and(format!("Pièces demandées le {}.", french_date::long(request.dispatched_on)));
    if request.in_doubt {
        let why = why.and("Cette demande n'est peut-être pas arrivée : elle ne suspend rien et sa limite ne vaut pas.");
        return Ok(ClockPause { suspension: None, why });
    }
    if !request.states_effect {
        let why = why.and("Elle ne dit pas les pièces, le délai et son effet : elle ne suspend rien.");
        return Ok(ClockPause { suspension: None, why });
    }
    let until = request.pieces_on.map_or(request.limit, |on| on.min(request.limit));
    let why = why.resting_on(parameters.basis(Parameter::SuspensionFromDispatch));
    if until <= from {
        let why = why.and("Les pièces étaient déjà envoyées : le délai n'est pas suspendu.");
        return Ok(ClockPause { suspension: None, why });
    }
    let end =
        if request.pieces_on.is_some_and(|on| on <= request.limit) { "envoi des pièces" } else { "limite donnée" };
    let why =
        why.and(format!("Délai suspendu du {} au {} ({end}).", french_date::long(from), french_date::long(until)));
    Ok(ClockPause { suspension: Some(Suspension { from, until }), why })
}
