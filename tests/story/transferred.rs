//! A request that another prefecture is competent for: pointed out at M4, handed on with its papers, the person told (R-94, RL-10 to RL-12).

use axum::http::StatusCode;
use casework::{Registration, approve_letters, hand_to_post};
use chrono::TimeDelta;
use domain::{CaseId, CaseState, DeadlineKind, LetterId, LetterKind, LetterState, Role, Safety};
use store::cases;

use crate::{
    office::{Office, student},
    site::{Session, Site, site},
};

const FORM: [(&str, &str); 3] = [
    ("nom", "Préfecture du Haut-Rhin"),
    ("adresse", "7 rue Bruat\n68020 Colmar Cedex"),
    ("motif", "Vous habitez à Mulhouse."),
];

async fn state(office: &Office, case: CaseId) -> CaseState {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().case.state
}

#[tokio::test]
async fn a_file_for_another_prefecture_is_handed_on_with_its_papers_and_keeps_its_dates() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Indexer).await;
    let pli = office.envelope("une demande de Mulhouse").await;
    let words = [("sujet", "wrong_prefecture"), ("precision", "habite à Mulhouse")];
    site.done(&format!("/courrier/indexation/{pli}/signaler"), &clerk, &words).await;
    let address = Some("Paul Steeve NGUEMA\n30 rue du Tissage\n68100 Mulhouse".to_owned());
    let done = office.register(&Registration { address, ..student(pli) }).await;
    office.prepare_letters().await;
    let before = cases::lock(&mut *office.begin(&office.referent()).await, done.case).await.unwrap();
    let original = [("pli", pli.to_string()), ("quoi", "passeport périmé".to_owned())];
    let original: Vec<(&str, &str)> = original.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.done("/courrier/papier/originaux", &clerk, &original).await;

    let (_, page) = site.read("/courrier/anomalies?nature=wrong_prefecture", &clerk).await;
    let way = format!("/courrier/transmissions?pli={pli}");
    assert!(page.contains(&way), "the anomaly leads to the transfer: {page}");
    let path = format!("/courrier/transmissions/{}", done.case);
    let (status, page) = site.read(&path, &clerk).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("Préfecture du département 68") && !page.contains('⟦'), "proposed by the postcode: {page}");

    let to = site.done(&path, &clerk, &[("nom", "Préfecture du Haut-Rhin"), ("adresse", ""), ("motif", "x")]).await;
    assert_eq!((to, state(office, done.case).await), (path.clone(), CaseState::Registered), "an address is needed");
    let form = [
        ("nom", "Préfecture du Haut-Rhin"),
        ("adresse", "7 rue Bruat\n68020 Colmar Cedex"),
        ("motif", "D’après votre adresse, vous habitez dans le département 68."),
    ];
    site.done(&path, &clerk, &form).await;
    assert_eq!(state(office, done.case).await, CaseState::TransferPending);
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 37 AND ended_at IS NULL").await, 0);
    office.prepare_letters().await;
    let letters = office.letters(done.case).await;
    assert!(
        letters.iter().all(|letter| letter.kind != LetterKind::Acknowledgement)
            && letters.iter().any(|letter| letter.kind == LetterKind::DepositReceipt),
        "the competent administration acknowledges (L. 114-4); the receipt of the deposit is a fact of ours"
    );
    let notice = letters.iter().find(|letter| letter.kind == LetterKind::TransferNotice).expect("LT-08");
    assert_eq!((notice.pages.is_some(), notice.data["originals"].as_bool()), (true, Some(true)));
    assert_eq!(notice.data["received_on"].as_str(), Some(before.received_on.to_string().as_str()));

    let (_, page) = site.read(&path, &clerk).await;
    assert!(page.contains("Imprimer le bordereau") && !page.contains('⟦'), "{page}");
    let (_, page) = site.read("/courrier/transmissions", &clerk).await;
    assert!(page.contains("Préfecture du Haut-Rhin"), "{page}");
    let (status, slip) = site.read_bytes(&format!("{path}/bordereau"), &clerk).await;
    assert_eq!((status, &slip[..5]), (StatusCode::OK, &b"%PDF-"[..]));

    site.done(&format!("{path}/parti"), &clerk, &[("suivi", "8R 123 456")]).await;
    let after = cases::lock(&mut *office.begin(&office.referent()).await, done.case).await.unwrap();
    assert_eq!(after.case.state, CaseState::Transferred);
    assert_eq!((after.received_on, after.evidence_on), (before.received_on, before.evidence_on), "every date is kept");
    let (_, page) = site.read(&format!("/courrier/papier?pli={pli}"), &clerk).await;
    assert!(page.contains("Préfecture du Haut-Rhin, 8R 123 456"), "where the papers are now: {page}");
    assert_eq!(
        office.number("SELECT count(*) FROM paper_move WHERE fate = 3").await,
        2,
        "the envelope and its original"
    );
    let (status, ..) = site.send(&format!("{path}/parti"), &clerk, &[]).await;
    assert_eq!(status, StatusCode::CONFLICT, "they leave once");
}

async fn of_kind(office: &Office, case: CaseId, kind: LetterKind) -> Vec<LetterId> {
    office.letters(case).await.iter().filter(|letter| letter.kind == kind).map(|letter| letter.id).collect()
}

async fn dates(office: &Office, case: CaseId) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM deadline WHERE case_id = $1 AND state = 'open' AND kind = ANY($2)")
        .bind(case.uuid())
        .bind(vec![DeadlineKind::ImplicitRejection.code(), DeadlineKind::AppealLimit.code()])
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap()
}

async fn take_back(site: &Site, who: &Session) -> String {
    let key = site.office.undo_of("transfer_case").await;
    site.done("/courrier/transmissions/annuler", who, &[("cle", &key)]).await;
    site.read("/courrier/transmissions", who).await.1
}

#[tokio::test]
async fn a_transfer_begun_by_mistake_is_taken_back_with_its_letters() {
    let site = site().await;
    let office = &site.office;
    let (clerk, other) = (site.sign_in(Role::Indexer).await, site.sign_in_as("autre", Role::Indexer).await);
    let (done, acknowledgement) = office.registered("une demande d’ici", Safety::Ok).await;
    office.prepare_letters().await;
    approve_letters(&office.casework, &office.referent(), office.clerk, &[acknowledgement.id]).await.unwrap();
    office.print(&[acknowledgement.id]).await.unwrap();
    let path = format!("/courrier/transmissions/{}", done.case);
    site.done(&path, &clerk, &FORM).await;
    let (_, page) = site.read(&path, &clerk).await;
    assert!(page.contains("Ne part plus d’ici : accusé de réception") && page.contains("déjà imprimée"), "{page}");
    assert!(page.contains("action=\"/courrier/transmissions/annuler\""), "{page}");
    let (_, seen) = site.read(&path, &other).await;
    assert!(
        seen.contains("La personne qui a commencé cette transmission")
            && !seen.contains("action=\"/courrier/transmissions/annuler\"")
    );
    assert_eq!(office.letter_state(acknowledgement.id).await, LetterState::Cancelled, "out of its pile");
    let notice = of_kind(office, done.case, LetterKind::TransferNotice).await.remove(0);

    let said = take_back(&site, &clerk).await;
    assert!(said.contains("Transmission annulée"), "{said}");
    assert_eq!(state(office, done.case).await, CaseState::Registered);
    assert_eq!(office.letter_state(notice).await, LetterState::Cancelled);
    assert_eq!(office.letter_state(acknowledgement.id).await, LetterState::Prepared, "looked at and approved again");
    let (_, page) = site.read(&format!("/dossiers/{}", done.case), &clerk).await;
    assert!(page.contains("Transmission annulée") && page.contains("Lettre de nouveau à envoyer"), "{page}");
    office.prepare_letters().await;
    site.done(&path, &clerk, &FORM).await;
    assert_eq!(state(office, done.case).await, CaseState::TransferPending, "it can be started again");
    office.prepare_letters().await;
}

#[tokio::test]
async fn once_the_notice_has_left_the_case_is_kept_here_by_another_letter() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Indexer).await;
    let (done, _) = office.registered("une demande d’ici", Safety::Ok).await;
    office.prepare_letters().await;
    let owed = dates(office, done.case).await;
    let path = format!("/courrier/transmissions/{}", done.case);
    site.done(&path, &clerk, &FORM).await;
    office.prepare_letters().await;
    let notice = of_kind(office, done.case, LetterKind::TransferNotice).await;
    approve_letters(&office.casework, &office.referent(), office.clerk, &notice).await.unwrap();
    let run = office.print(&notice).await.unwrap();
    hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
    assert_eq!(
        office.number("SELECT count(*) FROM deadline WHERE kind = 1 AND state = 'open'").await,
        0,
        "the person has been told: nothing more is owed by us"
    );
    let said = take_back(&site, &clerk).await;
    assert!(said.contains("déjà partis"), "{said}");
    assert_eq!(state(office, done.case).await, CaseState::TransferPending);
    site.done(&format!("{path}/parti"), &clerk, &[("suivi", "")]).await;
    assert_eq!(dates(office, done.case).await, 0);
    let (_, page) = site.read(&path, &clerk).await;
    assert!(page.contains("Le dossier reste ici") && page.contains("Demandez le retour des papiers"), "{page}");

    office.clock.advance(TimeDelta::days(3));
    let clerk = site.enter(Role::Indexer).await;
    site.done(&format!("{path}/garder"), &clerk, &[]).await;
    assert_eq!(state(office, done.case).await, CaseState::CompletenessReview, "an officer looks at it");
    assert_eq!(dates(office, done.case).await, owed, "every date is kept");
    let letters = office.letters(done.case).await;
    let told =
        letters.iter().find(|letter| letter.kind == LetterKind::Acknowledgement).expect("it puts the notice right");
    assert_eq!(told.data["kept_here"]["name"].as_str(), Some("Préfecture du Haut-Rhin"));
    assert_eq!(told.data["received_on"], letters[0].data["received_on"]);
    office.work_off(&[casework::PREPARE_LETTER]).await;
    assert_eq!(office.letter_state(told.id).await, LetterState::Prepared, "with every mention it owes");
    let (status, ..) = site.send(&format!("{path}/garder"), &clerk, &[]).await;
    assert_eq!(status, StatusCode::CONFLICT, "it is kept once");
}
