//! A searchable PDF/A of what was received, made when it is asked for.

use std::{fs, path::Path, process::Command};

use axum::http::StatusCode;
use casework::{NewPerson, PersonChoice, Registration};
use domain::{CommunicationId, DocumentRange, PieceKind, Role};
use store::batches;
use world::Degradation;

use crate::{
    office::{Office, student},
    site::site,
};

const FIRST: &str = "Madame Aminata DIALLO sollicite le renouvellement de son titre de séjour, qui arrive à échéance le 14 décembre \
    2026. Elle exerce le métier d'aide-soignante à l'hôpital civil de Haguenau et joint à sa demande la copie de son passeport.";
const SECOND: &str = "Le contrat a été conclu à durée indéterminée le 1er mars 2021. Les enfants sont scolarisés à l'école élémentaire, \
    où ils ont été inscrits dès la rentrée de septembre.";

/// Two pages posted, scanned and read.
async fn posted(office: &Office) -> CommunicationId {
    let source = format!(
        "#set page(paper: \"a4\", margin: 2.3cm)\n#set text(font: \"Tinos\", size: 12pt, lang: \"fr\", hyphenate: false)\n\
         {FIRST}\n\n#pagebreak()\n{SECOND}"
    );
    let pages = world::scans(world::typeset(&source).unwrap(), 200, &Degradation::ORDINARY, 4).unwrap();
    assert_eq!(pages.len(), 2);
    let batch = office.scan_file(world::scan_file(&pages, 200).unwrap().into()).await;
    office.work_off(&[casework::READ_BATCH]).await;
    let mut tx = office.begin(&office.referent()).await;
    batches::envelopes(&mut tx, batch).await.unwrap()[0].communication
}

/// What a program says of a file; none when it is not installed.
fn said(program: &str, before: &[&str], file: &Path, after: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(program).args(before).arg(file).args(after).output() else {
        println!("skipped: {program} is absent");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

/// The words of a text, as they follow each other.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The pictures of the pages as they are kept.
async fn pictures(office: &Office) -> Vec<Vec<u8>> {
    let hashes: Vec<Vec<u8>> = sqlx::query_scalar("SELECT screen_sha256 FROM page ORDER BY number")
        .fetch_all(&mut office.db.superuser().await)
        .await
        .unwrap();
    let mut tx = office.begin(&office.referent()).await;
    let mut pictures = Vec::new();
    for hash in hashes {
        let hash = store::ContentHash::from_stored(&hash).unwrap();
        pictures.push(office.casework.blobs.fetch(&mut tx, hash).await.unwrap().0.to_vec());
    }
    pictures
}

fn contains(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn what_was_posted_is_searched_and_kept_as_one_archival_file() {
    let site = site().await;
    let office = &site.office;
    let id = posted(office).await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let (_, desk) = site.read(&format!("/courrier/indexation/{id}"), &clerk).await;
    let link = format!("/courrier/plis/{id}/pdf?de=1");
    assert!(desk.contains(&link) && desk.contains("PDF consultable"), "{desk}");
    let (status, pdf) = site.read_bytes(&link, &clerk).await;
    assert_eq!(status, StatusCode::OK);

    let pictures = pictures(office).await;
    assert!(
        pictures.iter().all(|picture| contains(&pdf, picture)),
        "the pictures are the ones that are kept, byte for byte"
    );
    let kept: usize = pictures.iter().map(Vec::len).sum();
    assert!(pdf.len() < kept + 64 * 1024, "{} for pictures of {kept}", pdf.len());
    for mark in [
        "pdfaid:part>2<",
        "pdfaid:conformance>U<",
        "/OutputIntents",
        "/Lang",
        "Pli reçu le lundi 16 novembre 2026 par courrier",
    ] {
        assert!(contains(&pdf, mark.as_bytes()), "{mark}");
    }
    assert!(!contains(&pdf, b"/Encrypt") && !contains(&pdf, b"/JavaScript"));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pli.pdf");
    fs::write(&file, &pdf).unwrap();
    if let Some((right, text)) = said("qpdf", &["--check"], &file, &[]) {
        assert!(right, "{text}");
    }
    if let Some((_, text)) = said("pdftotext", &["-enc", "UTF-8"], &file, &["-"]) {
        // The typesetter curls the apostrophes.
        let text = text.replace('’', "'");
        let (first, second) = text.split_once('\u{c}').expect("two pages");
        assert_eq!(words(first), words(FIRST), "{text}");
        assert_eq!(words(second.trim_end_matches('\u{c}')), words(SECOND), "{text}");
    }
    if let Some((_, boxes)) = said("pdftotext", &["-bbox"], &file, &["-"]) {
        assert!(boxes.contains("width=\"595."), "the pages are as large as the paper: {boxes}");
    }
}

#[tokio::test]
async fn a_piece_is_given_by_whoever_may_read_the_case_and_a_protected_one_by_nobody_else() {
    let site = site().await;
    let office = &site.office;
    let id = posted(office).await;
    let pieces = vec![DocumentRange { first: 2, last: 2, kind: PieceKind::CoverLetter }];
    let person = NewPerson { family_name: Some("Diallo".to_owned()), protected: true, ..NewPerson::default() };
    let registration = Registration { pieces, person: PersonChoice::New(person), ..student(id) };
    let done = office.register(&registration).await;
    office.prepare_letters().await;
    let mut tx = office.begin(&office.referent()).await;
    let piece = store::reads::case_view::pieces(&mut tx, done.case).await.unwrap().remove(0).id;
    drop(tx);
    let path = format!("/dossiers/{}/pieces/{piece}", done.case);
    let (referent, agent) = (site.sign_in(Role::Referent).await, site.sign_in(Role::PhoneAgent).await);
    let (_, page) = site.read(&path, &referent).await;
    assert!(page.contains(&format!("{path}/pdf")), "{page}");
    let (status, pdf) = site.read_bytes(&format!("{path}/pdf"), &referent).await;
    assert!(status.is_success() && pdf.starts_with(b"%PDF-"));
    assert!(!contains(&pdf, &pictures(office).await[0]), "the page of the piece alone");
    for who in [format!("{path}/pdf"), format!("/courrier/plis/{id}/pdf")] {
        let (status, _) = site.read_bytes(&who, &agent).await;
        assert!(status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN, "{who}: {status}");
    }
    let clerk = site.sign_in(Role::Mailroom).await;
    let (status, _) = site.read_bytes(&format!("/courrier/plis/{id}/pdf"), &clerk).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = site.read_bytes(&format!("/courrier/plis/{id}/pdf?de=9"), &referent).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "there is no ninth page");
}
