use chrono::NaiveDate;
use serde::Serialize;

use crate::{Catalogue, Why};

/// A piece that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPiece {
    /// Its French name.
    pub label: String,
    /// Whether the request cannot be examined without it (CESEDA R. 431-10).
    pub indispensable: bool,
    /// Whether another administration gives it (CRPA L. 114-8): never asked of the applicant.
    pub obtained_by_administration: bool,
}

/// What missing pieces prevent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstructionEffect {
    /// Whether the examination goes on.
    pub examination_goes_on: bool,
    /// The pieces to ask for.
    pub to_ask: Vec<String>,
    /// The pieces that the administration obtains itself.
    pub to_obtain: Vec<String>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// What missing pieces prevent (CRPA L. 114-5-1, L. 114-8; RL-14, RL-16): the examination waits only for an indispensable piece.
/// One that is still missing when the decision is favourable postpones the effect of the right to its reception, not the
/// decision. Nothing ever closes a case.
#[must_use]
pub fn missing_pieces(pieces: &[MissingPiece], on: NaiveDate, catalogue: &Catalogue) -> InstructionEffect {
    let asked = |piece: &&MissingPiece| !piece.obtained_by_administration;
    let to_ask: Vec<String> = pieces.iter().filter(asked).map(|piece| piece.label.clone()).collect();
    let to_obtain: Vec<String> = pieces.iter().filter(|piece| !asked(piece)).map(|piece| piece.label.clone()).collect();
    let blocking: Vec<&str> =
        pieces.iter().filter(|piece| piece.indispensable && asked(piece)).map(|piece| piece.label.as_str()).collect();
    let mut why = catalogue.why("RL-14", on);
    why = if pieces.is_empty() {
        why.and("Aucune pièce ne manque.")
    } else if blocking.is_empty() {
        why.and("Aucune pièce manquante n'est indispensable : l'instruction continue sans attendre.")
            .and("Si la décision est favorable, le droit prend effet à la réception des pièces.")
    } else {
        why.and(format!("L'instruction attend une pièce indispensable : {}.", blocking.join(", ")))
    };
    if !to_obtain.is_empty() {
        why = why.and(format!(
            "À obtenir d'une autre administration, sans le demander à la personne : {}.",
            to_obtain.join(", ")
        ));
    }
    InstructionEffect { examination_goes_on: blocking.is_empty(), to_ask, to_obtain, why }
}
