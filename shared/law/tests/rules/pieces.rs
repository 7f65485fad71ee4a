//! The pieces of a request: each with its basis, and what they hold back (CESEDA R. 431-10, R. 431-11; ).

use domain::PieceKind;
use law::{Certainty, PieceList, documents::RequestNature, missing_pieces, pieces};
use proptest::prelude::*;

use crate::{CATALOGUE, catalogue, d};

fn of(title: &str, article: Option<&str>, nature: RequestNature) -> PieceList {
    let on = d("2026-11-20");
    pieces(catalogue().title(title, on), article, nature, on, &CATALOGUE)
}

fn kinds(list: &PieceList) -> Vec<PieceKind> {
    list.pieces.iter().map(|piece| piece.kind).collect()
}

#[test]
fn every_piece_has_its_basis_and_every_title_its_common_pieces() {
    for title in catalogue().titles() {
        for nature in RequestNature::ALL {
            let list = of(&title.code, title.articles.first().map(String::as_str), *nature);
            assert!(
                list.pieces.iter().all(|piece| !piece.basis.is_empty() && !piece.label.is_empty()),
                "{}",
                title.code
            );
            let common = kinds(&list).contains(&PieceKind::Passport) && kinds(&list).contains(&PieceKind::AddressProof);
            assert_eq!(common, !title.service, "{}", title.code);
        }
    }
}

#[test]
fn a_holder_of_a_card_is_not_asked_for_the_birth_certificate_again() {
    let (first, renewal) = (of("T06", None, RequestNature::First), of("T06", None, RequestNature::Renewal));
    assert!(kinds(&first).contains(&PieceKind::CivilBirth) && !kinds(&renewal).contains(&PieceKind::CivilBirth));
    assert!(kinds(&renewal).contains(&PieceKind::CurrentTitle));
}

#[test]
fn a_piece_of_one_article_is_asked_for_under_that_article_only() {
    let visa = |article| kinds(&of("T05", article, RequestNature::First)).contains(&PieceKind::Visa);
    assert_eq!((visa(Some("L. 423-2")), visa(Some("L. 423-1")), visa(None)), (true, false, false));
}

/// What is not read in a text asks for a signature before a letter asks for it.
#[test]
fn a_piece_from_memory_is_marked() {
    let list = of("T24", Some("L. 435-1"), RequestNature::First);
    let presence = list.pieces.iter().find(|piece| piece.kind == PieceKind::PresenceProof).expect("presence");
    assert_eq!(presence.certainty, Certainty::Memory);
    let civil = list.pieces.iter().find(|piece| piece.kind == PieceKind::CivilBirth).expect("civil status");
    assert_eq!((civil.certainty, civil.indispensable), (Certainty::Verified, true));
}

/// CRPA L. 114-5-1: only an indispensable piece holds back; a proof of lodging does as well as one of address.
#[test]
fn what_is_missing_holds_back_only_when_it_is_indispensable() {
    use PieceKind::{ChildNationality, ChildSupport, CivilBirth, EngagementContract, HostLetter, Passport, Photo};
    let list = of("T06", Some("L. 423-7"), RequestNature::First);
    let effect = |received: &[PieceKind]| missing_pieces(&list.missing(received), d("2026-11-20"), &CATALOGUE);
    let without = effect(&[CivilBirth, Passport, ChildNationality]);
    assert!(without.examination_goes_on);
    assert_eq!(without.to_ask.len(), 4, "{:?}", without.to_ask);
    assert!(!effect(&[CivilBirth, Passport]).examination_goes_on, "the child's nationality");
    let all = [CivilBirth, Passport, ChildNationality, ChildSupport, HostLetter, Photo, EngagementContract];
    assert!(effect(&all).to_ask.is_empty());
}

/// CRPA L. 114-8.
#[test]
fn a_decision_of_ofpra_is_obtained_by_the_service() {
    let list = of("T09", Some("L. 424-1"), RequestNature::First);
    let effect =
        missing_pieces(&list.missing(&[PieceKind::CivilBirth, PieceKind::Passport]), d("2026-11-20"), &CATALOGUE);
    assert!(effect.examination_goes_on && effect.to_obtain.len() == 1, "{effect:?}");
}

proptest! {
    /// One more piece never makes more pieces missing, nor holds an examination back.
    #[test]
    fn one_more_piece_never_makes_it_worse(
        title in 0_usize..31, received in prop::collection::vec(1_i16..=44, 0..12), more in 1_i16..=44, renewal in any::<bool>(),
    ) {
        let catalogue = catalogue();
        let title = &catalogue.titles()[title];
        let nature = if renewal { RequestNature::Renewal } else { RequestNature::First };
        let list = of(&title.code, title.articles.first().map(String::as_str), nature);
        let mut kinds: Vec<PieceKind> = received.into_iter().filter_map(PieceKind::from_code).collect();
        let before = list.missing(&kinds);
        kinds.extend(PieceKind::from_code(more));
        let after = list.missing(&kinds);
        prop_assert!(after.len() <= before.len() && after.iter().all(|piece| before.contains(piece)));
    }
}
