use crate::{
    Certainty, List, Parameter,
    dates::{days_before, months_after},
    documents::{
        Decision, DocumentKind, FilingWay, MentionKey, OfiiProgress, RequestNature, WorkStage,
        draft::{Candidate, Draft, Ground},
    },
};

/// The récépissé (CESEDA R. 431-12, R. 431-13; RL-60): outside the online service, to whoever's file is complete, late or not, first request or
/// renewal; kept after a grant until the card is handed over.
pub(super) fn recepisse(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    if case.decision == Decision::Refused || case.way != FilingWay::Offline || ground.is_on(List::European) {
        return None;
    }
    if case.asylum_seeker {
        let said = "Titulaire d'une attestation de demande d'asile : le récépissé n'est pas remis (R. 431-12, al. 2).";
        return Some(Err(said.to_owned()));
    }
    let medical = match medical(ground) {
        Ok(medical) => medical,
        Err(said) => return Some(Err(said.to_owned())),
    };
    if !case.complete && !medical.is_some_and(|medical| medical.enough) {
        return Some(
            Err("Le récépissé demande un dossier complet (pièces d'état civil et de nationalité).".to_owned()),
        );
    }
    let from = ground.start();
    let months = ground.number(Parameter::Recepisse).max(ground.number(Parameter::RecepisseMinimum));
    let to = days_before(months_after(from, months), 1);
    let mut draft =
        Draft::new(DocumentKind::Recepisse, "RL-60", from, Some(to), ground.work(WorkStage::FirstRecepisse))
            .printing(&[MentionKey::Presence])
            .figure(ground, Parameter::Recepisse)
            .figure(ground, Parameter::RecepisseMinimum)
            .because("Dossier complet déposé hors ligne : le récépissé est remis, signé et timbré.")
            .because(ground.starts(from));
    if let Some(medical) = medical {
        draft = draft.listed(List::Health).resting_on(medical.certainty).because(medical.sentence);
    }
    Some(Ok(draft))
}

#[derive(Clone, Copy)]
struct Medical {
    enough: bool,
    certainty: Certainty,
    sentence: &'static str,
}

/// What the OFII holds back or sets free (CESEDA R. 425-12, al. 2; RL-47). `None`: not a request on medical grounds.
fn medical(ground: &Ground<'_>) -> Result<Option<Medical>, &'static str> {
    let case = ground.case;
    if !ground.is_on(List::Health) {
        return Ok(None);
    }
    let free = |enough, certainty, sentence| Ok(Some(Medical { enough, certainty, sentence }));
    match (case.nature, case.ofii) {
        (RequestNature::Renewal, OfiiProgress::Certificate | OfiiProgress::Report | OfiiProgress::Missed) => free(
            true,
            Certainty::Verified,
            "L'OFII a reçu le certificat médical : le récépissé de renouvellement est dû.",
        ),
        (RequestNature::Renewal, OfiiProgress::Nothing) => {
            Err("Le récépissé de renouvellement est remis dès que l'OFII a reçu le certificat médical.")
        }
        (RequestNature::First, OfiiProgress::Report) => free(
            false,
            Certainty::Memory,
            "L'OFII a transmis son rapport : le récépissé est remis (pratique, à confirmer par un agent).",
        ),
        (RequestNature::First, OfiiProgress::Missed) => {
            Err("La personne ne s'est pas présentée à l'OFII ou n'a pas produit les examens : pas de récépissé.")
        }
        (RequestNature::First, OfiiProgress::Nothing | OfiiProgress::Certificate) => {
            Err("Le récépissé attend que l'OFII dise qu'il a transmis son rapport.")
        }
    }
}
