use crate::{
    List, Parameter,
    documents::{
        Decision, DocumentKind, FilingWay, MentionKey, RequestNature, WorkStage,
        draft::{Candidate, Draft, Ground},
    },
};

/// The document of a person protected by OFPRA, from the moment the card is asked for (CESEDA L. 424-2, L. 424-10, R. 431-15-3, R. 431-15-4;
/// RL-67): six months, renewed, whatever is still missing in the file. The text speaks of the online service; outside it a récépissé is
/// given for as long by analogy (parameter `protection_document_offline`).
pub(super) fn protection(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    let first = case.nature == RequestNature::First;
    if case.decision != Decision::Pending || !first || !ground.is_on(List::Protection) {
        return None;
    }
    let offline = case.way == FilingWay::Offline;
    if offline && !ground.switch(Parameter::ProtectionOffline) {
        return Some(Err("Le document de six mois n'est prévu que pour une demande déposée en ligne.".to_owned()));
    }
    let (kind, stage) = if offline {
        (DocumentKind::Recepisse, WorkStage::FirstRecepisse)
    } else {
        (DocumentKind::Extension, WorkStage::FirstExtension)
    };
    let from = ground.start();
    let to = ground.end(from, Parameter::ProtectionDocument);
    let proof = if offline { MentionKey::Presence } else { MentionKey::RegularStay };
    let mut draft = Draft::new(kind, "RL-67", from, Some(to), ground.work(stage))
        .printing(&[proof, status(case.article)])
        .listed(List::Protection)
        .figure(ground, Parameter::ProtectionDocument)
        .because("Protection accordée : le document est dû dès la demande de la carte, pour six mois, renouvelable.")
        .because(ground.starts(from));
    draft.of_choice = true;
    if offline {
        draft = draft
            .figure(ground, Parameter::ProtectionOffline)
            .because("Demande déposée hors ligne : un récépissé de même durée et de mêmes mentions, par analogie.");
    }
    Some(Ok(draft))
}

/// The mention of the status, word for word as R. 431-15-3 and R. 431-15-4 write it.
pub(in crate::documents) fn status(article: Option<&str>) -> MentionKey {
    if article == Some("L. 424-1") { MentionKey::Refugee } else { MentionKey::SubsidiaryProtection }
}
