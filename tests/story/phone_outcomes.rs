//! What an agent says of a call changes that call and what it opened, and nothing that came by another arrival.

use casework::{
    CallEnding, IncomingCall, choose_menu, end_call, give_reference, hang_up, receive_call, register, undo,
};
use chrono::NaiveDate;
use domain::{
    CallChoice, CallOutcome, CaseId, CaseReference, CaseState, CommunicationId, CommunicationState, DeadlineKind,
    Personal, Safety,
};
use store::{batches::EnvelopeMarks, cases, communications, reads::calls};

use crate::office::{Office, student};

fn call(sid: &str) -> IncomingCall {
    IncomingCall {
        sid: sid.to_owned(),
        called: "+33353010067".to_owned(),
        caller: Personal("+33612345678".to_owned()),
        rang_at: None,
    }
}

fn ending(call: CommunicationId, outcome: CallOutcome, case: Option<CaseId>) -> CallEnding {
    CallEnding { call, outcome, words: "où en est ma demande".to_owned(), case, promised_on: None }
}

/// A letter that waits to be registered: its case and the reference that its sender may know from elsewhere.
async fn waiting_case(office: &Office, content: &str) -> (CaseId, CaseReference) {
    let letter = office.envelope(content).await;
    let mut tx = office.begin(&office.referent()).await;
    let case = communications::lock(&mut tx, letter).await.unwrap().cases[0];
    (case, cases::lock(&mut tx, case).await.unwrap().reference)
}

async fn state(office: &Office, case: CaseId) -> CaseState {
    cases::lock(&mut *office.begin(&office.referent()).await, case).await.unwrap().case.state
}

async fn communication_state(office: &Office, id: CommunicationId) -> CommunicationState {
    communications::lock(&mut *office.begin(&office.referent()).await, id).await.unwrap().state
}

#[tokio::test]
async fn a_call_about_a_request_that_waits_to_be_registered_never_dismisses_it() {
    let office = Office::open().await;
    let (case, reference) = waiting_case(&office, "pli").await;
    for (sid, outcome) in [("CA1", CallOutcome::Informed), ("CA2", CallOutcome::NoRequest)] {
        let id = receive_call(&office.casework, &call(sid)).await.unwrap();
        give_reference(&office.casework, &call(sid), &reference.digits()).await.unwrap();
        let key =
            end_call(&office.casework, &office.officer(), office.clerk, &ending(id, outcome, None)).await.unwrap();
        assert_eq!(state(&office, case).await, CaseState::Received, "{outcome:?}: the letter keeps its request");
        assert_eq!(communication_state(&office, id).await, CommunicationState::Registered, "the call is on its case");
        undo(&office.casework, &office.officer(), office.clerk, key).await.unwrap();
        assert_eq!(state(&office, case).await, CaseState::Received);
    }
}

#[tokio::test]
async fn a_call_that_the_agent_links_to_a_waiting_request_neither_dismisses_nor_merges_it() {
    let office = Office::open().await;
    let (named, reference) = waiting_case(&office, "pli").await;
    let (chosen, _) = waiting_case(&office, "autre pli").await;
    let id = receive_call(&office.casework, &call("CA1")).await.unwrap();
    give_reference(&office.casework, &call("CA1"), &reference.digits()).await.unwrap();
    let ended = ending(id, CallOutcome::Informed, Some(chosen));
    end_call(&office.casework, &office.officer(), office.clerk, &ended).await.unwrap();
    assert_eq!(state(&office, named).await, CaseState::Received, "another reference than the agent's choice");
    assert_eq!(state(&office, chosen).await, CaseState::Received);
}

#[tokio::test]
async fn what_the_call_itself_opened_is_merged_into_the_case_that_the_agent_found() {
    let office = Office::open().await;
    let (known, _) = office.registered("pli", Safety::Ok).await;
    let id = receive_call(&office.casework, &call("CA1")).await.unwrap();
    choose_menu(&office.casework, &call("CA1"), CallChoice::Request).await.unwrap();
    let opened = communications::lock(&mut *office.begin(&office.referent()).await, id).await.unwrap().cases[0];
    let ended = ending(id, CallOutcome::Informed, Some(known.case));
    end_call(&office.casework, &office.officer(), office.clerk, &ended).await.unwrap();
    assert_eq!(
        (state(&office, opened).await, state(&office, known.case).await),
        (CaseState::Merged, CaseState::Registered)
    );
    office.prepare_letters().await;
}

#[tokio::test]
async fn a_call_whose_registration_is_taken_back_is_in_sight_again() {
    let office = Office::open().await;
    let id = receive_call(&office.casework, &call("CA1")).await.unwrap();
    choose_menu(&office.casework, &call("CA1"), CallChoice::Request).await.unwrap();
    let registration = casework::Registration { marks: EnvelopeMarks::default(), ..student(id) };
    let done = register(&office.casework, &office.referent(), office.clerk, &registration).await.unwrap();
    let ended = ending(id, CallOutcome::Registered, None);
    end_call(&office.casework, &office.referent(), office.clerk, &ended).await.unwrap();
    let open = async || calls::open(&mut *office.begin(&office.referent()).await, 9).await.unwrap().len();
    assert_eq!(open().await, 0);
    undo(&office.casework, &office.referent(), office.clerk, done.undo).await.unwrap();
    assert_eq!(open().await, 1, "the request waits again, and somebody sees it");
    office.prepare_letters().await;
}

#[tokio::test]
async fn who_was_spoken_to_is_not_called_back_and_a_day_promised_moves_the_callback() {
    let office = Office::open().await;
    let owed = async || calls::callbacks(&mut *office.begin(&office.referent()).await, None, 9).await.unwrap();
    for (sid, outcome) in [("CA1", CallOutcome::Informed), ("CA2", CallOutcome::NoRequest)] {
        let id = receive_call(&office.casework, &call(sid)).await.unwrap();
        choose_menu(&office.casework, &call(sid), CallChoice::Request).await.unwrap();
        hang_up(&office.casework, &call(sid), "a raccroché").await.unwrap();
        assert_eq!(owed().await.len(), 1, "who hung up before speaking is called back");
        let key =
            end_call(&office.casework, &office.officer(), office.clerk, &ending(id, outcome, None)).await.unwrap();
        assert!(owed().await.is_empty(), "{outcome:?}");
        undo(&office.casework, &office.officer(), office.clerk, key).await.unwrap();
        assert_eq!(owed().await.len(), 1, "{outcome:?} was taken back");
        end_call(&office.casework, &office.officer(), office.clerk, &ending(id, outcome, None)).await.unwrap();
    }
    let (known, _) = office.registered("pli", Safety::Ok).await;
    let id = receive_call(&office.casework, &call("CA3")).await.unwrap();
    choose_menu(&office.casework, &call("CA3"), CallChoice::Request).await.unwrap();
    hang_up(&office.casework, &call("CA3"), "a raccroché").await.unwrap();
    let promised = office.casework.today() + chrono::TimeDelta::days(9);
    let committed = CallEnding { promised_on: Some(promised), ..ending(id, CallOutcome::Committed, Some(known.case)) };
    end_call(&office.casework, &office.officer(), office.clerk, &committed).await.unwrap();
    let left = owed().await;
    assert_eq!((left.len(), left[0].due_on, left[0].reason.as_str()), (1, promised, committed.words.as_str()));
    let due = "SELECT due_on FROM deadline WHERE case_id = $1 AND kind = $2 AND state = 'open'";
    let mut tx = office.begin(&office.referent()).await;
    let days: Vec<NaiveDate> = sqlx::query_scalar(due)
        .bind(known.case.uuid())
        .bind(DeadlineKind::Callback.code())
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    assert_eq!(days, [promised], "and the case says so");
    drop(tx);
    office.prepare_letters().await;
}
