use chrono::NaiveDate;

use crate::{
    List, Parameter,
    documents::{
        Decision, DocumentKind, Held, HeldKind, MentionKey, RequestNature, WorkRight,
        draft::{Candidate, Draft, Ground},
    },
    expired_card,
};

/// The expired card that still proves regular stay for three months, with every right (CESEDA L. 433-3; RL-68): four-year card, résident
/// card, title of more than a year under an agreement; other cards in the départements of a list, if asked for before their end.
pub(super) fn expired_card_cover(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    let (held, switch) = covered_card(ground)?;
    let cover = expired_card(held.expiry, ground.catalogue);
    if cover.to < case.today {
        return Some(Err("Les trois mois qui suivent l'expiration de la carte sont passés (L. 433-3).".to_owned()));
    }
    let mut draft =
        Draft::new(DocumentKind::ExpiredCardCover, "RL-68", cover.from, Some(cover.to), ground.work_of_card())
            .printing(&[MentionKey::SocialRights])
            .figure(ground, Parameter::ExpiredCard);
    if let Some(switch) = switch {
        draft = draft.figure(ground, switch);
    }
    draft.because = cover.why.because;
    if case.nature == RequestNature::First {
        draft = draft.listed(List::CountsAsRenewal).confirmed_by(
            "La carte demandée vaut renouvellement du titre détenu si ses conditions d'ancienneté sont remplies \
             (R. 423-1, R. 423-3, R. 423-4) : le sont-elles ?",
        );
    }
    Some(Ok(draft))
}

/// The last day that the expired card covers, even when it is past; `None` when the text does not cover it.
pub(in crate::documents) fn covered_to(ground: &Ground<'_>) -> Option<NaiveDate> {
    covered_card(ground).map(|(held, _)| expired_card(held.expiry, ground.catalogue).to)
}

/// The attestation that the renewal of a résident card was asked for, which is the summons for the card (CESEDA R. 433-3; RL-69): from the
/// day of the deposit, complete or not.
pub(super) fn deposit_proof(ground: &Ground<'_>) -> Candidate {
    let case = ground.case;
    let resident = case.held.is_some_and(|held| held.kind == HeldKind::Resident);
    if case.decision != Decision::Pending || case.nature != RequestNature::Renewal || !resident {
        return None;
    }
    let work = WorkRight::no("CESEDA, art. R. 433-3 (le droit de travailler est celui de la carte, L. 433-3)");
    let draft = Draft::new(DocumentKind::DepositProof, "RL-69", case.today, None, work)
        .printing(&[MentionKey::Summons])
        .because("Renouvellement d'une carte de résident : l'attestation prouve les démarches, le jour du dépôt.");
    Some(Ok(draft))
}

/// The card that is covered, and the switch of the catalogue that covers it where the text alone does not.
fn covered_card<'a>(ground: &Ground<'a>) -> Option<(Held<'a>, Option<Parameter>)> {
    let case = ground.case;
    let held = case.held.filter(|_| case.decision == Decision::Pending)?;
    let renewal = case.nature == RequestNature::Renewal || ground.is_on(List::CountsAsRenewal);
    if !renewal {
        return None;
    }
    match held.kind {
        HeldKind::FourYear | HeldKind::Resident | HeldKind::Agreement => Some((held, None)),
        HeldKind::Card if ground.switch(Parameter::CoverListed) && case.filed_on <= held.expiry => {
            Some((held, Some(Parameter::CoverListed)))
        }
        HeldKind::Card | HeldKind::LongStayVisa => None,
    }
}
