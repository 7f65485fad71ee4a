use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use crate::{Catalogue, Parameter, Why, dates::months_after};

/// The dates of a request for family reunification, handled by the OFII.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReunificationDates {
    /// The day silence becomes a rejection; `None` before the OFII gave its attestation on a complete file.
    pub rejection_on: Option<NaiveDate>,
    /// The day the opinion of the mayor is held as favourable, when the mayor has the file.
    pub mayor_on: Option<NaiveDate>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The dates of a request for family reunification (CESEDA R. 434-12, R. 434-23, R. 434-26; RL-43): six months for the prefect
/// from the attestation that the OFII gives on a complete file; two months for the mayor, whose silence is favourable.
#[must_use]
pub fn reunification_dates(
    attested_on: Option<NaiveDate>,
    mayor_since: Option<NaiveDate>,
    asked_on: NaiveDate,
    catalogue: &Catalogue,
) -> ReunificationDates {
    let mut why = catalogue.why("RL-43", asked_on);
    let row = catalogue.silence_row("family_reunification", attested_on.unwrap_or(asked_on));
    let rejection_on = attested_on.zip(row).map(|(attested, row)| row.delay.after(attested));
    why = match (attested_on, rejection_on) {
        (Some(attested), Some(on)) => why
            .and(format!("Attestation de dépôt de l'OFII du {}, dossier complet.", french_date::long(attested)))
            .and(format!("Sans décision le {}, la demande est rejetée.", french_date::long(on))),
        (_, _) => why.and("Aucune attestation de dépôt de l'OFII : le délai du préfet n'a pas commencé."),
    };
    let mayor_on =
        mayor_since.map(|since| months_after(since, catalogue.parameters(since).number(Parameter::MayorOpinion)));
    if let (Some(since), Some(on)) = (mayor_since, mayor_on) {
        why = why.and(format!(
            "Dossier transmis au maire le {} : sans réponse le {}, son avis est favorable.",
            french_date::long(since),
            french_date::long(on)
        ));
    }
    ReunificationDates { rejection_on, mayor_on, why }
}
