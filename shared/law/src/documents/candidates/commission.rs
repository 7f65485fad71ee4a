use crate::{
    Parameter,
    documents::{
        Decision, DocumentKind, MentionKey, WorkAnswer, WorkStage,
        draft::{Candidate, Draft, Ground},
    },
};

/// The document of a case that the commission du titre de séjour has (CESEDA R. 432-9; RL-52): three months, renewed until the decision,
/// whatever is missing. It keeps the right to work of the title held before; else that of the request.
pub(super) fn commission(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    if case.decision != Decision::Pending || !case.commission {
        return None;
    }
    let (kind, stage, proof) = if case.listed {
        (DocumentKind::Extension, WorkStage::FirstExtension, MentionKey::RegularStay)
    } else {
        (DocumentKind::Recepisse, WorkStage::FirstRecepisse, MentionKey::Presence)
    };
    let kept = case.held.map(|_| ground.work_of_card()).filter(|work| work.answer == WorkAnswer::Allowed);
    let work = kept.unwrap_or_else(|| ground.work(stage));
    let from = ground.start();
    let to = ground.end(from, Parameter::CommissionDocument);
    let draft = Draft::new(kind, "RL-52", from, Some(to), work)
        .printing(&[proof])
        .figure(ground, Parameter::CommissionDocument)
        .because("La commission du titre de séjour est saisie : document de trois mois, renouvelé jusqu'à la décision.")
        .because(ground.starts(from));
    Some(Ok(draft))
}
