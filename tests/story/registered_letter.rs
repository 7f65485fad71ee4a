//! The registered letter of Madame R (AS-07), whole: asked for pieces until the 23rd, she posts them on the 21st, they are opened on the
//! 22nd and scanned on the 28th. From the postmark on the scan to the case and to what is printed.

use domain::{CaseId, CaseState, DeadlineKind, LetterId, LetterKind, Role};
use store::{communications, letters};

use super::{
    papers::page,
    recompute::recompute,
    returned::{ask_for_pieces, deadline, leaves, request_of, state},
    scan_room::{ScanRoom, envelope, file, front, page as sheet},
};
use crate::{
    office::{Office, day, on},
    site::Session,
};

const NUMBER: &str = "9921067320261123456";
const REGISTERED: &str = "1A12345678901";

/// What a letter says that was made for printing.
async fn printed(office: &Office, letter: LetterId) -> String {
    let mut tx = office.begin(&office.referent()).await;
    let pdf = letters::lock(&mut tx, &[letter]).await.unwrap()[0].pdf.expect("it is made");
    let pdf = office.casework.blobs.fetch(&mut tx, pdf).await.unwrap().0;
    drop(tx);
    let mut words = String::new();
    let options = reading::ReadOptions { ocr: false, ..reading::ReadOptions::default() };
    office.context().reader.read(pdf.to_vec(), &options, |page| words += &page.read.text).await.unwrap();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// She asks to renew her title by post; her request is known to the online service too.
async fn filed(room: &ScanRoom, clerk: &Session) -> CaseId {
    let (site, office) = (&room.site, &room.site.office);
    let sheets = [envelope("R07A", 2), front("2026-07-31", None), sheet(&["DEMANDE", "MADAGASCAR"])];
    let batch = room.leave(&[("demande.tif", &file(&sheets))]).await[0];
    let path = format!("/courrier/indexation/{}", room.envelopes(batch).await[0]);
    let form = [
        ("personne", "nouvelle"),
        ("famille", "Rakoto"),
        ("prenoms", "Voahangy"),
        ("demande", "nouvelle"),
        ("nature", "title_renewal"),
        ("titre", "T01"),
        ("cachet", "2026-07-31"),
        ("lisible", "yes"),
        ("adresse", "Voahangy Rakoto\n12 rue des Lilas\n67000 Strasbourg"),
        ("surete", "ok"),
    ];
    site.done(&path, clerk, &form).await;
    let case = sqlx::query_scalar("SELECT id FROM residence_case").fetch_one(&mut office.db.superuser().await).await;
    let case = CaseId::from_uuid(case.unwrap());
    site.done(&format!("/dossiers/{case}/en-ligne"), clerk, &[("numero", NUMBER)]).await;
    case
}

/// The clerk adds what was scanned to the case that it names.
async fn joins(room: &ScanRoom, clerk: &Session, path: &str, case: CaseId) {
    let (site, office) = (&room.site, &room.site.office);
    let (person, joined) = (office.person_of(case).await.to_string(), case.to_string());
    let form = [
        ("personne", person.as_str()),
        ("demande", &joined),
        ("pages", "1"),
        ("piece", "envelope"),
        ("pages", "2"),
        ("piece", "civil_birth"),
        ("cachet", "21/09/2026"),
        ("lisible", "yes"),
        ("recommande", REGISTERED),
    ];
    site.done(path, clerk, &form).await;
}

/// Nothing is closed, nor does anything ask for it.
async fn nothing_closes(office: &Office, case: CaseId, stands: CaseState) {
    recompute(office).await;
    assert_eq!(state(office, case).await, stands);
    let ended = "SELECT count(*) FROM residence_case WHERE state IN (13, 16, 17, 18)";
    assert_eq!(office.number(ended).await, 0, "missing pieces never close");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_07_pieces_posted_before_the_limit_and_scanned_after_it_are_in_time_in_the_case_and_on_paper() {
    let room = ScanRoom::open().await;
    let (site, office) = (&room.site, &room.site.office);
    for role in [Role::Officer, Role::Indexer, Role::Mailroom] {
        site.sign_in(role).await;
    }
    on(office, "2026-08-03T08:00:00Z");
    let case = filed(&room, &site.enter(Role::Indexer).await).await;
    let case_path = format!("/dossiers/{case}");

    on(office, "2026-08-18T08:00:00Z");
    let (officer, clerk) = (site.enter(Role::Officer).await, site.enter(Role::Indexer).await);
    let letter = ask_for_pieces(site, &officer, case, false).await;
    office.work_off(&[casework::PREPARE_LETTER]).await;
    let asked = printed(office, letter).await;
    assert!(asked.contains("mercredi 23 septembre 2026"), "24 August and 30 days, on paper: {asked}");
    assert!(asked.contains("C’est la date du cachet de la poste qui compte"), "{asked}");
    leaves(site, &clerk, letter, None).await;
    let limit = Some((day("2026-09-23"), false));
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, limit);
    assert!(page(site, &officer, &case_path).await.contains("mercredi 23 septembre 2026"), "in the case too");

    on(office, "2026-09-22T07:00:00Z");
    let mailroom = site.enter(Role::Mailroom).await;
    site.done("/courrier/ouverture/numero", &mailroom, &[("numero", REGISTERED)]).await;
    on(office, "2026-09-24T07:00:00Z");
    nothing_closes(office, case, CaseState::AwaitingPieces).await;
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, limit, "passed, and still open");

    on(office, "2026-09-28T07:00:00Z");
    let sheets = [
        envelope("R07B", 3),
        front("2026-09-21", Some(REGISTERED)),
        sheet(&["ACTE DE NAISSANCE", NUMBER]),
        sheet(&["PASSEPORT"]),
    ];
    let batch = room.leave(&[("recommande.tif", &file(&sheets))]).await[0];
    let answer = room.envelopes(batch).await[0];
    let path = format!("/courrier/indexation/{answer}");
    let clerk = site.enter(Role::Indexer).await;
    let shown = page(site, &clerk, &path).await;
    assert!(shown.contains("Lu sur l’enveloppe : lundi 21 septembre 2026"), "the postmark on the scan: {shown}");
    assert!(shown.contains(REGISTERED) && shown.contains(&case.to_string()), "{shown}");
    let (status, _, taken) = site.send(&path, &clerk, &[("faire", "cachet:2026-09-21")]).await;
    assert!(status.is_success() && taken.contains("name=\"cachet\" value=\"21/09/2026\""), "{taken}");
    joins(&room, &clerk, &path, case).await;

    let received =
        communications::lock(&mut *office.begin(&office.referent()).await, answer).await.unwrap().received_on;
    assert_eq!(received, day("2026-09-22"), "the day of its opening, not that of the scanner");
    assert_eq!(request_of(office, case).await.answered_on, Some(day("2026-09-21")), "satisfied in time");
    assert_eq!(deadline(office, case, DeadlineKind::ComplementLimit).await, None);
    assert_eq!(office.number("SELECT count(*) FROM deadline WHERE kind = 20 AND state = 'met'").await, 1);
    let officer = site.enter(Role::Officer).await;
    let shown = page(site, &officer, &case_path).await;
    assert!(shown.contains("lundi 21 septembre 2026") && shown.contains(&format!("N° {NUMBER}")), "{shown}");
    assert_eq!(office.number("SELECT count(*) FROM case_piece").await, 2, "hers, although filed by post");
    office.work_off(&[casework::PREPARE_LETTER]).await;
    let letters = office.letters(case).await;
    let receipt = letters.iter().filter(|l| l.kind == LetterKind::DepositReceipt).max_by_key(|l| l.id).unwrap();
    let said = printed(office, receipt.id).await;
    for words in
        ["Attestation de dépôt de pièces", "mardi 22 septembre 2026", "lundi 21 septembre 2026", "cachet de la poste"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }

    nothing_closes(office, case, CaseState::CompletenessReview).await;
    on(office, "2027-03-01T07:00:00Z");
    nothing_closes(office, case, CaseState::CompletenessReview).await;
}
