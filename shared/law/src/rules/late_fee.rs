use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::filing_window::{FilingWindow, Timeliness};
use crate::{Basis, Catalogue, CatalogueRow, FeeKind, Why};

/// What is known of a renewal when its late fee is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct LateFacts {
    /// The first blockage recorded, or the first step proved: the diligence of the person.
    pub diligent_since: Option<NaiveDate>,
    /// Whether a case of force majeure is established.
    pub force_majeure: bool,
    /// Whether the person shows a valid visa.
    pub valid_visa: bool,
}

/// Why a late fee is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    /// Asked for in time, the tolerated day included.
    InTime,
    /// Steps were taken before the window closed (a blockage recorded, a call...).
    Diligence,
    /// Force majeure (L. 436-5).
    ForceMajeure,
    /// A valid visa (L. 436-5).
    ValidVisa,
}

/// The late fee proposed to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LateFee {
    /// Euros proposed; nothing when waived.
    pub euros: u32,
    /// Why it is not asked.
    pub waived: Option<Waiver>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The fee of a renewal asked for after the filing delay (CESEDA L. 436-5; RL-45): proposed, never taken by itself. Not for
/// force majeure, a valid visa (by the text), nor when steps taken before the close of the window are proved.
#[must_use]
pub fn late_fee(evidence: NaiveDate, window: &FilingWindow, facts: &LateFacts, catalogue: &Catalogue) -> LateFee {
    let row = catalogue.fee(FeeKind::Late, evidence);
    let euros = row.map_or(0, |row| row.euros);
    let late = matches!(window.timeliness(evidence), Timeliness::Late { .. });
    let diligent = facts.diligent_since.filter(|since| *since <= window.tolerated_to && *since <= evidence);
    let waived = match (late, diligent, facts.force_majeure, facts.valid_visa) {
        (false, ..) => Some(Waiver::InTime),
        (true, _, true, _) => Some(Waiver::ForceMajeure),
        (true, _, false, true) => Some(Waiver::ValidVisa),
        (true, Some(_), false, false) => Some(Waiver::Diligence),
        (true, None, false, false) => None,
    };
    let mut why = catalogue.why("RL-45", evidence);
    if let Some(row) = row {
        why = why.resting_on(Basis::of(CatalogueRow::Fee(row)));
    }
    why = why.and(format!("Renouvellement demandé le {}.", french_date::long(evidence))).and(format!(
        "La période se terminait le {}, tolérée jusqu'au {}.",
        french_date::long(window.close),
        french_date::long(window.tolerated_to)
    ));
    why = match waived {
        Some(Waiver::InTime) => why.and("Demande dans les délais : aucun droit de retard."),
        Some(Waiver::Diligence) => why.and(format!(
            "Démarches prouvées depuis le {}, avant la fin de la période : le droit n'est pas proposé.",
            french_date::long(diligent.unwrap_or(evidence))
        )),
        Some(Waiver::ForceMajeure) => why.and("Force majeure établie : aucun droit de retard."),
        Some(Waiver::ValidVisa) => why.and("Visa en cours de validité présenté : aucun droit de retard."),
        None => why.and(format!("Droit de {euros} euros proposé ; un agent décide.")),
    };
    LateFee { euros: if waived.is_some() { 0 } else { euros }, waived, why }
}
