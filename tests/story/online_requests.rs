//! a request filed online is blocked; what its person posts is joined to it, and it passes before others until somebody answers.

use chrono::{DateTime, Utc};
use domain::{CaseId, Role};

use super::scan_room::{ScanRoom, envelope, file, page};
use crate::office::{day, student};

/// The reason of the urgency.
const FAULT: &str = "Erreur de l&#39;administration";
const NUMBER: &str = "9921067320261123456";

async fn reads(room: &ScanRoom, path: &str, who: &crate::site::Session) -> String {
    let (status, text) = room.site.read(path, who).await;
    assert!(status.is_success() && !text.contains('⟦'), "{path} {status}: {text}");
    text
}

/// A case that is known, with its number in the online service.
async fn blocked(room: &ScanRoom, clerk: &crate::site::Session) -> CaseId {
    let first = room.site.office.envelope("what was printed from the online service").await;
    let case = room.site.office.register(&student(first)).await.case;
    let path = format!("/dossiers/{case}");
    assert!(reads(room, &path, clerk).await.contains("Aucun numéro noté"));
    let online = format!("{path}/en-ligne");
    room.site.done(&online, clerk, &[("numero", "je ne sais pas")]).await;
    assert_eq!(room.site.office.number("SELECT count(*) FROM online_request").await, 0);
    room.site.done(&online, clerk, &[("numero", "9921 0673 2026 1123 456")]).await;
    room.site.done(&online, clerk, &[("numero", NUMBER)]).await;
    assert_eq!(room.site.office.number("SELECT count(*) FROM online_request").await, 1, "noted once");
    case
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_posted_for_a_blocked_online_request_joins_it_and_presses_until_somebody_answers() {
    let room = ScanRoom::open().await;
    let office = &room.site.office;
    let clerk = room.site.sign_in(Role::Indexer).await;
    let case = blocked(&room, &clerk).await;
    // What follows comes on a later day: of what came on the first one, the earlier posted would count.
    let morning: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
    assert!(office.now().date_naive() < morning.date_naive());
    office.clock.advance(morning - office.now());
    let clerk = room.site.enter(Role::Indexer).await;
    let case_path = format!("/dossiers/{case}");
    assert!(!reads(&room, &case_path, &clerk).await.contains(FAULT));

    let sheets = [envelope("R23", 2), page(&["DEMANDE BLOQUEE", NUMBER]), page(&["PAYSLIP"])];
    let batch = room.leave(&[("suite.tif", &file(&sheets))]).await[0];
    let id = room.envelopes(batch).await[0];
    let path = format!("/courrier/indexation/{id}");
    let proposed = reads(&room, &path, &clerk).await;
    assert!(
        proposed.contains(&format!("demande en ligne n° {NUMBER}")) && proposed.contains(&case.to_string()),
        "the case is proposed with its reason: {proposed}"
    );
    let report = [("constat", "blockage"), ("dit", "le site refuse mes pièces"), ("depuis", "2026-10-20")];
    room.site.done(&format!("{path}/constat"), &clerk, &report).await;
    let person = office.person_of(case).await;
    let person = person.to_string();
    let joined = [
        ("personne", person.as_str()),
        ("demande", &case.to_string()),
        ("pages", "1-2"),
        ("piece", "other"),
        ("cachet", "2026-11-10"),
        ("lisible", "yes"),
    ];
    room.site.done(&path, &clerk, &joined).await;
    let linked = office.number("SELECT count(*) FROM communication_case l JOIN online_request o USING (case_id)").await;
    assert_eq!(linked, 2, "attached to the case of the online request");

    let shown = reads(&room, &case_path, &clerk).await;
    assert!(shown.contains(FAULT) && shown.contains(&format!("N° {NUMBER}")), "{shown}");
    let found = reads(&room, "/dossiers?q=9921+0673+2026+1123+456", &clerk).await;
    assert!(found.contains(&case_path), "found by its number: {found}");
    let urgent = reads(&room, &format!("{case_path}/urgence"), &clerk).await;
    assert!(urgent.contains("le site refuse mes pièces") && urgent.contains("sans réponse"), "{urgent}");
    let mut tx = office.begin(&office.referent()).await;
    let row = store::cases::lock(&mut tx, case).await.unwrap();
    let site = &office.casework.current().site;
    let standing = casework::document_standing(&mut tx, site, &row, day("2026-11-20"), None).await.unwrap();
    assert_eq!(
        (row.evidence_on, standing.known.filed_on),
        (day("2026-11-12"), day("2026-11-10")),
        "its diligence counts"
    );
    drop(tx);

    office.prepare_letters().await;
    let list = reads(&room, "/courrier/constats", &clerk).await;
    let constat = list.split("name=\"constat\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    room.site.done("/courrier/constats/repondre", &clerk, &[("constat", constat), ("suite", "pris hors ligne")]).await;
    assert!(!reads(&room, &case_path, &clerk).await.contains(FAULT), "answered, it presses no more");
}

#[tokio::test]
async fn a_blockage_told_at_the_phone_or_the_counter_is_kept_with_what_told_it() {
    let site = crate::site::site().await;
    let envelope = site.office.envelope("a request").await;
    let case = site.office.register(&student(envelope)).await.case;
    let other = site.office.envelope("somebody else").await;
    let agent = site.sign_in(Role::PhoneAgent).await;
    let (path, report) = (format!("/dossiers/{case}/urgence"), format!("/dossiers/{case}/constats"));
    let told = |by: &str, words: &str| {
        [("constat", "administration_error"), ("dit", words), ("par", by)].map(|(k, v)| (k.to_owned(), v.to_owned()))
    };
    let send = async |fields: [(String, String); 3]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        site.send(&report, &agent, &fields).await.0
    };
    assert_eq!(send(told(&other.to_string(), "une carte remise et pas notée")).await.as_u16(), 404, "not of this case");
    send(told(&envelope.to_string(), " ")).await;
    assert_eq!(site.office.number("SELECT count(*) FROM blockage_report").await, 0, "words are owed");
    send(told(&envelope.to_string(), "une carte remise et pas notée")).await;
    let (_, page) = site.read(&path, &agent).await;
    assert!(page.contains("une carte remise et pas notée") && page.contains("Le jour qui compte"), "{page}");
    let signals: i64 = site
        .office
        .number("SELECT count(*) FROM residence_case WHERE urgency_reasons::text LIKE '%administration_fault%'")
        .await;
    assert_eq!(signals, 1, "the case presses");
    site.office.prepare_letters().await;
}
