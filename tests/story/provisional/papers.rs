//! What is printed is what the engine says, or nothing (R-50, AS-21); and what the officer sees.

use axum::http::StatusCode;
use casework::{PREPARE_LETTER, record_document_facts};
use domain::{CaseId, CaseKind, ExceptionKind, LetterId, LetterState, Medium, Role};
use sqlx::Connection;
use store::document_facts::DocumentFacts;

use super::{answers, at, documents, facts, sign, spouse};
use crate::{
    office::{Office, student},
    site::site,
};

/// A first talent card, asked by who came with a long-stay visa worth a title.
async fn talent(office: &Office) -> CaseId {
    let communication = office.envelope("a talent").await;
    let asked = casework::Registration {
        kind: CaseKind::TitleFirst,
        title_code: Some("T03".to_owned()),
        ground: Some("L. 421-9".to_owned()),
        ..student(communication)
    };
    let case = office.register(&asked).await.case;
    office.prepare_letters().await;
    let visa =
        DocumentFacts { held: Some("nothing".to_owned()), long_stay_visa: Some(true), ..facts(office, case).await };
    record_document_facts(&office.casework, &office.referent(), case, &visa).await.unwrap();
    case
}

async fn pdf_pages(office: &Office, letter: LetterId) -> Option<i32> {
    let mut tx = office.begin(&office.referent()).await;
    store::letters::lock(&mut tx, &[letter]).await.unwrap()[0].pages
}

#[tokio::test]
async fn as_21_the_talent_document_says_that_work_is_allowed_and_is_printed() {
    let office = Office::open().await;
    let case = talent(&office).await;
    let id = answers(&office, case).await.expect("a document to sign");
    let said = documents(&office, case).await.remove(0).said;
    assert_eq!((said.work.0.as_str(), said.work.1.as_str()), ("allowed", "CESEDA, art. R. 431-14, 5°"));
    assert!(
        said.mentions.iter().any(|mention| mention == "Il autorise son titulaire à travailler."),
        "{:?}",
        said.mentions
    );
    let letter = sign(&office, case, id, Medium::Post).await;
    office.work_off(&[PREPARE_LETTER]).await;
    assert_eq!(office.letter_state(letter).await, LetterState::Prepared);
    assert!(pdf_pages(&office, letter).await.is_some_and(|pages| pages >= 1));
}

/// Nobody can have a sentence printed that the engine does not give: neither by writing it beside the document, nor by changing what the
/// engine is given.
#[tokio::test]
async fn as_21_a_wrong_sentence_is_never_printed_whoever_wrote_it() {
    let wrong = "UPDATE letter SET data = jsonb_set(data, '{said,mentions,1,text}', '\"Il ne permet pas de travailler.\"') WHERE kind = 10";
    let other_case = "UPDATE letter SET data = jsonb_set(data, '{known,long_stay_visa}', 'false') WHERE kind = 10";
    for change in [wrong, other_case] {
        let office = Office::open().await;
        office.db.allow_leftover_jobs();
        let case = talent(&office).await;
        let id = answers(&office, case).await.expect("a document to sign");
        let letter = sign(&office, case, id, Medium::Post).await;
        let mut superuser = office.db.superuser().await;
        assert_eq!(sqlx::query(change).execute(&mut superuser).await.unwrap().rows_affected(), 1);
        let cancel = office.context();
        let stop = cancel.cancel.clone();
        let working = tokio::spawn(post::run(cancel));
        let failed = "SELECT count(*) FROM exception WHERE kind = $1 AND ended_at IS NULL";
        loop {
            let told: i64 = sqlx::query_scalar(failed)
                .bind(ExceptionKind::LetterFailed.code())
                .fetch_one(&mut superuser)
                .await
                .unwrap();
            if told == 1 {
                break;
            }
            assert!(!working.is_finished(), "the mailroom ended by itself");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        stop.cancel();
        working.await.unwrap().unwrap();
        assert_eq!(office.letter_state(letter).await, LetterState::Requested);
        assert_eq!(pdf_pages(&office, letter).await, None, "{change}");
        superuser.close().await.unwrap();
    }
}

#[tokio::test]
async fn the_officer_sees_what_is_valid_what_is_asked_and_what_to_sign() {
    let site = site().await;
    let (office, officer) = (&site.office, site.sign_in(Role::Officer).await);
    let case = spouse(office).await.case;
    let path = format!("/dossiers/{case}");
    let (status, page) = site.read(&path, &officer).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains('⟦'), "a text is missing");
    assert!(page.contains("Titre détenu valable jusqu’au mercredi 20 janvier 2027"));
    assert!(page.contains("Les pièces indispensables sont-elles là ?") && page.contains("Des réponses manquent"));
    at(office, "2027-01-14");
    // The session of the autumn is over.
    let officer = site.sign_in(Role::Supervisor).await;
    let (_, list) = site.read("/documents-provisoires", &officer).await;
    assert!(list.contains("DIALLO Aminata") && list.contains("aucun : ouvrir le dossier"), "nothing after the 20th");
    answers(office, case).await.expect("due");
    let (_, page) = site.read(&path, &officer).await;
    assert!(!page.contains('⟦'), "a text is missing");
    for words in [
        "À signer",
        "Récépissé de demande de titre de séjour",
        "Travail autorisé",
        "/regles/parametre/recepisse_months",
        "La personne n’a rien après",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let (_, list) = site.read("/documents-provisoires", &officer).await;
    assert!(list.contains("Un document à signer"), "{list}");
    let agent = site.sign_in(Role::PhoneAgent).await;
    let (_, told) = site.read(&path, &agent).await;
    assert!(told.contains("À signer") && !told.contains("Signer ce document"), "who may not sign is not asked to");
    assert_eq!(site.read("/documents-provisoires", &agent).await.0, StatusCode::FORBIDDEN);
}
