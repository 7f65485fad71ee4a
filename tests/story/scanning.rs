//! The scanning desk (M3): a page scanned again, a jam, a separator that was missed, through the folder and the pages.

use axum::http::StatusCode;
use casework::{NewPerson, PersonChoice, Registration};
use domain::{ExceptionKind, Role, SeparatorKind};
use store::{reads::scanning, rescans};
use world::SmallSheet;

use super::scan_room::{ScanRoom, coded, envelope, file, page};
use crate::{office::student, site::Session};

const HERE: &str = "/courrier/numerisation";
const LETTER: [&str; 4] = ["LETTRE CARTE", "ENFANT ECOLE", "MAISON RUE", "TRAVAIL DEUX"];
const PAYSLIP: [&str; 4] = ["SALAIRE NET", "HEURES MOIS", "PATRON TAUX", "IMPOT PRIME"];
const LEASE: [&str; 4] = ["LOYER BAIL", "QUITTANCE GAZ", "FACTURE EAU", "LOCATAIRE"];
const SCHOOL: [&str; 4] = ["COURS NOTES", "EXAMEN MATHS", "PROFESSEUR", "RENTREE LYCEE"];

async fn reads(room: &ScanRoom, path: &str, who: &Session) -> String {
    let (status, text) = room.site.read(path, who).await;
    assert!(status.is_success() && !text.contains('⟦'), "{path} {status}: {text}");
    text
}

/// What the sheet of the oldest request says.
async fn code(room: &ScanRoom) -> (String, String) {
    let office = &room.site.office;
    let mut tx = office.begin(&office.referent()).await;
    let request = rescans::open(&mut tx, 1).await.unwrap().remove(0);
    (request.id.to_string(), request.id.code())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_scanned_again_behind_its_sheet_takes_its_place_and_the_old_one_is_kept() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Indexer).await;
    let bad = page(&["XX"]);
    let first = file(&[envelope("A1", 3), page(&LETTER), bad, page(&LEASE)]);
    let batch = room.leave(&[("lot.tif", &first)]).await[0];
    let id = room.envelopes(batch).await[0];
    let path = format!("/courrier/indexation/{id}");
    let beside = reads(&room, &format!("{path}?page=2"), &clerk).await;
    assert!(beside.contains("Scanner de nouveau la page 2"));
    let form = [("pli", id.to_string()), ("page", "2".to_owned()), ("motif", "illegible".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    room.site.done(&format!("{HERE}/demander"), &clerk, &form).await;
    room.site.done(&format!("{HERE}/demander"), &clerk, &form).await;
    assert_eq!(room.site.office.number("SELECT count(*) FROM rescan").await, 1, "asked twice, it is one");
    let desk = reads(&room, HERE, &clerk).await;
    assert!(desk.contains("page 2 du pli A1") && desk.contains("illisible"), "{desk}");
    let (status, slips) = room.site.read_bytes(&format!("{HERE}/fiches"), &clerk).await;
    assert!(status.is_success() && slips.starts_with(b"%PDF"));

    let (request, code) = code(&room).await;
    let again = file(&[coded(SeparatorKind::Rescan, &code), page(&PAYSLIP), SmallSheet::Blank]);
    let second = room.leave(&[("encore.tif", &again)]).await[0];
    let texts = room.texts(id).await;
    assert_eq!(texts.len(), 3, "the place is the same one: {texts:?}");
    assert!(texts[1].contains("SALAIRE"), "{texts:?}");
    assert!(room.envelopes(second).await.is_empty(), "a new scan is no envelope");
    let shown = reads(&room, &format!("{path}?page=2"), &clerk).await;
    assert!(shown.contains("?scan="), "the browser does not show the old picture from its memory");
    let aside = reads(&room, &format!("/courrier/lots/{second}"), &clerk).await;
    assert!(aside.contains("remplacée par une nouvelle numérisation"));
    let found = reads(&room, "/courrier/recherche?q=salaire", &clerk).await;
    assert!(found.contains(&id.to_string()), "and what it says is found");
    let desk = reads(&room, HERE, &clerk).await;
    assert!(desk.contains("Scanné de nouveau depuis") && desk.contains("Rien. Une page illisible"));
    let office = &room.site.office;
    assert_eq!(office.number("SELECT count(*) FROM communication WHERE state = 2").await, 1);

    let back = room.site.done(&format!("{HERE}/reprendre"), &clerk, &[("demande", &request)]).await;
    assert!(reads(&room, &back, &clerk).await.contains("L’ancienne page est revenue"));
    assert!(!room.texts(id).await[1].contains("SALAIRE"));
    let form = [("demande", request.as_str()), ("lot", &second.to_string()), ("page", "2")];
    let back = room.site.done(&format!("{HERE}/placer"), &clerk, &form).await;
    assert!(reads(&room, &back, &clerk).await.contains("La nouvelle page a pris sa place"));
    assert!(room.texts(id).await[1].contains("SALAIRE"), "given its place by hand");
    hide(&room, id).await;
    for path in [format!("/courrier/pages/{second}/2/screen"), format!("/courrier/lots/{second}/fichier")] {
        let (status, _) = room.site.read_bytes(&path, &clerk).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: the page that was replaced is as protected as the others");
    }
    assert!(!reads(&room, HERE, &clerk).await.contains("du pli A1"));
}

/// The envelope turns out to be that of a protected person.
async fn hide(room: &ScanRoom, id: domain::CommunicationId) {
    let office = &room.site.office;
    let person = NewPerson { family_name: Some("Traoré".to_owned()), protected: true, ..NewPerson::default() };
    office.register(&Registration { person: PersonChoice::New(person), ..student(id) }).await;
    office.prepare_letters().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_envelope_scanned_again_has_the_pages_it_should_have() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let first = file(&[envelope("B1", 3), page(&LETTER), page(&["XX"]), envelope("B2", 1), page(&LEASE)]);
    let batch = room.leave(&[("lot.tif", &first)]).await[0];
    let id = room.envelopes(batch).await[0];
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1, "a page is missing");
    let form = [("pli", id.to_string()), ("quoi", "pli".to_owned()), ("motif", "cut".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    room.site.done(&format!("{HERE}/demander"), &clerk, &form).await;
    let (request, code) = code(&room).await;
    let again = file(&[coded(SeparatorKind::Rescan, &code), page(&LETTER), page(&PAYSLIP), page(&SCHOOL)]);
    let second = room.leave(&[("encore.tif", &again)]).await[0];
    assert_eq!(room.texts(id).await.len(), 3);
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "the count by hand agrees now");
    assert_eq!(room.envelopes(second).await, [id], "the same envelope, where its pages are");
    room.site.done(&format!("{HERE}/reprendre"), &clerk, &[("demande", &request)]).await;
    assert_eq!(room.texts(id).await.len(), 2);
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_scan_that_nobody_asked_for_is_kept_and_told() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let lost = file(&[coded(SeparatorKind::Rescan, "0000000000"), page(&LETTER)]);
    let batch = room.leave(&[("perdu.tif", &lost)]).await[0];
    assert_eq!(room.told(ExceptionKind::RescanUnplaced).await, 1);
    assert!(reads(&room, &format!("/courrier/lots/{batch}"), &clerk).await.contains("Pages sans place"));
    assert!(reads(&room, "/courrier/anomalies", &clerk).await.contains("n’a pas trouvé sa place"));
    assert!(reads(&room, HERE, &clerk).await.contains("1 page sans place"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_jam_the_rest_joins_the_envelope_it_was_cut_from_and_nothing_is_counted_twice() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let cut = file(&[envelope("C1", 1), page(&LETTER), envelope("C2", 4), page(&PAYSLIP), page(&LEASE)]);
    let batch = room.leave(&[("lot.tif", &cut)]).await[0];
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1);
    let (status, sheet) = room.site.read_bytes(&format!("/courrier/lots/{batch}/feuille"), &clerk).await;
    assert!(status.is_success() && sheet.starts_with(b"%PDF"));
    let rest = [
        coded(SeparatorKind::Rest, &batch.code()),
        page(&LEASE),
        page(&SCHOOL),
        page(&["PHOTO SEULE"]),
        envelope("C3", 1),
        page(&LETTER),
    ];
    let rest = file(&rest);
    let second = room.leave(&[("suite.tif", &rest), ("encore-une-fois.tif", &rest)]).await[0];
    let envelopes = room.envelopes(batch).await;
    assert_eq!(envelopes.len(), 2);
    let texts = room.texts(envelopes[1]).await;
    assert_eq!(texts.len(), 4, "one page was fed twice: {texts:?}");
    assert!(texts[1].contains("LOYER") && texts[2].contains("EXAMEN") && texts[3].contains("SEULE"), "{texts:?}");
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "as many as were counted");
    assert_eq!(room.envelopes(second).await.len(), 1, "the next envelope is its own");
    let office = &room.site.office;
    assert_eq!(office.number("SELECT count(*) FROM batch").await, 2, "the same file twice is one batch");
    assert_eq!(office.number("SELECT count(*) FROM communication WHERE state = 2").await, 3, "three envelopes");
    let now = office.now();
    let (from, until) = (now - chrono::TimeDelta::days(1), now + chrono::TimeDelta::days(1));
    let figures = scanning::figures(&mut *office.begin(&office.referent()).await, from, until).await.unwrap();
    assert_eq!((figures.envelopes, figures.pages), (3, 6), "{figures:?}");
    let balance = reads(&room, "/courrier/bilan", &clerk).await;
    assert_eq!(balance.matches("/courrier/indexation/com_").count(), 3, "each envelope once, and none for the rest");

    let path = format!("/courrier/lots/{second}");
    assert!(reads(&room, &path, &clerk).await.contains("Ce lot est la suite de"));
    room.site.done(&format!("{path}/detacher"), &clerk, &[]).await;
    assert_eq!((room.texts(envelopes[1]).await.len(), room.envelopes(second).await.len()), (2, 2));
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1);
    let back = room.site.done(&format!("{path}/suite"), &clerk, &[("numero", &batch.code())]).await;
    assert!(reads(&room, &back, &clerk).await.contains("2 pages ajoutées au pli coupé, 1 page était déjà là"));
    assert_eq!(room.texts(envelopes[1]).await.len(), 4, "the same by hand");
    room.leave(&[]).await;
    let refused = room.site.done(&format!("{path}/suite"), &clerk, &[("numero", &second.code())]).await;
    assert!(reads(&room, &refused, &clerk).await.contains("suite ni de lui-même"));
    hide(&room, envelopes[1]).await;
    let (status, _) = room.site.read_bytes(&format!("/courrier/pages/{second}/2/screen"), &clerk).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "the page that was fed twice is protected twice");
    assert!(!reads(&room, &path, &clerk).await.contains("/2/thumbnail"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_separator_that_was_probably_missed_is_proposed_and_a_clerk_decides() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Indexer).await;
    let pages = [envelope("D1", 2), page(&LETTER), page(&PAYSLIP), page(&LEASE), page(&SCHOOL), page(&["PHOTO"])];
    let batch = room.leave(&[("lot.tif", &file(&pages))]).await[0];
    let id = room.envelopes(batch).await[0];
    let path = format!("/courrier/lots/{batch}");
    let shown = reads(&room, &path, &clerk).await;
    assert!(shown.contains("Séparateur oublié avant la page 3 du pli D1"), "{shown}");
    assert!(shown.contains("2 pages comptées à l’ouverture, 5 scannées") && shown.contains("data-key=\"o\""));
    assert!(reads(&room, &format!("/courrier/indexation/{id}"), &clerk).await.contains("oublié avant la page 3"));
    assert_eq!(room.envelopes(batch).await.len(), 1, "nothing is done by itself");

    room.site.done(&format!("{path}/ecarter"), &clerk, &[("page", "4")]).await;
    assert!(!reads(&room, &path, &clerk).await.contains("Séparateur oublié avant"));
    room.site.done(&format!("{path}/reproposer"), &clerk, &[("page", "4")]).await;
    let form = [("pli", id.to_string()), ("page", "4".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    room.site.done(&format!("{path}/couper"), &clerk, &form).await;
    let envelopes = room.envelopes(batch).await;
    assert_eq!(envelopes.len(), 2);
    assert_eq!((room.texts(id).await.len(), room.texts(envelopes[1]).await.len()), (2, 3));
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "the count by hand agrees now");
    let office = &room.site.office;
    assert_eq!(
        office.number("SELECT count(DISTINCT received_on) FROM communication").await,
        1,
        "what is cut off was received with the rest"
    );
    let undo = office.undo_of("cut_envelope").await;
    let back = room.site.done(&format!("{path}/annuler"), &clerk, &[("cle", &undo)]).await;
    assert!(reads(&room, &back, &clerk).await.contains("Coupure annulée"));
    assert_eq!((room.envelopes(batch).await, room.texts(id).await.len()), (vec![id], 5));
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1);
    room.site.done(&format!("{path}/couper"), &clerk, &form).await;
    let cut_off = room.envelopes(batch).await[1].to_string();
    room.site.done(&format!("{path}/joindre"), &clerk, &[("pli", &cut_off)]).await;
    assert_eq!((room.envelopes(batch).await, room.texts(id).await.len()), (vec![id], 5), "joined again, by hand");
    let alone = room.site.done(&format!("{path}/joindre"), &clerk, &[form[0]]).await;
    assert!(reads(&room, &alone, &clerk).await.contains("Aucun pli ne le précède"));
    let refused = room.site.done(&format!("{path}/couper"), &clerk, &[form[0], ("page", "2")]).await;
    assert!(reads(&room, &refused, &clerk).await.contains("ne se coupe pas à cet endroit"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fronts_and_backs_of_two_files_are_laid_together_when_their_counts_fit() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let fronts = file(&[envelope("E1", 3), page(&LETTER), page(&LEASE), envelope("E2", 1), page(&SCHOOL)]);
    // The pile turned over: the back of the last sheet comes first.
    let backs = file(&[SmallSheet::Blank, SmallSheet::Blank, page(&PAYSLIP), SmallSheet::Blank, SmallSheet::Blank]);
    let few = file(&[SmallSheet::Blank, page(&PAYSLIP)]);
    let files: [(&str, &[u8]); 3] = [("rectos.tif", &fronts), ("versos.tif", &backs), ("trop-peu.tif", &few)];
    let batches = room.leave(&files).await;
    let path = format!("/courrier/lots/{}", batches[0]);
    assert!(reads(&room, &path, &clerk).await.contains("Rectos, puis versos"));
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1, "three sides were counted, two scanned");
    for (code, says) in [(batches[2].code(), "5 rectos et 2 versos"), (String::new(), "3 rectos et 2 versos")] {
        let back = room.site.done(&format!("{path}/recto-verso"), &clerk, &[("versos", &code)]).await;
        assert!(reads(&room, &back, &clerk).await.contains(says), "{says}");
    }
    let envelopes = room.envelopes(batches[0]).await;
    assert_eq!(room.texts(envelopes[0]).await.len(), 2, "nothing was done");

    let form = [("versos", batches[1].code())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let back = room.site.done(&format!("{path}/recto-verso"), &clerk, &form).await;
    let shown = reads(&room, &back, &clerk).await;
    assert!(shown.contains("chaque verso suit son recto") && shown.contains("verso vide, non compté"), "{shown}");
    let texts = room.texts(envelopes[0]).await;
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(texts[0].contains("LETTRE") && texts[1].is_empty(), "{texts:?}");
    assert!(texts[2].contains("LOYER") && texts[3].contains("SALAIRE"), "{texts:?}");
    assert_eq!(room.texts(envelopes[1]).await.len(), 2);
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "three written sides, as counted");
    assert!(room.envelopes(batches[1]).await.is_empty(), "the backs are no envelope");
    let office = &room.site.office;
    assert_eq!(office.number("SELECT count(*) FROM communication WHERE state = 2").await, 3);

    let undo = office.undo_of("collate_sheets").await;
    room.site.done(&format!("{path}/annuler"), &clerk, &[("cle", &undo)]).await;
    assert_eq!((room.texts(envelopes[0]).await.len(), room.envelopes(batches[1]).await.len()), (2, 1));
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fronts_and_backs_in_one_file_are_laid_together_too() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let sheets = [
        envelope("F1", 2),
        page(&LETTER),
        envelope("F2", 2),
        page(&LEASE),
        page(&SCHOOL),
        SmallSheet::Blank,
        page(&PAYSLIP),
        SmallSheet::Blank,
    ];
    let batch = room.leave(&[("tout.tif", &file(&sheets))]).await[0];
    let envelopes = room.envelopes(batch).await;
    room.site.done(&format!("/courrier/lots/{batch}/recto-verso"), &clerk, &[("versos", "")]).await;
    let (first, second) = (room.texts(envelopes[0]).await, room.texts(envelopes[1]).await);
    assert!(first.len() == 2 && first[0].contains("LETTRE") && first[1].contains("SALAIRE"), "{first:?}");
    assert!(second.len() == 2 && second[0].contains("LOYER") && second[1].contains("EXAMEN"), "{second:?}");
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_postmark_is_shown_large_and_its_date_is_proposed_never_filled_in() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Indexer).await;
    let sheets = [envelope("G1", 2), page(&["LA POSTE", "12-11-26"]), page(&LETTER)];
    let batch = room.leave(&[("lot.tif", &file(&sheets))]).await[0];
    let id = room.envelopes(batch).await[0];
    let path = format!("/courrier/indexation/{id}");
    let shown = reads(&room, &path, &clerk).await;
    assert!(
        shown.contains("Cachet de la poste, page 1, agrandi") && shown.contains("jeudi 12 novembre 2026"),
        "{shown}"
    );
    assert!(!shown.contains("value=\"12/11/2026\""), "proposed, never filled in");
    assert!(shown.contains("value=\"cachet:2026-11-12\" data-key=\"t\""), "taken with one key: {shown}");
    let form = [("personne", "inconnue"), ("demande", "nouvelle"), ("faire", "cachet:2026-11-12")];
    let (status, _, taken) = room.site.send(&path, &clerk, &form).await;
    assert!(status.is_success() && taken.contains("value=\"12/11/2026\""), "{taken}");
    assert!(!taken.contains("Prendre cette date"), "once taken it is not asked again");
}
