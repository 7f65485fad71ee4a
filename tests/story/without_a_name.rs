//! AS-25: an envelope with no name, only a payslip and a photograph: kept with its postmark until somebody finds out whose it is.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ContactKind, ContactPoint, ContactPointId, LetterState, Person, PersonId, Personal, Protection, Role, Safety,
};
use store::persons;

use super::scan_room::{ScanRoom, envelope, file, page};
use crate::office::{Office, day};

const TRAY: &str = "/courrier/sans-nom";

/// Somebody who telephoned once, and wrote from an address.
async fn known(office: &Office) -> PersonId {
    let now = office.now();
    let person = Person {
        id: PersonId::new(now),
        family_name: Some(Personal("Benali".to_owned())),
        given_names: Some(Personal("Karim".to_owned())),
        birth: None,
        foreigner_number: None,
        description: None,
        protection: Protection::None,
    };
    let contact = |kind, lines: &[&str]| ContactPoint {
        id: ContactPointId::new(now),
        kind,
        lines: lines.iter().map(|line| Personal((*line).to_owned())).collect(),
        safety: Safety::Ok,
        ended_on: None,
        doubtful_since: None,
    };
    let mut tx = office.begin(&office.referent()).await;
    persons::insert(&mut tx, &person, now).await.unwrap();
    let points = [
        contact(ContactKind::Phone, &["+33612345678"]),
        contact(ContactKind::Postal, &["KARIM BENALI", "3 RUE HAUTE", "67000 STRASBOURG"]),
    ];
    for point in &points {
        persons::insert_contact(&mut tx, person.id, point, None, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    person.id
}

async fn reads(room: &ScanRoom, path: &str, who: &crate::site::Session) -> String {
    let (status, text) = room.site.read(path, who).await;
    assert!(status.is_success() && !text.contains('⟦'), "{path} {status}: {text}");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payslip_and_a_photograph_without_a_name_are_kept_with_their_postmark_until_the_sender_is_found() {
    let room = ScanRoom::open().await;
    let office = &room.site.office;
    let morning: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
    office.clock.advance(morning - office.now());
    let clerk = room.site.sign_in(Role::Indexer).await;
    let person = known(office).await;
    let sheets = [envelope("AS25", 2), page(&["SALAIRE", "0612345678"]), page(&["PHOTO"])];
    let batch = room.leave(&[("inconnu.tif", &file(&sheets))]).await[0];
    let id = room.envelopes(batch).await[0];
    let unknown = [
        ("personne", "inconnue"),
        ("description", "Une fiche de paie et une photo"),
        ("demande", "nouvelle"),
        ("pages", "1"),
        ("piece", "payslip"),
        ("pages", "2"),
        ("piece", "photo"),
        ("cachet", "2026-11-18"),
        ("lisible", "yes"),
    ];
    room.site.done(&format!("/courrier/indexation/{id}"), &clerk, &unknown).await;
    let case: sqlx::types::Uuid = sqlx::query_scalar("SELECT id FROM residence_case WHERE registered_at IS NOT NULL")
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap();
    let case = domain::CaseId::from_uuid(case);
    let dates = async || {
        let case = store::cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap();
        (case.received_on, case.evidence_on)
    };
    let posted = (day("2026-11-20"), day("2026-11-18"));
    assert_eq!(dates().await, posted, "registered without a name, dated by its postmark");
    office.prepare_letters().await;
    let held = office.acknowledgements(case).await.remove(0);
    assert_eq!(held.state, LetterState::Held, "nobody to write to yet");

    let tray = reads(&room, TRAY, &clerk).await;
    assert!(tray.contains("Une fiche de paie et une photo") && tray.contains("mercredi 18 novembre 2026"), "{tray}");
    assert!(
        tray.contains("06 12 34 56 78") && tray.contains("BENALI Karim"),
        "found by the number on the payslip: {tray}"
    );
    let found = reads(&room, "/courrier/recherche?q=06+12+34+56+78", &clerk).await;
    assert!(found.contains(&id.to_string()));

    // Nobody decides for a month: it is kept, nothing is closed.
    office.clock.advance(TimeDelta::days(30));
    let clerk = room.site.enter(Role::Indexer).await;
    assert!(reads(&room, TRAY, &clerk).await.contains("Une fiche de paie et une photo"));
    assert_eq!(dates().await, posted);
    let (demande, chosen) = (case.to_string(), person.to_string());
    let (status, _, nobody) = room.site.send(TRAY, &clerk, &[("demande", &demande)]).await;
    assert!(status.is_client_error() && nobody.contains("Choisissez une personne ou écrivez son nom"), "{nobody}");
    let form = [("demande", demande.as_str()), ("personne", chosen.as_str())];
    let back = room.site.done(TRAY, &clerk, &form).await;
    let tray = reads(&room, &back, &clerk).await;
    assert!(tray.contains("La personne a un nom") && tray.contains("Aucun pli sans nom"), "{tray}");
    let owner = store::cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().person;
    assert_eq!((owner, dates().await), (Some(person), posted), "the date of the postmark stays");
    assert_eq!(office.number("SELECT count(DISTINCT person_id) FROM piece").await, 1);

    let key = office.undo_of("identify_person").await;
    room.site.done(&format!("{TRAY}/annuler"), &clerk, &[("cle", &key)]).await;
    assert!(reads(&room, TRAY, &clerk).await.contains("Une fiche de paie et une photo"), "it was somebody else");
    room.site.done(TRAY, &clerk, &form).await;
    casework::release_letter(&office.casework.current(), &office.referent(), held.id, None).await.unwrap();
    office.prepare_letters().await;
    assert_eq!(office.acknowledgements(case).await[0].state, LetterState::Prepared, "and it leaves to them");
}
