//! A copy that leaves a doubt: its original is asked for with the reason, by registered letter (CRPA R. 113-11, R-97).

use casework::hand_to_post;
use domain::{DocumentRange, LetterKind, LetterState, PieceKind, Role};

use crate::{office::student, site::site};

#[tokio::test]
async fn the_original_of_a_doubted_copy_is_asked_for_with_its_reason_by_registered_letter() {
    let site = site().await;
    let office = &site.office;
    let officer = site.sign_in(Role::Officer).await;
    let pli = office.envelope("une demande et un acte mal copié").await;
    let pieces = vec![DocumentRange { first: 1, last: 1, kind: PieceKind::CivilBirth }];
    let done = office.register(&casework::Registration { pieces, ..student(pli) }).await;
    office.prepare_letters().await;
    let path = format!("/dossiers/{}/demande-de-pieces", done.case);
    let (_, page) = site.read(&path, &officer).await;
    assert!(page.contains("Une copie laisse un doute") && !page.contains('⟦'), "{page}");
    let word = PieceKind::CivilBirth.word();
    site.done(&path, &officer, &[("original", word), ("doute", "  ")]).await;
    let (_, page) = site.read(&path, &officer).await;
    assert!(page.contains("la loi veut une demande motivée"), "{page}");
    assert_eq!(office.number("SELECT count(*) FROM complement_request").await, 0);
    site.done(&path, &officer, &[("original", word), ("doute", "le cachet de la mairie ne se lit pas")]).await;
    let letters = office.letters(done.case).await;
    let letter = letters.iter().find(|letter| letter.kind == LetterKind::ComplementRequest).expect("LT-05");
    assert_eq!(letter.data["pieces"][0]["doubt"].as_str(), Some("le cachet de la mairie ne se lit pas"));
    assert!(letter.data["until"].is_null(), "its delay counts from its presentation");
    office.work_off(&[casework::PREPARE_LETTER]).await;
    assert_eq!(office.letter_state(letter.id).await, LetterState::Prepared, "with the reason and the text");
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, &[letter.id]).await.unwrap();
    let run = office.print(&[letter.id]).await.unwrap();
    let refused = hand_to_post(&office.casework, &office.referent(), office.clerk, run).await;
    assert!(refused.is_err(), "registered, or not at all");
}
