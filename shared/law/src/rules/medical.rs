//! Requests on medical grounds: the OFII (CESEDA R. 425-11 to R. 425-13; RL-47).

use chrono::NaiveDate;

use super::due::{Due, Unit, counted};
use crate::{Catalogue, Parameter};

/// The last day to send the medical certificate, sealed, to the doctors of the OFII: one month from the registration
/// (CESEDA R. 425-12, al. 4).
#[must_use]
pub fn ofii_certificate_due(registered_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let what = "le certificat médical est envoyé, sous pli fermé, au médecin de l'OFII";
    counted(
        "RL-47",
        ("Demande enregistrée", registered_on),
        (Parameter::OfiiCertificate, Unit::Months),
        what,
        catalogue,
    )
}

/// When the college of doctors gives its opinion: three months from the certificate (CESEDA R. 425-13).
#[must_use]
pub fn ofii_opinion_due(certificate_sent_on: NaiveDate, catalogue: &Catalogue) -> Due {
    let fact = ("Certificat médical transmis", certificate_sent_on);
    counted("RL-47", fact, (Parameter::OfiiOpinion, Unit::Months), "le collège de médecins rend son avis", catalogue)
}
