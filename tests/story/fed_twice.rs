//! Sheets fed twice, and backs scanned after their fronts: what the scanner did is put right, by a sheet, a folder, or a person.

use domain::{ExceptionKind, Role, SeparatorKind};
use world::SmallSheet;

use super::scan_room::{ScanRoom, coded, envelope, file, page};
use crate::site::Session;

const LETTER: [&str; 4] = ["LETTRE CARTE", "ENFANT ECOLE", "MAISON RUE", "TRAVAIL DEUX"];
const PAYSLIP: [&str; 4] = ["SALAIRE NET", "HEURES MOIS", "PATRON TAUX", "IMPOT PRIME"];
const LEASE: [&str; 4] = ["LOYER BAIL", "QUITTANCE GAZ", "FACTURE EAU", "LOCATAIRE"];
const SCHOOL: [&str; 4] = ["COURS NOTES", "EXAMEN MATHS", "PROFESSEUR", "RENTREE LYCEE"];
const PICTURE: [&str; 1] = ["PORTRAIT"];

async fn reads(room: &ScanRoom, path: &str, who: &Session) -> String {
    let (status, text) = room.site.read(path, who).await;
    assert!(status.is_success() && !text.contains('⟦'), "{path} {status}: {text}");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photograph_fed_twice_after_a_jam_is_proposed_as_a_double_and_counted_once_when_a_person_says_so() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Indexer).await;
    let batch = room.leave(&[("lot.tif", &file(&[envelope("P1", 4), page(&LETTER), page(&PICTURE)]))]).await[0];
    // The clerk feeds another page first: the order alone does not tell that the photograph was there.
    let rest = [coded(SeparatorKind::Rest, &batch.code()), page(&SCHOOL), page(&PICTURE), page(&LEASE)];
    room.leave(&[("suite.tif", &file(&rest))]).await;
    let id = room.envelopes(batch).await[0];
    let path = format!("/courrier/lots/{batch}");
    assert_eq!(room.texts(id).await.len(), 5, "nothing is done by itself");
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1, "five are there, four were counted");
    let asked = reads(&room, &path, &clerk).await;
    assert!(asked.contains("Page 4 : double de la page 2 du pli P1"), "{asked}");
    assert!(asked.contains("suit un arrêt du scanner"));
    assert!(reads(&room, "/courrier/numerisation", &clerk).await.contains("1 page peut-être en double"));
    let desk = format!("/courrier/indexation/{id}");
    assert!(reads(&room, &desk, &clerk).await.contains("La page 4 est peut-être un double de la page 2"));

    let (pli, not) = (id.to_string(), ("non", "oui"));
    let two = [("pli", pli.as_str()), ("page", "4"), ("de", "2")];
    room.site.done(&format!("{path}/double"), &clerk, &[&two[..], &[not]].concat()).await;
    assert!(!reads(&room, &path, &clerk).await.contains("double de la page 2 du pli"), "two prints of one photograph");
    let key = room.site.office.undo_of("mark_double").await;
    room.site.done(&format!("{path}/annuler"), &clerk, &[("cle", &key)]).await;
    assert!(reads(&room, &path, &clerk).await.contains("double de la page 2 du pli"), "asked again");

    room.site.done(&format!("{path}/double"), &clerk, &two).await;
    let texts = room.texts(id).await;
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "as many as were counted");
    let shown = reads(&room, &path, &clerk).await;
    assert!(shown.contains("double de la page 2, non comptée"), "it is kept and shown: {shown}");
    assert!(reads(&room, &desk, &clerk).await.contains("LOYER") || texts[3].contains("LOYER"));
    let office = &room.site.office;
    assert_eq!(office.number("SELECT scanned_pages::bigint FROM envelope WHERE serial = 'P1'").await, 4);

    let key = room.site.office.undo_of("mark_double").await;
    room.site.done(&format!("{path}/annuler"), &clerk, &[("cle", &key)]).await;
    assert_eq!((room.texts(id).await.len(), room.told(ExceptionKind::PageCount).await), (5, 1));
    let by_hand = [("pli", pli.as_str()), ("page", "3"), ("de", "1")];
    room.site.done(&format!("{path}/double"), &clerk, &by_hand).await;
    assert_eq!(room.texts(id).await.len(), 4, "any two pages, when a person says so");
    let itself = [("pli", pli.as_str()), ("page", "1"), ("de", "1")];
    let refused = room.site.done(&format!("{path}/double"), &clerk, &itself).await;
    assert!(reads(&room, &refused, &clerk).await.contains("deux pages différentes"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_into_the_folder_of_the_backs_is_laid_behind_the_fronts_scanned_before() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let fronts = file(&[envelope("E1", 3), page(&LETTER), page(&LEASE), envelope("E2", 1), page(&SCHOOL)]);
    let batch = room.leave(&[("rectos.tif", &fronts)]).await[0];
    assert_eq!(room.told(ExceptionKind::PageCount).await, 1, "three sides were counted, two scanned");
    let few = file(&[SmallSheet::Blank, page(&PAYSLIP)]);
    let alone = room.leave_in("versos", &[("trop-peu.tif", &few)]).await[0];
    assert_eq!(room.told(ExceptionKind::Separator).await, 1, "five fronts and two backs: told, not done");
    assert!(reads(&room, "/courrier/anomalies", &clerk).await.contains("5 rectos et 2 versos"));
    assert_eq!(room.envelopes(alone).await.len(), 1, "they stay as they are");

    let backs = file(&[SmallSheet::Blank, SmallSheet::Blank, page(&PAYSLIP), SmallSheet::Blank, SmallSheet::Blank]);
    let second = room.leave_in("versos", &[("versos.tif", &backs)]).await[0];
    let envelopes = room.envelopes(batch).await;
    let texts = room.texts(envelopes[0]).await;
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(texts[0].contains("LETTRE") && texts[2].contains("LOYER") && texts[3].contains("SALAIRE"), "{texts:?}");
    assert_eq!(room.told(ExceptionKind::PageCount).await, 0, "three written sides, as counted");
    assert!(room.envelopes(second).await.is_empty(), "the backs are no envelope");
    let path = format!("/courrier/lots/{batch}");
    assert!(reads(&room, &path, &clerk).await.contains("rectos et versos rangés"));
    room.site.done(&format!("{path}/separer"), &clerk, &[]).await;
    assert_eq!((room.texts(envelopes[0]).await.len(), room.envelopes(second).await.len()), (2, 1), "taken apart");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sheet_on_the_pile_turned_over_says_that_backs_follow_in_the_file_or_in_the_next_one() {
    let room = ScanRoom::open().await;
    let clerk = room.site.sign_in(Role::Mailroom).await;
    let one_file = [
        envelope("F1", 2),
        page(&LETTER),
        coded(SeparatorKind::Backs, "ABCDEFGH12"),
        page(&PAYSLIP),
        SmallSheet::Blank,
    ];
    let batch = room.leave(&[("tout.tif", &file(&one_file))]).await[0];
    let envelopes = room.envelopes(batch).await;
    assert_eq!(envelopes.len(), 1);
    let texts = room.texts(envelopes[0]).await;
    assert!(texts.len() == 2 && texts[0].contains("LETTRE") && texts[1].contains("SALAIRE"), "{texts:?}");
    assert_eq!((room.told(ExceptionKind::PageCount).await, room.told(ExceptionKind::Separator).await), (0, 0));

    let fronts = room.leave(&[("rectos.tif", &file(&[envelope("G1", 2), page(&LEASE)]))]).await[0];
    let (status, sheet) = room.site.read_bytes(&format!("/courrier/lots/{fronts}/feuille-versos"), &clerk).await;
    assert!(status.is_success() && sheet.starts_with(b"%PDF"));
    let backs = [coded(SeparatorKind::Backs, &fronts.code()), page(&SCHOOL), SmallSheet::Blank];
    let second = room.leave(&[("versos.tif", &file(&backs))]).await[0];
    let texts = room.texts(room.envelopes(fronts).await[0]).await;
    assert!(texts.len() == 2 && texts[0].contains("LOYER") && texts[1].contains("EXAMEN"), "{texts:?}");
    assert!(room.envelopes(second).await.is_empty());

    let lost = [coded(SeparatorKind::Backs, "0000000000"), page(&PAYSLIP)];
    room.leave(&[("perdu.tif", &file(&lost))]).await;
    assert_eq!(room.told(ExceptionKind::Separator).await, 1);
    assert!(reads(&room, "/courrier/anomalies", &clerk).await.contains("aucun lot de rectos"));
}
