use crate::{
    List, Parameter,
    documents::{
        Decision, DocumentKind, FilingWay, MentionKey, WorkStage,
        draft::{Candidate, Draft, Ground},
        work_right,
    },
};

/// The provisional permit itself, once granted (CESEDA L. 425-4, L. 425-10; it allows work, L. 431-4; RL-70).
pub(super) fn provisional_permit(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    if case.decision != Decision::Granted || !ground.is_on(List::ProvisionalPermit) {
        return None;
    }
    let from = ground.start();
    let to = ground.end(from, Parameter::ProvisionalPermit);
    let work = work_right(case.article, WorkStage::Card, case, ground.catalogue);
    let draft = Draft::new(DocumentKind::ProvisionalPermit, "RL-70", from, Some(to), work)
        .listed(List::ProvisionalPermit)
        .figure(ground, Parameter::ProvisionalPermit)
        .because("Décision favorable : l'autorisation provisoire de séjour est délivrée et renouvelée.")
        .because(ground.starts(from));
    Some(Ok(draft))
}

/// The attestation of a favourable decision, until the card is handed over (CESEDA R. 431-15-1, al. 4; RL-65): from that day, without
/// end. Off the online service by analogy (parameter `grant_attestation_offline`).
pub(super) fn grant_attestation(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    if case.decision != Decision::Granted || ground.is_on(List::ProvisionalPermit) {
        return None;
    }
    let offline = case.way == FilingWay::Offline;
    if offline && !ground.switch(Parameter::GrantOffline) {
        let said = "L'attestation de décision favorable n'est prévue que pour une demande déposée en ligne.";
        return Some(Err(said.to_owned()));
    }
    let work = work_right(case.article, WorkStage::Card, case, ground.catalogue);
    let mut draft = Draft::new(DocumentKind::Grant, "RL-65", case.today, None, work)
        .printing(&[MentionKey::RegularStay, MentionKey::SameRights])
        .because("Décision favorable : l'attestation vaut jusqu'à la remise de la carte.");
    if offline {
        draft = draft
            .figure(ground, Parameter::GrantOffline)
            .because("Demande déposée hors ligne : le texte n'en parle pas, l'attestation est donnée par analogie.");
    }
    Some(Ok(draft))
}
