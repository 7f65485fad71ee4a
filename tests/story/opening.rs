//! The post is opened before any scanner sees it (M1): what was written then stands by the envelope when the scanner finds it.

use axum::http::StatusCode;
use casework::{ARRIVAL_LABEL, ReadEnvelope, Registration};
use chrono::{NaiveDate, TimeDelta};
use domain::{CommunicationId, Role, SuggestionId};
use serde_json::json;
use store::{batches::EnvelopeMarks, cases, openings, suggestions::NewSuggestion};

use crate::{
    office::{Office, day, envelope, student},
    site::{Session, Site, site},
};

const HERE: &str = "/courrier/ouverture";

/// The reader finds one envelope, and reads a label or a number on it.
async fn scanned(office: &Office, name: &str, field: &str, value: &str) -> CommunicationId {
    let batch = office.scan(name).await;
    let suggestion = NewSuggestion {
        id: SuggestionId::new(office.now()),
        field: field.to_owned(),
        value: json!(value),
        origin: "barcode".to_owned(),
        confidence: 100.0,
        page: Some(1),
    };
    let found = ReadEnvelope { suggestions: vec![suggestion], ..envelope(1, None) };
    office.record(batch, Vec::new(), vec![found]).await[0]
}

async fn scan(site: &Site, who: &Session, number: &str) -> String {
    let (status, to, _) = site.send(&format!("{HERE}/numero"), who, &[("numero", number)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = site.read(&to, who).await;
    assert!(!page.contains('⟦'));
    page
}

async fn label(office: &Office) -> String {
    let mut tx = office.begin(&office.referent()).await;
    openings::waiting(&mut tx, 10).await.unwrap()[0].label.clone()
}

fn unmarked(communication: CommunicationId) -> Registration {
    Registration { marks: EnvelopeMarks::default(), ..student(communication) }
}

async fn dates(office: &Office, case: domain::CaseId) -> (NaiveDate, NaiveDate) {
    let case = cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap();
    (case.received_on, case.evidence_on)
}

#[tokio::test]
async fn numbers_scanned_by_hand_are_kept_once_doubted_and_taken_back() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let page = scan(&site, &clerk, "1A12345678901").await;
    assert!(page.contains("1A 123 456 7890 1 : relevé") && page.contains("data-sound=\"good\""));
    assert!(scan(&site, &clerk, "1a 123 456 7890 1").await.contains("data-sound=\"known\""));
    let wrong = scan(&site, &clerk, "RB123456784GB").await;
    assert!(wrong.contains("la clé de contrôle est fausse") && wrong.contains("data-sound=\"bad\""));
    assert!(scan(&site, &clerk, "87001234567890A").await.contains("pas la forme"));
    assert_eq!(site.office.number("SELECT count(*) FROM opened_envelope").await, 1, "what is doubted is not kept");
    let keep = [("numero", "87001234567890A"), ("garder", "oui")];
    site.send(&format!("{HERE}/numero"), &clerk, &keep).await;
    assert_eq!(site.office.number("SELECT count(*) FROM opened_envelope").await, 2);
    let id =
        openings::by_number(&mut *site.office.begin(&site.office.referent()).await, "8700", 1).await.unwrap()[0].id;
    site.send(&format!("{HERE}/retirer"), &clerk, &[("pli", &id.to_string())]).await;
    assert_eq!(site.office.number("SELECT count(*) FROM opened_envelope WHERE taken_back_at IS NULL").await, 1);
    assert!(scan(&site, &clerk, "RB123456785GB").await.contains("data-sound=\"good\""));
    site.send(&format!("{HERE}/comptes"), &clerk, &[("compte_registered", "5"), ("compte_ordinary", "120")]).await;
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(page.contains("125 plis comptés") && page.contains("▲ 2 relevés"), "five were counted, two are there");
    let (status, labels) = site.read_bytes(&format!("{HERE}/etiquettes"), &clerk).await;
    assert!(status.is_success() && labels.starts_with(b"%PDF"));
}

#[tokio::test]
async fn the_scanner_finds_what_was_opened_days_before_and_its_reception_is_that_of_the_opening() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    scan(&site, &clerk, "1A 123 456 7890 1").await;
    office.clock.advance(TimeDelta::days(6));
    let clerk = site.sign_in_as("le 22", Role::Mailroom).await;
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(page.contains("Ouverts avant aujourd’hui et pas encore scannés"));
    let (_, page) = site.read("/courrier/recherche?q=1A12345678901", &clerk).await;
    assert!(
        page.contains("Ouvert, pas encore scanné") && page.contains("attend le scanner"),
        "« I posted it on Tuesday »"
    );
    let id = scanned(office, "un recommandé", "registered_number", "1A12345678901").await;
    let done = office.register(&Registration { registered_deposit: Some(day("2026-11-14")), ..unmarked(id) }).await;
    // Received on the 16th, scanned on the 22nd: no date of the scanner counts (AS-07).
    assert_eq!(dates(office, done.case).await, (day("2026-11-16"), day("2026-11-14")));
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(!page.contains("pas encore scannés"));
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_letter_found_in_the_drop_box_counts_from_the_last_sealed_opening_before() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    let empty = [("boite", "Entrée"), ("temoin", "Y. Petit"), ("plis_boite", "0"), ("scelle", "oui")];
    site.send(&format!("{HERE}/boite"), &clerk, &empty).await;
    office.clock.advance(TimeDelta::days(2));
    let clerk = site.sign_in_as("le 18", Role::Mailroom).await;
    let found = [("boite", "Entrée"), ("temoin", "Y. Petit"), ("plis_boite", "1"), ("scelle", "oui")];
    site.send(&format!("{HERE}/boite"), &clerk, &found).await;
    let id = scanned(office, "boîte", ARRIVAL_LABEL, &label(office).await).await;
    let done = office.register(&unmarked(id)).await;
    assert_eq!(
        dates(office, done.case).await,
        (day("2026-11-18"), day("2026-11-16")),
        "nothing is presumed of the post"
    );
    let broken = [("boite", "Entrée"), ("temoin", "Y. Petit"), ("plis_boite", "1")];
    office.clock.advance(TimeDelta::days(1));
    let clerk = site.sign_in_as("le 19", Role::Mailroom).await;
    site.send(&format!("{HERE}/boite"), &clerk, &broken).await;
    let id = scanned(office, "scellé brisé", ARRIVAL_LABEL, &label(office).await).await;
    let done = office.register(&unmarked(id)).await;
    assert_eq!(done.evidence_on, day("2026-11-19"), "a broken seal proves no earlier day");
    let missing = site.send(&format!("{HERE}/boite"), &clerk, &[("boite", "Entrée"), ("plis_boite", "3")]).await;
    assert_eq!(missing.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(office.number("SELECT count(*) FROM drop_box_opening").await, 3, "without a witness nothing is kept");
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_file_given_to_the_prison_registry_counts_from_that_day() {
    // AS-12: handed over on 10 November, received on the 24th.
    let site = site().await;
    site.office.clock.advance(TimeDelta::days(8));
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    let slip = [("origine", "Maison d’arrêt"), ("remis_le", "2026-11-10"), ("convention", "oui"), ("plis_remis", "1")];
    site.send(&format!("{HERE}/remise"), &clerk, &slip).await;
    let id = scanned(office, "détenu", ARRIVAL_LABEL, &label(office).await).await;
    let address = "Maison d’arrêt, écrou 48213\n6 rue de la Porte Basse\n67200 Strasbourg".to_owned();
    let done = office.register(&Registration { address: Some(address), ..unmarked(id) }).await;
    assert_eq!(dates(office, done.case).await, (day("2026-11-24"), day("2026-11-10")));
    assert_eq!(office.number("SELECT evidence_kind::bigint FROM residence_case").await, 12);
    let letter = office.acknowledgements(done.case).await.remove(0);
    assert_eq!(letter.data["neutral"], true, "nothing on its outside says where it comes from");
    let tomorrow =
        [("origine", "Maison d’arrêt"), ("remis_le", "2026-11-25"), ("convention", "oui"), ("plis_remis", "1")];
    site.send(&format!("{HERE}/remise"), &clerk, &tomorrow).await;
    assert_eq!(office.number("SELECT count(*) FROM opened_envelope").await, 1, "a day to come is refused");
    office.prepare_letters().await;
}

#[tokio::test]
async fn sealed_medical_envelopes_are_sent_on_and_one_that_is_scanned_is_told() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    site.send(&format!("{HERE}/fermes"), &clerk, &[("plis_fermes", "3"), ("classe", "medical_sealed")]).await;
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(page.contains("3 plis médicaux à transmettre"));
    let one = label(office).await;
    let to = [("classe", "medical_sealed"), ("a", "OFII, service médical")];
    site.send(&format!("{HERE}/transmettre"), &clerk, &to).await;
    assert_eq!(office.number("SELECT count(*) FROM opened_envelope WHERE forwarded_at IS NOT NULL").await, 3);
    let refused = site.send(&format!("{HERE}/transmettre"), &clerk, &[("classe", "registered"), ("a", "OFII")]).await;
    assert_eq!(refused.0, StatusCode::BAD_REQUEST);
    scanned(office, "par erreur", ARRIVAL_LABEL, &one).await;
    assert_eq!(office.number("SELECT count(*) FROM exception WHERE kind = 20").await, 1);
    let (_, page) = site.read("/courrier/anomalies", &clerk).await;
    assert!(page.contains("pli médical passé au scanner") && page.contains(&one));
}

#[tokio::test]
async fn a_list_pasted_at_once_is_kept_in_one_go_and_what_is_doubtful_stays_in_sight() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    scan(&site, &clerk, "1A 123 456 7890 1").await;
    let list = "RB123456785GB\nRA341356713FR\nRB123456785GB\nRB123456789GB\n1A12345678901\nABC";
    let page = scan(&site, &clerk, list).await;
    assert!(page.contains("2 numéros relevés, 2 déjà connus, 2 à revoir"), "{page}");
    assert!(page.contains("clé de contrôle est fausse") && page.contains("pas la forme d’un numéro"));
    assert_eq!(site.office.number("SELECT count(*) FROM opened_envelope").await, 3);
    let form = [("numero", "2C11122233334"), ("douteux", "RB123456789GB"), ("douteux", "ABC")];
    let to = site.done(&format!("{HERE}/numero"), &clerk, &form).await;
    assert!(to.contains("douteux=RB123456789GB") && to.contains("douteux=ABC"), "scanning on loses none: {to}");
    let keep = [("numero", "RB123456789GB"), ("garder", "oui"), ("douteux", "RB123456789GB"), ("douteux", "ABC")];
    let to = site.done(&format!("{HERE}/numero"), &clerk, &keep).await;
    assert!(to.contains("douteux=ABC") && !to.contains("douteux=RB"), "{to}");
    let drop = [("numero", "ABC"), ("ecarter", "oui"), ("douteux", "ABC")];
    assert_eq!(site.done(&format!("{HERE}/numero"), &clerk, &drop).await, HERE);
    assert_eq!(site.office.number("SELECT count(*) FROM opened_envelope").await, 5);
}

#[tokio::test]
async fn what_was_typed_at_the_opening_is_shown_again_until_it_is_right() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    let sent = [("boite", "Boîte nord"), ("plis_boite", "3"), ("temoin", "")];
    let (status, _, page) = site.send(&format!("{HERE}/boite"), &clerk, &sent).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("value=\"Boîte nord\"") && page.contains("value=\"3\""), "{page}");
    assert!(page.contains("Écrivez le nom du témoin") && page.contains("href=\"#temoin\""));
    let sent = [("origine", "Maison d’arrêt"), ("remis_le", "32/13"), ("plis_remis", "2")];
    let (_, _, page) = site.send(&format!("{HERE}/remise"), &clerk, &sent).await;
    assert!(page.contains("value=\"32/13\"") && page.contains("value=\"Maison d’arrêt\""));
    assert!(!page.contains("name=\"convention\" value=\"oui\" checked"), "unticked stays so");
    let sent = [("sacs", "4"), ("compte_registered", "7"), ("compte_ordinary", "douze")];
    let (_, _, page) = site.send(&format!("{HERE}/comptes"), &clerk, &sent).await;
    assert!(page.contains("value=\"7\"") && page.contains("value=\"douze\"") && page.contains("« douze »"));
    assert_eq!(office.number("SELECT count(*) FROM opening_count").await, 0, "all counts, or none");
    let short = [("origine", "Maison d’arrêt"), ("remis_le", "13/11"), ("convention", "oui"), ("plis_remis", "1")];
    site.done(&format!("{HERE}/remise"), &clerk, &short).await;
    assert_eq!(office.number("SELECT count(*) FROM opened_envelope WHERE evidence_on = '2026-11-13'").await, 1);
}

#[tokio::test]
async fn an_emptied_box_entered_by_mistake_is_taken_back_whole_and_proves_nothing_afterwards() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    let found = [("boite", "Entrée"), ("temoin", "Y. Petit"), ("plis_boite", "4"), ("scelle", "oui")];
    site.done(&format!("{HERE}/boite"), &clerk, &found).await;
    let key = office.undo_of("open_envelopes").await;
    site.done(&format!("{HERE}/annuler"), &clerk, &[("cle", &key)]).await;
    assert_eq!(office.number("SELECT count(*) FROM opened_envelope WHERE taken_back_at IS NULL").await, 0);
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(!page.contains("Entrée : relevée"), "the next opening does not count from it");
    assert_eq!(office.number("SELECT count(*) FROM drop_box_opening WHERE taken_back_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn the_counts_of_the_morning_stand_in_the_balance_of_the_evening() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    scan(&site, &clerk, "1A 123 456 7890 1").await;
    let counts = [("sacs", "3"), ("compte_registered", "2"), ("compte_ordinary", "1"), ("compte_parcel", "0")];
    site.done(&format!("{HERE}/comptes"), &clerk, &counts).await;
    let (_, page) = site.read("/courrier/bilan", &clerk).await;
    assert!(page.contains("Comptés à l’ouverture") && page.contains("il manque 1 pli"), "{page}");
    scanned(office, "un recommandé", "registered_number", "1A12345678901").await;
    office.envelope("un pli ordinaire").await;
    scan(&site, &clerk, "RB123456785GB").await;
    let (_, page) = site.read("/courrier/bilan", &clerk).await;
    assert!(page.contains("1 pli pas encore scanné") && page.contains("le compte est bon"), "{page}");
    assert!(!page.contains("il manque") && !page.contains('⟦'));
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(page.contains("id=\"sacs\" name=\"sacs\" value=\"3\"") && page.contains("3 plis comptés"));
}

#[tokio::test]
async fn the_label_of_an_envelope_is_printed_again_days_later() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    scan(&site, &clerk, "1A 123 456 7890 1").await;
    let label = label(&site.office).await;
    site.office.clock.advance(TimeDelta::days(3));
    let clerk = site.sign_in_as("plus tard", Role::Mailroom).await;
    let (_, page) = site.read(HERE, &clerk).await;
    assert!(page.contains(&format!("etiquettes?pli={label}")));
    for path in [format!("{HERE}/etiquettes?pli={label}"), format!("{HERE}/etiquettes?pli={label}&place=17")] {
        let (status, labels) = site.read_bytes(&path, &clerk).await;
        assert!(status.is_success() && labels.starts_with(b"%PDF"), "{path}");
    }
}

/// What a prison handed over and what lay in a box keep their own dates, also when they were written on paper.
async fn of_a_prison_and_a_box(site: &Site, clerk: &Session) {
    let common = [("jour", "2026-11-12"), ("temoin", "Y. Petit"), ("numeros", ""), ("nombre", "1")];
    let entered =
        async |more: &[(&str, &str)]| site.send(&format!("{HERE}/reprise"), clerk, &[&common, more].concat()).await.0;
    let prison = [("classe", "institution"), ("origine", "Maison d’arrêt"), ("convention", "oui")];
    assert_eq!(entered(&prison).await, StatusCode::UNPROCESSABLE_ENTITY, "not without the day of its slip");
    assert_eq!(entered(&[&prison[..], &[("remis_le", "2/11/26")]].concat()).await, StatusCode::SEE_OTHER);
    assert_eq!(
        entered(&[("classe", "drop_box"), ("origine", "Entrée"), ("scelle", "oui")]).await,
        StatusCode::SEE_OTHER
    );
    let kept = "SELECT count(*) FROM opened_envelope WHERE from_register AND origin = 'Maison d’arrêt' AND evidence_on = '2026-11-02'";
    assert_eq!(site.office.number(kept).await, 1, "the day on which it was handed over");
    let kept =
        "SELECT count(*) FROM opened_envelope WHERE from_register AND origin = 'Entrée' AND evidence_on = '2026-11-10'";
    assert_eq!(site.office.number(kept).await, 1, "the working day before, and the 11th is none");
}

#[tokio::test]
async fn the_paper_register_is_printed_and_typed_in_later_with_its_true_day() {
    let site = site().await;
    let (clerk, office) = (site.sign_in(Role::Mailroom).await, &site.office);
    let (status, sheet) = site.read(&format!("{HERE}/registre"), &clerk).await;
    assert!(status.is_success() && sheet.matches("<th scope=\"row\">").count() == 20);
    let register = [
        ("jour", "2026-11-12"),
        ("temoin", "Y. Petit"),
        ("classe", "registered"),
        ("numeros", "1A 123 456 7890 1\nRB123456785GB"),
        ("nombre", "3"),
    ];
    let entered = site.send(&format!("{HERE}/reprise"), &clerk, &register).await;
    assert_eq!(entered.0, StatusCode::SEE_OTHER);
    assert_eq!(
        office.number("SELECT count(*) FROM opened_envelope WHERE from_register AND opened_on = '2026-11-12'").await,
        5
    );
    let again = site.send(&format!("{HERE}/reprise"), &clerk, &[&register[..4], &[("nombre", "")]].concat()).await;
    assert_eq!(again.0, StatusCode::SEE_OTHER);
    assert_eq!(office.number("SELECT count(*) FROM opened_envelope").await, 5, "known numbers are not counted twice");
    for wrong in [[("jour", "2026-11-17"), ("temoin", "Y. Petit")], [("jour", "2026-11-12"), ("temoin", "")]] {
        let form = [&wrong[..], &[("numeros", "1A 555 555 5555 5")]].concat();
        assert_eq!(site.send(&format!("{HERE}/reprise"), &clerk, &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
    of_a_prison_and_a_box(&site, &clerk).await;
    let id = scanned(office, "après la panne", "registered_number", "1A12345678901").await;
    let done = office.register(&Registration { registered_deposit: Some(day("2026-11-11")), ..unmarked(id) }).await;
    assert_eq!(dates(office, done.case).await, (day("2026-11-12"), day("2026-11-11")));
    office.prepare_letters().await;
}

/// Numbers of registered letters, in an order of their own.
fn pasted(count: u64) -> Vec<String> {
    (1..=count).map(|place| format!("1A{:011}", place * 7919 % 1009)).collect()
}

#[tokio::test]
async fn a_list_pasted_at_once_keeps_the_order_of_the_pile() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let numbers = pasted(40);
    site.done(&format!("{HERE}/numero"), &clerk, &[("numero", &numbers.join("\n"))]).await;
    let mut tx = site.office.begin(&site.office.referent()).await;
    let opened = openings::waiting(&mut tx, 100).await.unwrap();
    let kept: Vec<String> = opened.into_iter().filter_map(|o| o.number).map(|number| number.replace(' ', "")).collect();
    assert_eq!(kept, numbers, "labels are printed in this order, one for each letter of the pile");
    drop(tx);
    let labels = async |asked: &str| {
        let (status, pdf) = site.read_bytes(&format!("{HERE}/etiquettes{asked}"), &clerk).await;
        assert!(status.is_success() && pdf.starts_with(b"%PDF"), "{asked}");
        pdf.len()
    };
    let (all, last) = (labels("").await, labels("?nombre=3").await);
    assert!(last * 2 < all, "the last three are not the forty: {last} of {all} bytes");
    assert_eq!(labels("?nombre=beaucoup").await, all, "what is no number prints all");
}

#[tokio::test]
async fn a_list_that_is_too_long_comes_back_as_it_was_pasted() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let numbers = pasted(501);
    let (status, _, page) = site.send(&format!("{HERE}/numero"), &clerk, &[("numero", &numbers.join("\r\n"))]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("collez la liste en deux fois") && page.contains("data-sound=\"bad\""), "{page}");
    assert!(page.contains(&format!("value=\"{}\"", numbers.join(" "))), "what was pasted stands in the field again");
    assert_eq!(site.office.number("SELECT count(*) FROM opened_envelope").await, 0);
}

#[tokio::test]
async fn hundreds_of_doubtful_numbers_all_stay_in_sight() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let odd: Vec<String> = (0..400).map(|place| format!("8700123456{place:04}A")).collect();
    let (status, to, page) = site.send(&format!("{HERE}/numero"), &clerk, &[("numero", &odd.join(" "))]).await;
    assert_eq!((status, to.as_str()), (StatusCode::OK, ""), "no address holds so many");
    for number in &odd {
        assert!(page.contains(&format!("name=\"douteux\" value=\"{number}\"")), "{number}");
    }
    let (status, to, _) = site.send(&format!("{HERE}/numero"), &clerk, &[("numero", odd[0].as_str())]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(to.contains("douteux="), "a few go by the address: {to}");
}

#[tokio::test]
async fn the_seal_of_a_box_in_the_register_is_seen_by_a_person_never_presumed() {
    let site = site().await;
    let clerk = site.sign_in(Role::Mailroom).await;
    let (_, page) = site.read(&format!("{HERE}/reprise"), &clerk).await;
    assert!(page.contains("name=\"scelle\" value=\"oui\"> "), "not ticked by itself");
}
