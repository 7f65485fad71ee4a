//! A request that another prefecture is competent for: pointed out at M4, handed on with its papers, the person told (R-94, RL-10 to RL-12).

use axum::http::StatusCode;
use casework::Registration;
use domain::{CaseState, LetterKind, Role};
use store::cases;

use crate::{
    office::{Office, student},
    site::site,
};

async fn state(office: &Office, case: domain::CaseId) -> CaseState {
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
