//! The evening at the mailroom: a pile that jams, numbers scanned in one go, a letter that must not leave, papers put away, and the caller who
//! posted something on Tuesday.

use axum::http::StatusCode;
use casework::approve_letters;
use domain::{LetterId, LetterState, PrintRunId, Role, Safety};

use crate::{
    office::Office,
    site::site,
    story::{papers::page, search::scanned},
};

/// A printed pile of real letters: those of as many cases.
async fn pile(office: &Office, cases: &[&str]) -> (PrintRunId, Vec<LetterId>) {
    let mut letters = Vec::new();
    for name in cases {
        letters.push(office.registered(name, Safety::Ok).await.1.id);
        office.clock.advance(chrono::TimeDelta::minutes(1));
    }
    office.work_off(&[casework::PREPARE_LETTER]).await;
    approve_letters(&office.casework, &office.referent(), office.clerk, &letters).await.unwrap();
    (office.print(&letters).await.unwrap(), letters)
}

#[tokio::test]
async fn after_a_jam_the_rest_of_a_pile_is_printed_again_and_a_letter_that_must_not_leave_is_taken_out() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Mailroom).await;
    let (run, letters) = pile(office, &["un", "deux", "trois"]).await;
    let path = format!("/courrier/departs/piles/{run}");
    assert!(page(&site, &clerk, &path).await.contains("La pile a 3 feuilles"));
    let (status, rest) = site.read_bytes(&format!("{path}/pile?feuille=2"), &clerk).await;
    assert_eq!((status, &rest[..5]), (StatusCode::OK, &b"%PDF-"[..]));
    let (_, last) = site.read_bytes(&format!("{path}/pile?feuille=3"), &clerk).await;
    assert!(last.len() < rest.len(), "one letter less");
    let (status, _) = site.read(&format!("{path}/pile?feuille=4"), &clerk).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "the pile has no such sheet");

    let out = [("pile", run.to_string()), ("lettre", letters[1].to_string())];
    let out: Vec<(&str, &str)> = out.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.done("/courrier/departs/sortir", &clerk, &out).await;
    assert_eq!(office.letter_state(letters[1]).await, LetterState::Approved);
    assert_eq!(office.letter_state(letters[0]).await, LetterState::Printed);
    let rest = page(&site, &clerk, &path).await;
    assert!(rest.contains("Pile de 2 lettres") && !rest.contains("que seuls les référents voient"), "{rest}");
    let (answer, ..) = site.send("/courrier/departs/sortir", &clerk, &out).await;
    assert_eq!(answer, StatusCode::CONFLICT, "it is out");
    site.done("/courrier/departs/remettre", &clerk, &[("pile", &run.to_string())]).await;
    let both = [office.letter_state(letters[0]).await, office.letter_state(letters[1]).await];
    assert_eq!(both, [LetterState::HandedToPost, LetterState::Approved]);
}

#[tokio::test]
async fn registered_numbers_are_scanned_in_one_go_and_what_does_not_fit_stays_to_be_scanned_again() {
    let site = site().await;
    let office = &site.office;
    let clerk = site.sign_in(Role::Mailroom).await;
    let (run, letters) = pile(office, &["un", "deux", "trois"]).await;
    let path = format!("/courrier/departs/piles/{run}");
    let lines = [
        letters[0].to_string(),
        letters[0].to_string(),
        "1A 123 456 7890 1".to_owned(),
        "1A12345678901".to_owned(),
        "1A 123 456 7890 2".to_owned(),
        letters[1].to_string(),
        "1A 123 456 7890 1".to_owned(),
        "n’importe quoi".to_owned(),
        letters[2].to_string(),
    ];
    let form = [("lectures", lines.join("\n"))];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (status, _, page) = site.send(&format!("{path}/numeros"), &clerk, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("1 numéro noté.") && !page.contains('⟦'), "{page}");
    assert!(page.contains("numéro sans lettre"), "a number with no letter before it: {page}");
    assert!(page.contains("n’importe quoi"), "what is no code: {page}");
    assert!(page.contains("aucun numéro d’étiquette après elle"), "a letter left without its number: {page}");
    let numbered = "SELECT count(*) FROM postal_item WHERE registered_number = '1A12345678901'";
    assert_eq!(office.number(numbered).await, 1, "a number is given once");
    let again = [("lectures", format!("{}\n1A 123 456 7890 2\n{}\n1A 123 456 7890 3", letters[1], letters[2]))];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let to = site.done(&format!("{path}/numeros"), &clerk, &again).await;
    assert_eq!(to, path);
    assert_eq!(office.number("SELECT count(*) FROM postal_item WHERE registered_number IS NOT NULL").await, 3);
}

#[tokio::test]
async fn a_whole_tray_is_put_into_a_box_at_once() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let envelopes = scanned(&site.office, "un bac", &[&["une lettre"], &["une autre"], &["la dernière"]]).await;
    site.done("/courrier/papier/lieux", &clerk, &[("nature", "box"), ("code", "B7"), ("nom", "")]).await;
    let shown: Vec<String> = envelopes.iter().map(ToString::to_string).collect();
    let none = site.done("/courrier/papier/ranger", &clerk, &[("lieu", "B7")]).await;
    assert!(page(&site, &clerk, &none).await.contains("Cochez les plis"));
    let one = [("lieu", "PSL1/B7"), ("pli", shown[0].as_str())];
    site.done("/courrier/papier/ranger", &clerk, &one).await;
    let all: Vec<(&str, &str)> =
        shown[1..].iter().map(|id| ("montre", id.as_str())).chain([("lieu", "b7"), ("tout", "oui")]).collect();
    site.done("/courrier/papier/ranger", &clerk, &all).await;
    let tray = page(&site, &clerk, "/courrier/papier").await;
    assert!(tray.contains("3 plis et originaux") && !tray.contains("nulle part"), "{tray}");
    let unknown = site.done("/courrier/papier/ranger", &clerk, &[("lieu", "ZZ"), ("pli", shown[0].as_str())]).await;
    assert_eq!(unknown, "/courrier/papier");
}

#[tokio::test]
async fn the_phone_desk_learns_whether_a_letter_arrived_and_nothing_that_is_written_in_it() {
    let site = site().await;
    let (agent, clerk) = (site.sign_in(Role::PhoneAgent).await, site.sign_in(Role::Mailroom).await);
    let found = scanned(&site.office, "un pli", &[&["Aminata DIALLO, mon secret est ici"]]).await;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", "Diallo posté lundi").finish();
    let path = format!("/courrier/recherche?{query}");
    let told = page(&site, &agent, &path).await;
    assert!(told.contains("1 pli trouvé") && told.contains("à indexer"), "{told}");
    assert!(told.contains("Vérifiez d’abord qui vous parle"), "{told}");
    assert!(
        !told.contains("secret") && !told.contains("/courrier/pages/") && !told.contains(&found[0].to_string()),
        "{told}"
    );
    let read = page(&site, &clerk, &path).await;
    assert!(read.contains("secret") && read.contains(&found[0].to_string()), "{read}");
    assert_eq!(site.read(&format!("/courrier/recherche/{}", found[0]), &agent).await.0, StatusCode::FORBIDDEN);
}
