//! A protected person is there for a referent and for nobody else.

use casework::{NewPerson, PersonChoice, Registration};
use domain::Actor;
use store::{cases, communications, letters, persons};

use crate::office::{Office, student};

/// How many of the five faces of a person an actor sees: case, person, contact points, letters, communication.
async fn seen(
    office: &Office,
    actor: &Actor,
    case: domain::CaseId,
    communication: domain::CommunicationId,
) -> [bool; 5] {
    let person = {
        let mut tx = office.begin(&office.referent()).await;
        cases::lock(&mut tx, case).await.unwrap().person.unwrap()
    };
    let mut tx = office.begin(actor).await;
    [
        cases::lock(&mut tx, case).await.is_ok(),
        persons::get(&mut tx, person).await.is_ok(),
        !persons::contacts(&mut tx, person).await.unwrap().is_empty(),
        !letters::of_case(&mut tx, case).await.unwrap().is_empty(),
        communications::lock(&mut tx, communication).await.is_ok(),
    ]
}

#[tokio::test]
async fn a_protected_person_is_invisible_to_an_officer_and_visible_to_a_referent() {
    let office = Office::open().await;
    let communication = office.envelope("pli protégé").await;
    let person = NewPerson { family_name: Some("Traoré".to_owned()), protected: true, ..NewPerson::default() };
    let registration = Registration { person: PersonChoice::New(person), ..student(communication) };
    let case = office.register(&registration).await.case;
    assert_eq!(seen(&office, &office.officer(), case, communication).await, [false; 5]);
    assert_eq!(seen(&office, &office.referent(), case, communication).await, [true; 5]);
    office.prepare_letters().await;
    assert_eq!(
        seen(&office, &office.officer(), case, communication).await,
        [false; 5],
        "nor once its letters are made"
    );
}

#[tokio::test]
async fn other_persons_are_visible_to_both() {
    let office = Office::open().await;
    let communication = office.envelope("pli").await;
    let case = office.register(&student(communication)).await.case;
    assert_eq!(seen(&office, &office.officer(), case, communication).await, [true; 5]);
    office.prepare_letters().await;
}

#[tokio::test]
async fn an_officer_changes_nothing_of_a_protected_person() {
    let office = Office::open().await;
    let communication = office.envelope("pli protégé").await;
    let person = NewPerson { protected: true, ..NewPerson::default() };
    let registration = Registration { person: PersonChoice::New(person), ..student(communication) };
    let done = office.register(&registration).await;
    office.prepare_letters().await;
    let letters: Vec<_> = office.letters(done.case).await.iter().map(|l| l.id).collect();
    let officer = office.officer();
    let approved = casework::approve_letters(&office.casework, &officer, office.clerk, &letters).await.unwrap();
    assert_eq!((approved.approved, approved.held), (0, 0));
    let taken_back = casework::undo(&office.casework, &officer, office.clerk, done.undo).await;
    assert!(taken_back.is_err(), "{taken_back:?}");
    let merged = Registration {
        target: casework::Target::Existing(done.case),
        ..student(office.envelope("un autre pli").await)
    };
    let refused = casework::register(&office.casework, &officer, office.clerk, &merged).await;
    assert!(refused.is_err(), "attached to a case that the officer does not see");
}
