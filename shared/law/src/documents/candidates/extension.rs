use crate::{
    Parameter,
    documents::{
        Decision, DocumentKind, FilingWay, MentionKey, WorkStage,
        draft::{Candidate, Draft, Ground},
    },
};

/// The extension attestation, "ADP" (CESEDA R. 431-15-1, al. 2 and 3; RL-64): online, complete, in time, beyond the validity of what is held or
/// for a person who came of age here. Late, an officer may decide it (R-47; parameter `late_extension_discretion`).
pub(super) fn extension(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    if case.decision != Decision::Pending || case.way != FilingWay::Online {
        return None;
    }
    if !case.complete {
        return Some(Err("L'attestation de prolongation demande un dossier complet.".to_owned()));
    }
    if case.held.is_none() && !case.grown_up_here {
        let said = "L'attestation de prolongation suppose un titre détenu, ou une demande à la majorité : déposée hors \
                    ligne, la demande complète donne un récépissé.";
        return Some(Err(said.to_owned()));
    }
    let discretion = !case.in_time;
    if discretion && !ground.switch(Parameter::LateExtension) {
        return Some(Err("Demande tardive : l'attestation de prolongation n'est pas due.".to_owned()));
    }
    let from = ground.start();
    let to = ground.end(from, Parameter::ExtensionAttestation);
    let proof = if case.held.is_some() { MentionKey::WithExpiredTitle } else { MentionKey::RegularStay };
    let draft = Draft::new(DocumentKind::Extension, "RL-64", from, Some(to), ground.work(WorkStage::FirstExtension))
        .printing(&[proof])
        .figure(ground, Parameter::ExtensionAttestation)
        .because("Demande en ligne complète : l'attestation est due, sans démarche, et renouvelée jusqu'à la décision.")
        .because(ground.starts(from));
    Some(Ok(if discretion { late(draft, ground) } else { draft }))
}

fn late(draft: Draft, ground: &Ground<'_>) -> Draft {
    draft
        .figure(ground, Parameter::LateExtension)
        .because("La demande est tardive : le texte n'oblige pas, un agent peut décider l'attestation.")
        .confirmed_by("Demande tardive : un agent décide-t-il l'attestation de prolongation ?")
}
