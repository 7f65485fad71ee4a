//! A case that turned out to be another one.

use casework::{PersonChoice, Registration, Target};
use domain::{CaseId, CommunicationId};
use store::cases;

use super::{Answer, Served};
use crate::office::student;

/// What was handed in is registered; returns its case.
async fn registered(served: &Served, answer: &Answer) -> CaseId {
    let communication: CommunicationId = answer.text("id").parse().unwrap();
    let done = served.office.register(&student(communication)).await;
    served.office.prepare_letters().await;
    done.case
}

/// A clerk finds that what was handed in belongs to a case that is there already.
async fn joined(served: &Served, answer: &Answer, into: CaseId) {
    let communication: CommunicationId = answer.text("id").parse().unwrap();
    let mut tx = served.office.begin(&served.office.referent()).await;
    let person = cases::lock(&mut tx, into).await.unwrap().person.unwrap();
    drop(tx);
    let person = PersonChoice::Known(person);
    let join = Registration { person, target: Target::Existing(into), address: None, ..student(communication) };
    assert!(served.office.register(&join).await.joined);
}

async fn communications(served: &Served, case: CaseId) -> i64 {
    let query = "SELECT count(*) FROM communication_case WHERE case_id = $1";
    sqlx::query_scalar(query).bind(case.uuid()).fetch_one(&mut served.office.db.superuser().await).await.unwrap()
}

#[tokio::test]
async fn the_old_reference_leads_to_the_case_that_took_it_in_and_pieces_follow() {
    let served = Served::open().await;
    let counter = served.counter().await;
    let (first, second) = (served.receive(&counter, "1", "{}").await, served.receive(&counter, "2", "{}").await);
    let into = registered(&served, &first).await;
    joined(&served, &second, into).await;
    let old = format!("/api/v1/cases/{}", second.text("case"));
    let read = served.get(&counter, &old).await;
    assert_eq!((read.status, read.text("reference")), (200, first.text("case")));
    assert_eq!(read.header("content-location"), format!("/api/v1/cases/{}", first.text("case")));
    let piece = served.post(&counter, &format!("{old}/pieces"), "p", "{}").await;
    assert_eq!((piece.status, piece.text("case")), (201, first.text("case")), "{piece:?}");
    let named = served.receive(&counter, "3", &format!(r#"{{"reference":"{}"}}"#, second.text("case"))).await;
    assert_eq!(named.text("case"), first.text("case"));
    assert_eq!(communications(&served, into).await, 4);
    let followed = served.get(&counter, second.location.as_deref().unwrap()).await;
    assert_eq!(followed.text("case"), first.text("case"));
}

#[tokio::test]
async fn a_case_merged_twice_leads_to_the_last() {
    let served = Served::open().await;
    let counter = served.counter().await;
    let mut answers = Vec::new();
    for n in 0..3 {
        answers.push(served.receive(&counter, &n.to_string(), "{}").await);
    }
    let last = registered(&served, &answers[2]).await;
    joined(&served, &answers[1], last).await;
    let mut db = served.office.db.superuser().await;
    sqlx::query(
        "UPDATE residence_case SET merged_into = (SELECT id FROM residence_case WHERE reference = $2) WHERE reference = $1",
    )
    .bind(answers[0].text("case"))
    .bind(answers[1].text("case"))
    .execute(&mut db)
    .await
    .unwrap();
    let old = format!("/api/v1/cases/{}", answers[0].text("case"));
    assert_eq!(served.get(&counter, &old).await.text("reference"), answers[2].text("case"));
    let piece = served.post(&counter, &format!("{old}/pieces"), "p", "{}").await;
    assert_eq!(piece.text("case"), answers[2].text("case"), "{piece:?}");
}

#[tokio::test]
async fn a_structure_whose_filing_was_merged_elsewhere_keeps_its_own_in_sight_and_learns_nothing_else() {
    let served = Served::open().await;
    let (structure, counter) = (served.structure("ccas").await, served.counter().await);
    let (theirs, own) = (served.receive(&counter, "1", "{}").await, served.receive(&structure, "1", "{}").await);
    let into = registered(&served, &theirs).await;
    joined(&served, &own, into).await;
    let path = format!("/api/v1/cases/{}", own.text("case"));
    let read = served.get(&structure, &path).await;
    assert_eq!((read.text("reference"), read.text("state")), (own.text("case"), "merged"), "{read:?}");
    let piece = served.post(&structure, &format!("{path}/pieces"), "p", "{}").await;
    assert_eq!((piece.status, piece.body["case"].is_null()), (201, true), "{piece:?}");
    assert_eq!(communications(&served, into).await, 3, "the pieces follow");
    let followed = served.get(&structure, piece.location.as_deref().unwrap()).await;
    assert_eq!((followed.status, followed.body["case"].is_null()), (200, true));
}
