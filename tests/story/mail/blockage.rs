//! A blockage of the online service told by e-mail, with a picture of the screen: through the mailbox, the reader and the pages.

use std::io::Cursor;

use casework::Registration;
use domain::{CaseId, CommunicationId, DeadlineKind, PieceKind, Role};
use store::{batches::EnvelopeMarks, blockages, cases, online_requests};
use world::Degradation;

use super::{SUNDAY_NIGHT, letterbox::Letterbox, written::Written};
use crate::{
    office::{Office, day, on, student},
    site::Session,
    story::{papers::page, returned::deadline},
};

const NUMBER: &str = "9921067320261123456";
/// The reason of the urgency.
const FAULT: &str = "Erreur de l&#39;administration";

/// What the screen of the online service shows, as the browser keeps it: the number of the request stands nowhere else.
fn screen() -> Vec<u8> {
    let shown = "ADMINISTRATION NUMERIQUE DES ETRANGERS\n\nMon espace personnel\n\nUne erreur est survenue. Vous ne pouvez pas \
        ajouter de document.\n\nDemande n° 9921 0673 2026 1123 456";
    let sheet = world::page(shown, 130, &Degradation::CLEAN, 1).unwrap();
    let window = image::imageops::crop_imm(&sheet, 0, 60, sheet.width(), 420).to_image();
    let mut bytes = Cursor::new(Vec::new());
    window.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A case of this morning whose number in the online service is noted.
async fn known(office: &Office) -> CaseId {
    let letter = office.envelope("what was printed from the online service").await;
    let marks = EnvelopeMarks { postmark_on: Some(day("2026-11-23")), ..student(letter).marks };
    let case = office.register(&Registration { marks, ..student(letter) }).await.case;
    let number = formats::OnlineRequestNumber::typed(NUMBER).unwrap();
    casework::note_online_request(&office.casework, &office.referent(), case, &number).await.unwrap();
    case
}

async fn message(office: &Office) -> CommunicationId {
    let id = sqlx::query_scalar("SELECT id FROM communication WHERE channel = 2");
    CommunicationId::from_uuid(id.fetch_one(&mut office.db.superuser().await).await.unwrap())
}

async fn proved(office: &Office, case: CaseId) -> Option<bool> {
    let mut tx = office.begin(&office.referent()).await;
    blockages::standing(&mut tx, &[case]).await.unwrap().get(&case).map(|standing| standing.proved)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blockage_told_by_email_with_a_picture_joins_its_request_opens_the_other_route_and_presses_until_answered() {
    let mut box_ = Letterbox::open().await;
    let site = box_.site();
    let office = &site.office;
    let clerk = site.sign_in(Role::Indexer).await;
    let case = known(office).await;
    let case_path = format!("/dossiers/{case}");
    assert!(!page(&site, &clerk, &case_path).await.contains(FAULT), "nothing presses before");
    office.clock.advance(chrono::TimeDelta::minutes(1));
    box_.start("");
    let told = Written {
        received: SUNDAY_NIGHT,
        subject: "Le site me refuse",
        files: vec![("capture.png", screen())],
        ..Written::default()
    };
    box_.deliver(&told.raw());
    box_.sent(1).await;
    box_.close().await;
    office.work_off(&[casework::READ_BATCH]).await;

    let id = message(office).await;
    let path = format!("/courrier/indexation/{id}");
    let shown = page(&site, &clerk, &path).await;
    assert!(shown.contains("Le site me refuse") && shown.contains("capture.png"), "{shown}");
    assert!(
        shown.contains(&format!("demande en ligne n° {NUMBER}")) && shown.contains(&case.to_string()),
        "read on the picture, it proposes its case: {shown}"
    );
    let proof = PieceKind::BlockageProof.word();
    assert!(shown.contains(&format!("<option value=\"{proof}\" selected>")), "what the picture is, proposed: {shown}");
    let seen = office.number("SELECT count(*) FROM page WHERE text_source = 2 AND text LIKE '%9921 0673 2026%'").await;
    assert_eq!(seen, 1, "by the eye of the machine");

    let report = [("constat", "blockage"), ("dit", "le site refuse mes pièces"), ("depuis", "20/10/2026")];
    site.done(&format!("{path}/constat"), &clerk, &report).await;
    let list = page(&site, &clerk, "/courrier/constats").await;
    assert!(list.contains("Le jour qui compte : dimanche 22 novembre 2026"), "the day of our server: {list}");
    assert!(list.contains("Bloqué depuis le mardi 20 octobre 2026") && list.contains("réponse due le 25 nov. 2026"));

    let (person, joined) = (office.person_of(case).await.to_string(), case.to_string());
    let form =
        [("personne", person.as_str()), ("demande", &joined), ("pages", "1"), ("piece", proof), ("surete", "unknown")];
    site.done(&path, &clerk, &form).await;
    let mut tx = office.begin(&office.referent()).await;
    let row = cases::lock(&mut tx, case).await.unwrap();
    assert_eq!(row.evidence_on, day("2026-11-22"), "its diligence counts for the case too");
    assert_eq!(blockages::first_of_case(&mut tx, case).await.unwrap(), Some(day("2026-11-22")));
    assert_eq!(online_requests::of_case(&mut tx, case).await.unwrap(), [NUMBER]);
    drop(tx);
    let shown = page(&site, &clerk, &case_path).await;
    assert!(shown.contains(FAULT) && shown.contains("Ouvrir la voie hors ligne"), "it presses: {shown}");
    assert_eq!(proved(office, case).await, Some(true), "the picture proves it");
    opens_the_other_route(&site, &clerk, case).await;

    on(office, "2026-11-25T09:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    let late = "badge-late";
    assert!(!page(&site, &clerk, "/courrier/constats").await.contains(late), "two working days");
    on(office, "2026-11-26T09:00:00Z");
    let clerk = site.enter(Role::Indexer).await;
    let list = page(&site, &clerk, "/courrier/constats").await;
    assert!(list.contains(late), "nobody has answered: {list}");
    let constat = list.split("name=\"constat\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    site.done("/courrier/constats/repondre", &clerk, &[("constat", constat), ("suite", "pris hors ligne")]).await;
    assert!(!page(&site, &clerk, &case_path).await.contains(FAULT), "answered, it presses no more");
    assert_eq!(proved(office, case).await, None);
    office.prepare_letters().await;
}

/// With one button, and taken back with another: the duty to note a basis follows.
async fn opens_the_other_route(site: &crate::site::Site, clerk: &Session, case: CaseId) {
    let (office, case_path) = (&site.office, format!("/dossiers/{case}"));
    let duty = async || deadline(office, case, DeadlineKind::ChannelBasisDue).await;
    let owed = duty().await;
    assert!(owed.is_some(), "nobody has noted what lets it come this way");
    let shown = page(site, clerk, &case_path).await;
    let words = shown.split("name=\"fondement\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(words.contains("dimanche 22 novembre 2026") && words.contains("R. 431-2"), "{words}");
    let route = format!("{case_path}/fondement");
    site.done(&route, clerk, &[("fondement", &words)]).await;
    assert_eq!(duty().await, None, "done");
    let shown = page(site, clerk, &case_path).await;
    assert!(shown.contains("Fondement du dépôt par cette porte : solution de substitution"), "{shown}");
    assert!(!shown.contains("Ouvrir la voie hors ligne"), "{shown}");
    site.done(&route, clerk, &[("fondement", ""), ("avant", &words)]).await;
    assert_eq!(duty().await, owed, "noted by mistake, it is owed as before");
    site.done(&route, clerk, &[("fondement", &words)]).await;
    assert_eq!(office.number("SELECT count(*) FROM event WHERE kind = 'case.channel_basis_recorded'").await, 3);
}
