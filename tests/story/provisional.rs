//! A provisional document from the registration to the next one: signed by an officer, on paper, without a day of gap.

mod changed;
mod papers;

use casework::{
    IssueError, PrepareDocumentError, Registered, Registration, Signature, approve_letters, give_document,
    hand_to_post, issue_document, prepare_document, record_document_facts, watch_documents,
};
use chrono::NaiveDate;
use domain::{
    CaseId, DeadlineKind, ExceptionKind, HeldTitle, HeldTitleKind, LetterId, LetterKind, LetterState, Medium, Personal,
    ProvisionalDocumentId, ProvisionalState,
};
use law::documents::Fact;
use store::{
    document_facts::{self, DocumentFacts},
    provisional_documents::{self, DocumentRow},
};

use crate::office::{Office, day, student};

/// A spouse asks to renew her card, which ends on 20 January 2027 (AS-04).
async fn spouse(office: &Office) -> Registered {
    let communication = office.envelope("a renewal").await;
    let held = HeldTitle {
        kind: HeldTitleKind::OtherCard,
        number: Personal("7503002345".to_owned()),
        expires_on: day("2027-01-20"),
    };
    let asked = Registration {
        title_code: Some("T05".to_owned()),
        ground: Some("L. 423-1".to_owned()),
        held_title: Some(held),
        ..student(communication)
    };
    let done = office.register(&asked).await;
    office.prepare_letters().await;
    done
}

async fn facts(office: &Office, case: CaseId) -> DocumentFacts {
    document_facts::get(&mut *office.begin(&office.referent()).await, case).await.unwrap()
}

async fn documents(office: &Office, case: CaseId) -> Vec<DocumentRow> {
    provisional_documents::of_case(&mut *office.begin(&office.referent()).await, case).await.unwrap()
}

/// What an officer answers: the file is complete, no asylum is asked for.
async fn answers(office: &Office, case: CaseId) -> Option<ProvisionalDocumentId> {
    let facts = DocumentFacts { complete: Some(true), asylum_seeker: Some(false), ..facts(office, case).await };
    record_document_facts(&office.casework, &office.referent(), case, &facts).await.unwrap()
}

async fn sign(office: &Office, case: CaseId, document: ProvisionalDocumentId, medium: Medium) -> LetterId {
    let signature = Signature { document, confirmed: true, medium };
    issue_document(&office.casework, &office.referent(), office.clerk, case, signature).await.unwrap()
}

/// The paper goes through the departures, like every letter.
async fn post(office: &Office, letter: LetterId) {
    office.prepare_letters().await;
    approve_letters(&office.casework, &office.referent(), office.clerk, &[letter]).await.unwrap();
    let run = office.print(&[letter]).await.unwrap();
    hand_to_post(&office.casework, &office.referent(), office.clerk, run).await.unwrap();
}

async fn covered_until(office: &Office, case: CaseId) -> Option<NaiveDate> {
    document_facts::covered_until(&mut *office.begin(&office.referent()).await, case).await.unwrap()
}

async fn next_due(office: &Office, case: CaseId) -> Option<NaiveDate> {
    let mut tx = office.begin(&office.referent()).await;
    store::deadlines::open_on(&mut tx, case, DeadlineKind::NextDocumentDue).await.unwrap()
}

async fn alarms(office: &Office) -> i64 {
    let code = ExceptionKind::NoNextDocument.code();
    sqlx::query_scalar("SELECT count(*) FROM exception WHERE kind = $1 AND ended_at IS NULL")
        .bind(code)
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap()
}

fn at(office: &Office, date: &str) {
    let then: chrono::DateTime<chrono::Utc> = format!("{date}T07:00:00Z").parse().unwrap();
    office.clock.advance(then - office.now());
}

#[tokio::test]
async fn from_the_registration_to_the_next_document_there_is_no_day_without_one() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    assert_eq!(answers(&office, case).await, None, "the card runs until January: nothing is due");
    assert_eq!(next_due(&office, case).await, Some(day("2027-01-13")));

    at(&office, "2026-12-20");
    watch_documents(&office.casework).await.unwrap();
    assert!(documents(&office, case).await.is_empty(), "thirty-one days before");
    at(&office, "2026-12-21");
    let watched = watch_documents(&office.casework).await.unwrap();
    assert_eq!((watched.ending, watched.prepared, watched.alarms), (1, 1, 0));
    watch_documents(&office.casework).await.unwrap();
    let first = documents(&office, case).await;
    assert_eq!(first.len(), 1, "prepared once");
    let first = &first[0];
    assert_eq!((first.said.kind.as_str(), first.said.work.0.as_str()), ("recepisse", "allowed"));
    assert_eq!((first.said.from, first.said.to), (day("2027-01-21"), Some(day("2027-07-20"))));

    let unread = Signature { document: first.id, confirmed: false, medium: Medium::Post };
    let refused = issue_document(&office.casework, &office.referent(), office.clerk, case, unread).await;
    assert!(matches!(refused, Err(IssueError::Unconfirmed)), "six months is a practice: {refused:?}");
    let letter = sign(&office, case, first.id, Medium::Post).await;
    assert_eq!(covered_until(&office, case).await, Some(day("2027-01-20")), "what is signed is not yet in hand");
    post(&office, letter).await;
    assert_eq!(office.letter_state(letter).await, LetterState::HandedToPost);
    assert_eq!(documents(&office, case).await[0].state, ProvisionalState::Left);
    assert_eq!(covered_until(&office, case).await, Some(day("2027-07-20")));
    assert_eq!(next_due(&office, case).await, Some(day("2027-07-13")));

    at(&office, "2027-06-20");
    watch_documents(&office.casework).await.unwrap();
    let next = documents(&office, case).await.remove(0);
    assert_eq!((next.rank, next.state), (2, ProvisionalState::Prepared));
    assert_eq!(next.said.from, day("2027-07-21"), "the day after the end (I-12)");

    at(&office, "2027-07-12");
    assert_eq!(watch_documents(&office.casework).await.unwrap().alarms, 0);
    at(&office, "2027-07-13");
    assert_eq!(watch_documents(&office.casework).await.unwrap().alarms, 1);
    watch_documents(&office.casework).await.unwrap();
    assert_eq!(alarms(&office).await, 1, "told once");

    let letter = sign(&office, case, next.id, Medium::InPerson).await;
    assert_eq!(alarms(&office).await, 1, "a signature covers nobody");
    office.prepare_letters().await;
    give_document(&office.casework, &office.referent(), case, next.id).await.unwrap();
    assert_eq!(office.letter_state(letter).await, LetterState::HandedOver);
    assert_eq!(alarms(&office).await, 0);
    assert_eq!(covered_until(&office, case).await, next.said.to);
}

#[tokio::test]
async fn nothing_is_prepared_while_an_answer_could_change_it() {
    let office = Office::open().await;
    let case = spouse(&office).await.case;
    let refused = prepare_document(&office.casework, &office.referent(), case).await;
    let Err(PrepareDocumentError::Asked(asked)) = refused else { panic!("{refused:?}") };
    assert_eq!(asked, [Fact::Complete, Fact::AsylumSeeker]);
    at(&office, "2027-01-13");
    let watched = watch_documents(&office.casework).await.unwrap();
    assert_eq!((watched.prepared, watched.alarms), (0, 1), "an officer is told that answers are missing");
    assert!(answers(&office, case).await.is_some(), "what is due is prepared with the last answer");
    let letters = office.letters(case).await;
    assert!(letters.iter().all(|letter| letter.kind != LetterKind::ProvisionalDocument), "nobody has signed");
}

/// the same day, for who holds nothing.
#[tokio::test]
async fn a_complete_first_request_has_its_document_the_day_it_is_complete() {
    let office = Office::open().await;
    let communication = office.envelope("a first request").await;
    let asked = Registration {
        kind: domain::CaseKind::TitleFirst,
        title_code: Some("T06".to_owned()),
        ground: Some("L. 423-7".to_owned()),
        ..student(communication)
    };
    let case = office.register(&asked).await.case;
    office.prepare_letters().await;
    let held = DocumentFacts { held: Some("nothing".to_owned()), ..facts(&office, case).await };
    record_document_facts(&office.casework, &office.referent(), case, &held).await.unwrap();
    let id = answers(&office, case).await.expect("a document to sign");
    let document = documents(&office, case).await.remove(0);
    assert_eq!((document.id, document.said.from), (id, day("2026-11-16")));
    assert_eq!(document.said.work, ("allowed".to_owned(), "CESEDA, art. R. 431-14, 3°".to_owned()));
}
