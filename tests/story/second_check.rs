//! The dates of registered letters are read twice, by two persons, the second one blind (M5).

use axum::http::StatusCode;
use casework::{Registration, undo};
use domain::{CommunicationId, Legibility, Role};
use store::{batches::EnvelopeMarks, cases};

use crate::{
    office::{Office, day, student},
    site::{Session, Site, site},
};

const HERE: &str = "/courrier/verification";

/// A registered letter, its postmark and its proof of deposit read by the clerk.
fn registered_letter(communication: CommunicationId, postmark: &str, deposit: &str) -> Registration {
    Registration {
        marks: EnvelopeMarks {
            postmark_on: Some(day(postmark)),
            legibility: Some(Legibility::Yes),
            registered_number: Some("1A 123 456 7890 1".to_owned()),
            ..EnvelopeMarks::default()
        },
        registered_deposit: Some(day(deposit)),
        ..student(communication)
    }
}

async fn read_again(site: &Site, who: &Session, id: CommunicationId, form: &[(&str, &str)]) -> (StatusCode, String) {
    let (status, to, _) = site.send(&format!("{HERE}/{id}"), who, form).await;
    (status, to)
}

async fn case_date(office: &Office, case: domain::CaseId) -> chrono::NaiveDate {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().evidence_on
}

const SAME: [(&str, &str); 4] =
    [("cachet", "2026-11-13"), ("lisible", "yes"), ("recommande", "1a12345678901"), ("depot", "13/11/2026")];

#[tokio::test]
async fn two_persons_who_read_the_same_end_the_check() {
    let site = site().await;
    let (office, second) = (&site.office, site.sign_in(Role::Indexer).await);
    let id = office.envelope("un recommandé").await;
    let done = office.register(&registered_letter(id, "2026-11-13", "2026-11-13")).await;
    let (_, page) = site.read(HERE, &second).await;
    assert!(page.contains("recommandé") && page.contains(&id.to_string()));
    assert!(
        !page.contains("1A 123 456 7890 1") && !page.contains("2026-11-13"),
        "the second reader sees nothing of the first"
    );
    assert_eq!(read_again(&site, &second, id, &SAME).await, (StatusCode::SEE_OTHER, HERE.to_owned()));
    assert_eq!(office.number("SELECT count(*) FROM second_check WHERE outcome = 1").await, 1);
    assert_eq!(case_date(office, done.case).await, day("2026-11-13"));
    let (_, page) = site.read(HERE, &second).await;
    assert!(page.contains("Aucun pli à contrôler"));
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_reading_that_differs_stands_beside_the_first_and_a_correction_only_improves_the_date() {
    let site = site().await;
    let (office, second) = (&site.office, site.sign_in(Role::Indexer).await);
    let id = office.envelope("un recommandé").await;
    let case = office.register(&registered_letter(id, "2026-11-13", "2026-11-13")).await.case;
    let earlier =
        [("cachet", "2026-11-13"), ("lisible", "yes"), ("recommande", "1A 123 456 7890 1"), ("depot", "2026-11-12")];
    assert_eq!(read_again(&site, &second, id, &earlier).await.1, format!("{HERE}/{id}"));
    let (_, page) = site.read(&format!("{HERE}/{id}"), &second).await;
    assert_eq!(page.matches("class=\"differs\"").count(), 1, "the deposit alone differs");
    assert!(page.contains("vendredi 13 novembre 2026") && page.contains("jeudi 12 novembre 2026"));
    assert_eq!(case_date(office, case).await, day("2026-11-13"), "nothing is changed before a person says so");
    let (status, _, _) = site.send(&format!("{HERE}/{id}/trancher"), &second, &[("juste", "corrected")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(case_date(office, case).await, day("2026-11-12"));
    assert_eq!(office.number("SELECT count(*) FROM evidence WHERE kind = 3").await, 2, "both deposits are kept");

    let late = office.envelope("un autre recommandé").await;
    let case = office.register(&registered_letter(late, "2026-11-12", "2026-11-12")).await.case;
    let later =
        [("cachet", "2026-11-14"), ("lisible", "yes"), ("recommande", "1A 123 456 7890 1"), ("depot", "2026-11-14")];
    read_again(&site, &second, late, &later).await;
    let (_, page) = site.read(&format!("{HERE}/{late}"), &second).await;
    assert!(page.contains("ne recule pas"));
    site.send(&format!("{HERE}/{late}/trancher"), &second, &[("juste", "corrected")]).await;
    assert_eq!(case_date(office, case).await, day("2026-11-12"), "a later reading takes nothing from the applicant");
    assert_eq!(
        office.number("SELECT count(*) FROM envelope WHERE postmark_on = '2026-11-14'").await,
        1,
        "the mark is corrected"
    );
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_franking_machine_and_the_tracking_of_the_post_date_a_letter_whose_postmark_nobody_can_read() {
    let site = site().await;
    let office = &site.office;
    let (clerk, second) = (site.sign_in(Role::Indexer).await, site.sign_in(Role::Supervisor).await);
    let id = office.envelope("une lettre suivie").await;
    let path = format!("/courrier/indexation/{id}");
    let form = [
        ("personne", "inconnue"),
        ("demande", "nouvelle"),
        ("nature", "title_renewal"),
        ("lisible", "no"),
        ("recommande", "1A 123 456 7890 1"),
        ("affranchi", "12/11/26"),
        ("pris_en_charge", "13"),
    ];
    let late = [&form[..5], &[("affranchi", "12/12/2026")]].concat();
    let (status, _, _) = site.send(&path, &clerk, &late).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "after it arrived");
    site.done(&path, &clerk, &form).await;
    assert_eq!(office.number("SELECT count(*) FROM evidence WHERE kind IN (2, 4)").await, 2, "both are kept");
    let counts = "SELECT count(*) FROM residence_case WHERE evidence_on = '2026-11-12' AND evidence_kind = 2";
    assert_eq!(office.number(counts).await, 1, "the earlier of the two");
    let reading = [("lisible", "no"), ("recommande", "1A12345678901"), ("affranchi", "11"), ("pris_en_charge", "13")];
    read_again(&site, &second, id, &reading).await;
    let (_, page) = site.read(&format!("{HERE}/{id}"), &second).await;
    assert_eq!(page.matches("class=\"differs\"").count(), 1, "the franking alone differs: {page}");
    site.done(&format!("{HERE}/{id}/trancher"), &second, &[("juste", "corrected")]).await;
    assert_eq!(office.number("SELECT count(*) FROM residence_case WHERE evidence_on = '2026-11-11'").await, 1);
    assert_eq!(office.number("SELECT count(*) FROM envelope WHERE franking_on = '2026-11-11'").await, 1);
    office.prepare_letters().await;
}

/// Settles a check as corrected by a deposit of the 12th; the key that takes it back.
async fn corrected(site: &Site, second: &Session, id: CommunicationId) -> String {
    let earlier =
        [("cachet", "2026-11-13"), ("lisible", "yes"), ("recommande", "1A 123 456 7890 1"), ("depot", "2026-11-12")];
    read_again(site, second, id, &earlier).await;
    site.done(&format!("{HERE}/{id}/trancher"), second, &[("juste", "corrected")]).await;
    site.office.undo_of("settle_check").await
}

#[tokio::test]
async fn a_check_settled_by_mistake_is_open_again_and_the_date_stands_as_before() {
    let site = site().await;
    let (office, second) = (&site.office, site.sign_in(Role::Indexer).await);
    let id = office.envelope("un recommandé").await;
    let case = office.register(&registered_letter(id, "2026-11-13", "2026-11-13")).await.case;
    office.clock.advance(chrono::TimeDelta::minutes(1));
    let key = corrected(&site, &second, id).await;
    assert_eq!(case_date(office, case).await, day("2026-11-12"));
    office.clock.advance(chrono::TimeDelta::minutes(1));
    let to = site.done("/courrier/verification/annuler", &second, &[("cle", &key)]).await;
    assert_eq!(to, HERE);
    assert_eq!(case_date(office, case).await, day("2026-11-13"), "the date of the first reading counts again");
    let counting = "SELECT count(*) FROM evidence WHERE kind = 3 AND withdrawn_at IS NULL";
    assert_eq!(office.number(counting).await, 1, "the deposit that nobody saw counts for nothing");
    assert_eq!(office.number("SELECT count(*) FROM evidence WHERE kind = 3").await, 2, "and stays on record");
    let (_, page) = site.read(&format!("{HERE}/{id}"), &second).await;
    assert_eq!(page.matches("class=\"differs\"").count(), 1, "both readings stand side by side again: {page}");
    let form = [("juste", "corrected")];
    site.done(&format!("{HERE}/{id}/trancher"), &second, &form).await;
    assert_eq!(case_date(office, case).await, day("2026-11-12"), "it can be settled again");
    assert_eq!(office.number(counting).await, 2);
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_check_stays_settled_once_a_letter_told_its_date() {
    let site = site().await;
    let (office, second) = (&site.office, site.sign_in(Role::Indexer).await);
    let id = office.envelope("un recommandé").await;
    let case = office.register(&registered_letter(id, "2026-11-13", "2026-11-13")).await.case;
    office.clock.advance(chrono::TimeDelta::minutes(1));
    let key = corrected(&site, &second, id).await;
    office.prepare_letters().await;
    let letter = office.acknowledgements(case).await[0].id;
    casework::approve_letters(&office.casework, &office.referent(), office.clerk, &[letter]).await.unwrap();
    office.print(&[letter]).await.unwrap();
    site.done("/courrier/verification/annuler", &second, &[("cle", &key)]).await;
    assert_eq!(case_date(office, case).await, day("2026-11-12"), "nothing is taken back behind a letter");
    assert_eq!(office.number("SELECT count(*) FROM second_check WHERE outcome = 2").await, 1);
}

#[tokio::test]
async fn whoever_registered_it_never_checks_it() {
    let site = site().await;
    let office = &site.office;
    let (first, second) = (site.sign_in_as("un", Role::Indexer).await, site.sign_in_as("deux", Role::Indexer).await);
    let id = office.envelope("un recommandé").await;
    let form = [
        ("personne", "inconnue"),
        ("demande", "nouvelle"),
        ("cachet", "2026-11-13"),
        ("lisible", "yes"),
        ("recommande", "1A 123 456 7890 1"),
        ("depot", "2026-11-13"),
    ];
    let (status, _, page) = site.send(&format!("/courrier/indexation/{id}"), &first, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(site.read(&format!("{HERE}/{id}"), &first).await.0, StatusCode::CONFLICT);
    assert_eq!(read_again(&site, &first, id, &SAME).await.0, StatusCode::CONFLICT);
    let (_, page) = site.read(HERE, &first).await;
    assert!(page.contains("une autre personne doit le lire"));
    assert_eq!(read_again(&site, &second, id, &[("depot", "demain")]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(read_again(&site, &second, id, &SAME).await.0, StatusCode::SEE_OTHER);
    assert_eq!(read_again(&site, &second, id, &SAME).await.0, StatusCode::CONFLICT, "it is settled");
    office.prepare_letters().await;
}

#[tokio::test]
async fn uncertain_dates_and_one_in_ten_are_read_twice_and_a_registration_taken_back_is_not() {
    let office = Office::open().await;
    let partly = office.envelope("cachet à demi lisible").await;
    let marks = EnvelopeMarks { legibility: Some(Legibility::Partly), ..student(partly).marks };
    let done = office.register(&Registration { marks, ..student(partly) }).await;
    let reasons = "SELECT coalesce(sum(reasons & 2), 0)::bigint FROM second_check";
    assert_eq!(office.number(reasons).await, 2, "uncertain");
    undo(&office.casework, &office.referent(), office.clerk, done.undo).await.unwrap();
    assert_eq!(office.number("SELECT count(*) FROM second_check").await, 0);
    for place in 0..60 {
        let id = office.envelope(&format!("pli {place}")).await;
        office.register(&student(id)).await;
    }
    let drawn: Vec<sqlx::types::Uuid> =
        sqlx::query_scalar("SELECT communication_id FROM second_check WHERE reasons = 4")
            .fetch_all(&mut office.db.superuser().await)
            .await
            .unwrap();
    let all: Vec<sqlx::types::Uuid> = sqlx::query_scalar("SELECT id FROM communication WHERE state = 3")
        .fetch_all(&mut office.db.superuser().await)
        .await
        .unwrap();
    let again = all.into_iter().map(CommunicationId::from_uuid);
    let mut again: Vec<_> =
        again.filter(|id| domain::drawn(store::ContentHash::of(&domain::draw_of(*id)).bytes())).collect();
    let mut drawn: Vec<_> = drawn.into_iter().map(CommunicationId::from_uuid).collect();
    again.sort();
    drawn.sort();
    assert_eq!(drawn, again, "the draw can be done again");
    while office.prepare_letters().await > 0 {}
}

#[tokio::test]
async fn the_check_of_a_protected_person_is_hidden_with_them() {
    let site = site().await;
    let (office, indexer, supervisor) =
        (&site.office, site.sign_in(Role::Indexer).await, site.sign_in(Role::Supervisor).await);
    let id = office.envelope("un recommandé").await;
    let person = casework::NewPerson {
        family_name: Some("Traoré".to_owned()),
        protected: true,
        ..casework::NewPerson::default()
    };
    let person = casework::PersonChoice::New(person);
    office.register(&Registration { person, ..registered_letter(id, "2026-11-13", "2026-11-13") }).await;
    assert_eq!(site.read(&format!("{HERE}/{id}"), &indexer).await.0, StatusCode::NOT_FOUND);
    assert!(!site.read(HERE, &indexer).await.1.contains(&id.to_string()));
    assert!(site.read(HERE, &supervisor).await.1.contains(&id.to_string()));
    office.prepare_letters().await;
}
