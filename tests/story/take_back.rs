//! What was done by mistake is taken back and can be done again.

use casework::{UndoError, approve_letters, end_without_case, undo};
use chrono::TimeDelta;
use domain::{CaseState, CommunicationState, LetterState, Safety};
use store::{cases, communications};

use crate::office::{Office, student};

async fn case_state(office: &Office, case: domain::CaseId) -> CaseState {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().case.state
}

async fn take_back(office: &Office, done: &casework::Registered) -> Result<String, UndoError> {
    undo(&office.casework, &office.referent(), office.clerk, done.undo).await
}

#[tokio::test]
async fn a_registration_taken_back_cancels_its_letters_and_can_be_redone() {
    let office = Office::open().await;
    let communication = office.envelope("pli").await;
    let first = office.register(&student(communication)).await;
    let letters: Vec<_> = office.letters(first.case).await.iter().map(|l| l.id).collect();
    take_back(&office, &first).await.unwrap();
    for letter in &letters {
        assert_eq!(office.letter_state(*letter).await, LetterState::Cancelled);
    }
    assert_eq!(case_state(&office, first.case).await, CaseState::Received);
    let row = communications::lock(&mut *office.begin(&office.referent()).await, communication).await.unwrap();
    assert_eq!(row.state, CommunicationState::ToIndex);
    assert_eq!(office.number("SELECT count(*) FROM deadline WHERE state = 'open'").await, 0);
    office.prepare_letters().await;
    for letter in &letters {
        assert_eq!(office.letter_state(*letter).await, LetterState::Cancelled, "its PDF is no longer made");
    }
    let second = office.register(&student(communication)).await;
    assert_eq!((second.case, second.reference), (first.case, first.reference), "the number told to the person stays");
    assert_eq!(office.acknowledgements(second.case).await.len(), 1);
    office.prepare_letters().await;
    assert_eq!(office.acknowledgements(second.case).await[0].state, LetterState::Prepared);
}

#[tokio::test]
async fn once_a_letter_is_printed_the_registration_stays() {
    let office = Office::open().await;
    let (done, letter) = office.registered("pli", Safety::Ok).await;
    office.prepare_letters().await;
    approve_letters(&office.casework, &office.referent(), office.clerk, &[letter.id]).await.unwrap();
    office.print(&[letter.id]).await.unwrap();
    let refused = take_back(&office, &done).await;
    assert!(matches!(refused, Err(UndoError::LetterPrinted)), "{refused:?}");
    assert_eq!(case_state(&office, done.case).await, CaseState::Registered);
    assert_eq!(office.letter_state(letter.id).await, LetterState::Printed, "nothing was done by halves");
}

#[tokio::test]
async fn it_is_taken_back_once_by_the_same_person_within_a_day() {
    let office = Office::open().await;
    let (done, _) = office.registered("pli", Safety::Ok).await;
    let stranger = domain::UserId::new(office.now() + TimeDelta::days(1));
    let refused = undo(&office.casework, &office.referent(), stranger, done.undo).await;
    assert!(matches!(refused, Err(UndoError::Nothing)), "{refused:?}");
    take_back(&office, &done).await.unwrap();
    let again = take_back(&office, &done).await;
    assert!(matches!(again, Err(UndoError::Nothing)), "{again:?}");
    let (late, _) = office.registered("autre pli", Safety::Ok).await;
    office.clock.advance(TimeDelta::hours(25));
    let refused = take_back(&office, &late).await;
    assert!(matches!(refused, Err(UndoError::TooLate)), "{refused:?}");
    office.prepare_letters().await;
}

#[tokio::test]
async fn mail_that_is_no_request_ends_with_words_and_can_come_back() {
    let office = Office::open().await;
    let communication = office.envelope("un pli pour la CAF").await;
    let (referent, clerk) = (office.referent(), office.clerk);
    assert!(end_without_case(&office.casework, &referent, clerk, communication, "  ").await.is_err(), "words are owed");
    let key = end_without_case(&office.casework, &referent, clerk, communication, "pour la CAF").await.unwrap();
    let state = async || communications::lock(&mut *office.begin(&referent).await, communication).await.unwrap().state;
    assert_eq!(state().await, CommunicationState::NoCase);
    assert_eq!(office.number("SELECT count(*) FROM letter").await, 0, "never answered as a request");
    undo(&office.casework, &referent, clerk, key).await.unwrap();
    assert_eq!(state().await, CommunicationState::ToIndex);
    office.register(&student(communication)).await;
    office.prepare_letters().await;
}
