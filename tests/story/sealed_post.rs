//! A sealed medical envelope that was scanned by mistake is shown to nobody (I-22), and goes on unopened like the others.

use axum::http::StatusCode;
use domain::{CommunicationId, Role};

use super::scan_room::{ScanRoom, envelope, file, page};
use crate::site::Session;

const OPENING: &str = "/courrier/ouverture";
const LETTER: [&str; 4] = ["LETTRE CARTE", "ENFANT ECOLE", "MAISON RUE", "TRAVAIL DEUX"];
const MEDICAL: [&str; 4] = ["HOPITAL SANG", "DOCTEUR", "ANALYSE ROUGE", "CERTIFICAT"];

async fn reads(room: &ScanRoom, path: &str, who: &Session) -> String {
    let (status, text) = room.site.read(path, who).await;
    assert!(status.is_success() && !text.contains('⟦'), "{path} {status}: {text}");
    text
}

/// Two envelopes, the second one medical: their communications, the picture of that one, the file.
async fn scanned(room: &ScanRoom) -> ([CommunicationId; 2], String, String) {
    let sheets = [envelope("ORDIN1", 1), page(&LETTER), envelope("MEDIC2", 1), page(&MEDICAL)];
    let batch = room.leave(&[("lot.tif", &file(&sheets))]).await[0];
    let both = room.envelopes(batch).await;
    ([both[0], both[1]], format!("/courrier/pages/{batch}/4/screen"), format!("/courrier/lots/{batch}/fichier"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_medical_envelope_is_shown_found_or_registered_once_a_clerk_sees_what_it_is() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Indexer).await;
    let ([first, id], picture, original) = scanned(&room).await;
    let beside = format!("/courrier/indexation/{first}");
    let fetched = format!("<link rel=\"prefetch\" as=\"image\" href=\"{picture}\">");
    assert!(reads(&room, &beside, &clerk).await.contains(&fetched), "the next envelope is fetched ahead");
    let desk = format!("/courrier/indexation/{id}");
    assert!(reads(&room, "/courrier/recherche?q=hopital", &clerk).await.contains("MEDIC2"));
    room.site.done(&format!("{desk}/fermer"), &clerk, &[]).await;
    for path in [&picture, &picture.replace("screen", "thumbnail"), &original] {
        assert_eq!(room.site.read_bytes(path, &clerk).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!reads(&room, &beside, &clerk).await.contains("prefetch"));
    let (status, other) = room.site.read_bytes(&picture.replace("/4/", "/2/"), &clerk).await;
    assert!(status.is_success() && !other.is_empty(), "the envelope beside it is shown");
    let shown = reads(&room, &desk, &clerk).await;
    assert!(shown.contains("Pli médical fermé, passé au scanner par erreur"), "{shown}");
    assert!(!shown.contains("HOPITAL") && !shown.contains(&picture) && !shown.contains("name=\"personne\""));
    assert!(!reads(&room, "/courrier/recherche?q=hopital", &clerk).await.contains("MEDIC2"));
    let batch = reads(&room, &original.replace("/fichier", ""), &clerk).await;
    assert!(batch.contains("pli médical fermé : image non montrée") && !batch.contains("/4/thumbnail"));
    let form = [("personne", "inconnue"), ("demande", "nouvelle")];
    assert_eq!(room.site.send(&desk, &clerk, &form).await.0, StatusCode::CONFLICT, "it is not registered");

    let refused = room.site.done(&format!("{desk}/montrer"), &clerk, &[("raison", "")]).await;
    assert!(reads(&room, &refused, &clerk).await.contains("Écrivez comment vous savez"));
    room.site.done(&format!("{desk}/montrer"), &clerk, &[("raison", "une facture")]).await;
    assert!(room.site.read_bytes(&picture, &clerk).await.0.is_success());
    assert!(room.site.read_bytes(&original, &clerk).await.0.is_success());
    assert!(reads(&room, "/courrier/recherche?q=hopital", &clerk).await.contains("MEDIC2"));
    room.site.office.work_off(&[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_sent_on_with_the_others_on_one_slip_and_that_is_taken_back() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let ([_, id], ..) = scanned(&room).await;
    room.site.done(&format!("/courrier/indexation/{id}/fermer"), &room.site.sign_in(Role::Indexer).await, &[]).await;
    room.site.done(&format!("{OPENING}/fermes"), &clerk, &[("plis_fermes", "2"), ("classe", "medical_sealed")]).await;
    let shown = reads(&room, OPENING, &clerk).await;
    assert!(shown.contains("3 plis médicaux à transmettre"), "{shown}");
    let to = [("classe", "medical_sealed"), ("a", "OFII, service médical")];
    room.site.done(&format!("{OPENING}/transmettre"), &clerk, &to).await;
    let slip = reads(&room, &format!("{OPENING}/bordereau"), &clerk).await;
    assert!(slip.contains("À : OFII, service médical") && slip.contains("3 plis"), "{slip}");
    let office = &room.site.office;
    let ended = "SELECT count(*) FROM communication WHERE outcome LIKE 'pli médical fermé%'";
    assert_eq!(office.number(ended).await, 1, "the scan has its outcome too");
    let key = office.undo_of("forward_unopened").await;
    room.site.done(&format!("{OPENING}/annuler"), &clerk, &[("cle", &key)]).await;
    assert_eq!(office.number("SELECT count(*) FROM opened_envelope WHERE forwarded_at IS NOT NULL").await, 0);
    assert_eq!(office.number(ended).await, 0);
    assert!(reads(&room, OPENING, &clerk).await.contains("3 plis médicaux à transmettre"));
}
