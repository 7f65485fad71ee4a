//! What is handed in for a person whom nobody may know of is kept, and tells nothing (R-57).

use casework::{NewPerson, PersonChoice, Registration, Target};
use domain::{CaseReference, CommunicationId};
use serde_json::Value;
use store::cases;

use super::{Answer, Served};
use crate::office::student;

const PAPER: &str = r#"{"files":[{"name":"a.pdf","content":"JVBERi0xLjQK"}],"message":"voici"}"#;

/// A case filed by a structure, whose person a clerk then protected.
async fn protected(served: &Served, token: &str) -> (casework::Registered, String) {
    let filed = served.receive(token, "filed", "{}").await;
    let communication: CommunicationId = filed.text("id").parse().unwrap();
    let person = NewPerson { family_name: Some("Traoré".to_owned()), protected: true, ..NewPerson::default() };
    let done =
        served.office.register(&Registration { person: PersonChoice::New(person), ..student(communication) }).await;
    served.office.prepare_letters().await;
    (done, filed.text("case").to_owned())
}

/// What an answer tells, but for what every answer has of its own.
fn told(answer: &Answer, named: &str) -> (u16, Vec<String>, Value, bool) {
    let fields = answer.body.as_object().unwrap().keys().cloned().collect();
    (answer.status, fields, answer.body["notes"].clone(), answer.body["case"] == named)
}

#[tokio::test]
async fn pieces_for_a_protected_case_are_kept_like_those_for_a_case_that_does_not_exist() {
    let served = Served::open().await;
    let (structure, counter) = (served.structure("ccas").await, served.counter().await);
    let (_, hidden) = protected(&served, &structure).await;
    let site = &served.office.casework.site;
    let nobody = CaseReference::new(2026, site.department, 9_999_999).unwrap().to_string();
    for token in [&structure, &counter] {
        let mut answers = Vec::new();
        for reference in [&hidden, &nobody] {
            let pieces = format!("/api/v1/cases/{reference}/pieces");
            let piece = served.post(token, &pieces, "p", PAPER).await;
            assert_eq!(piece.status, 201, "{piece:?}");
            let named = served.receive(token, reference, &format!(r#"{{"reference":"{reference}"}}"#)).await;
            let followed = served.get(token, piece.location.as_deref().unwrap()).await;
            let again = served.post(token, &pieces, "p", PAPER).await;
            assert_eq!((again.status, again.text("id")), (200, piece.text("id")));
            answers.push([piece, named, followed, again].map(|answer| told(&answer, reference)));
        }
        assert_eq!(answers[0], answers[1], "nothing tells one from the other");
    }
    assert_eq!(served.office.number("SELECT count(*) FROM suggestion WHERE field = 'case'").await, 8);
    assert_eq!(served.office.number("SELECT count(*) FROM part").await, 4, "every file is kept");
}

#[tokio::test]
async fn a_clerk_attaches_what_was_proposed_and_the_key_sees_no_more_than_before() {
    let served = Served::open().await;
    let (structure, counter) = (served.structure("ccas").await, served.counter().await);
    let (done, hidden) = protected(&served, &structure).await;
    let piece = served.post(&counter, &format!("/api/v1/cases/{hidden}/pieces"), "p", PAPER).await;
    let opened = piece.text("case").to_owned();
    assert_eq!(served.get(&counter, &format!("/api/v1/cases/{opened}")).await.status, 200);
    let office = &served.office;
    let mut tx = office.begin(&office.referent()).await;
    let named = cases::by_reference(&mut tx, hidden.parse().unwrap()).await.unwrap();
    assert_eq!(named, Some(done.case), "a referent finds the case proposed");
    drop(tx);
    let communication: CommunicationId = piece.text("id").parse().unwrap();
    let mut tx = office.begin(&office.referent()).await;
    let person = cases::lock(&mut tx, done.case).await.unwrap().person.unwrap();
    drop(tx);
    let attach = Registration {
        person: PersonChoice::Known(person),
        target: Target::Existing(done.case),
        address: None,
        ..student(communication)
    };
    assert!(office.register(&attach).await.joined);
    for path in [format!("/api/v1/cases/{opened}"), piece.location.clone().unwrap()] {
        assert_eq!(served.get(&counter, &path).await.problem(), "not-found", "protected with the case it joined");
    }
    let again = served.post(&counter, &format!("/api/v1/cases/{hidden}/pieces"), "p", PAPER).await;
    assert_eq!((again.status, again.body["case"].is_null()), (200, true), "{again:?}");
    assert_eq!(served.get(&counter, "/api/v1/cases").await.body["cases"].as_array().unwrap().len(), 0);
}
