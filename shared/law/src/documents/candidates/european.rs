use crate::{
    List,
    documents::{
        Decision, DocumentKind, MentionKey, WorkStage,
        draft::{Candidate, Draft, Ground},
        work_right,
    },
};

/// The attestation given to every European and family member who asks (CESEDA R. 233-17, R. 233-18; RL-51): at once, nothing to
/// complete; the right to stay and to work does not depend on it.
pub(super) fn european(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    if case.decision != Decision::Pending || !ground.is_on(List::European) {
        return None;
    }
    let work = work_right(case.article, WorkStage::FirstRecepisse, case, ground.catalogue);
    let draft = Draft::new(DocumentKind::EuAttestation, "RL-51", case.today, None, work)
        .listed(List::European)
        .printing(&[MentionKey::EuropeanRight])
        .because(
            "Citoyen européen ou membre de sa famille : l'attestation est remise à tout demandeur, tout de suite.",
        );
    Some(Ok(draft))
}
