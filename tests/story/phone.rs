//! Calls, from the first ring to the case: the emulated operator drives the real webhooks over a real database.

use std::time::Duration;

use casework::{CallEnding, EndCallError, Registration, end_call, record_attempt, register};
use domain::{
    AttemptResult, CallOutcome, CallState, CallbackState, CaseState, ChannelKind, CommunicationId, CommunicationState,
    EvidenceKind, ExceptionKind, Safety,
};
use phone::{
    Line,
    emulator::{Caller, Emulator, EmulatorConfig, tone},
    operator::{Operator, OperatorError, sign},
};
use runtime::Config;
use store::{batches::EnvelopeMarks, cases, persons, reads::calls};
use tests::eventually;

use crate::office::{Office, day, student};

use exchange::{CALLER, Exchange, NUMBER};

mod exchange;
mod outage;

#[tokio::test]
async fn a_caller_who_files_a_request_keeps_the_date_of_the_call() {
    let exchange = Exchange::open().await;
    let lived = exchange.dial(&["1"], Some(tone(2))).await;
    assert!(lived.failures.is_empty(), "{lived:?}");
    let call = exchange.only_call().await;
    let (case, ..) = call.case.expect("a case");
    let row = cases::lock(&mut *exchange.office.begin(&exchange.office.referent()).await, case).await.unwrap();
    assert_eq!((row.first_channel, row.evidence_kind), (ChannelKind::Phone, EvidenceKind::Call));
    assert_eq!(row.evidence_on, day("2026-11-16"));
    assert_eq!((row.case.state, call.state), (CaseState::Received, CallState::Ended));
    let owed = calls::callbacks(&mut *exchange.office.begin(&exchange.office.referent()).await, None, 5).await.unwrap();
    assert_eq!((owed.len(), owed[0].due_on), (1, day("2026-11-18")), "two working days");
    exchange.close().await;
}

#[tokio::test]
async fn a_reference_links_the_call_and_the_caller_hears_the_same_right_or_wrong() {
    let office = Office::open().await;
    let (known, _) = office.registered("pli", Safety::Ok).await;
    let exchange = Exchange::with(office, None).await;
    let right = exchange.dial(&["2", &known.reference.digits()], None).await;
    let wrong = exchange.dial(&["2", "26067000000100"], None).await;
    let silent = exchange.dial(&["2"], None).await;
    assert_eq!(right.heard, wrong.heard, "nothing tells whether a case exists");
    assert_eq!(right.heard, silent.heard);
    let open = exchange.calls().await;
    let linked: Vec<_> = open.iter().filter_map(|call| call.case.map(|(id, ..)| id)).collect();
    assert_eq!((open.len(), linked), (3, vec![known.case]));
    assert_eq!(exchange.count("SELECT count(*) FROM residence_case").await, 1, "a call about a case opens none");
    exchange.close().await;
}

#[tokio::test]
async fn a_voicemail_is_kept_becomes_a_case_and_a_callback_and_leaves_the_operator() {
    let exchange = Exchange::open().await;
    exchange.operator.break_recordings(1);
    let sound = tone(9);
    let lived = exchange.dial(&["3"], Some(sound.clone())).await;
    assert!(lived.recording_sid.is_some(), "{lived:?}");
    let failed = "SELECT count(*) FROM job WHERE kind = 'fetch_recording' AND last_error IS NOT NULL";
    eventually("the operator was down once", || async { exchange.count(failed).await == 1 }).await;
    exchange.office.clock.advance(chrono::TimeDelta::hours(1));
    eventually("the recording is kept", || async { exchange.calls().await[0].recording.is_some() }).await;
    let call = exchange.only_call().await;
    let mut tx = exchange.office.begin(&exchange.office.referent()).await;
    let (kept, _) = exchange.office.casework.blobs.fetch(&mut tx, call.recording.unwrap()).await.unwrap();
    drop(tx);
    assert_eq!(kept, sound, "byte for byte, in spite of an operator that was down");
    eventually("the operator's copy is gone", || async { exchange.operator.recordings().is_empty() }).await;
    let (case, ..) = call.case.expect("in doubt it is a request");
    let row = cases::lock(&mut *exchange.office.begin(&exchange.office.referent()).await, case).await.unwrap();
    assert_eq!(row.evidence_kind, EvidenceKind::Call);
    assert_eq!(exchange.count("SELECT count(*) FROM callback WHERE state = 1 AND number = '+33612345678'").await, 1);
    exchange.close().await;
}

#[tokio::test]
async fn a_webhook_without_the_right_signature_does_nothing() {
    let exchange = Exchange::open().await;
    let http = reqwest::Client::new();
    let url = format!("http://{}/telephone/appel", exchange.address);
    let form = [("CallSid", "CA1"), ("From", CALLER), ("To", NUMBER)];
    let pairs: Vec<_> = form.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    for signature in [None, Some("AAAA".to_owned()), Some(sign("un autre jeton", &url, &pairs))] {
        let mut request = http.post(&url).form(&form);
        if let Some(signature) = signature {
            request = request.header("X-Twilio-Signature", signature);
        }
        assert_eq!(request.send().await.unwrap().status(), 403);
    }
    let right = sign("un jeton", &url, &pairs);
    let other_path = http.post(format!("http://{}/telephone/choix", exchange.address)).form(&form);
    let other_query = http.post(format!("{url}?x=1")).form(&form);
    let other_caller = http.post(&url).form(&[("CallSid", "CA1"), ("From", "+33600000000"), ("To", NUMBER)]);
    let one_more = http.post(&url).form(&[form[0], form[1], form[2], ("Digits", "1")]);
    for altered in [other_path, other_query, other_caller, one_more] {
        let answer = altered.header("X-Twilio-Signature", &right).send().await.unwrap();
        assert_eq!(answer.status(), 403, "a right signature serves its own request only");
    }
    assert_eq!(exchange.count("SELECT count(*) FROM communication").await, 0);
    let answer = http.post(&url).form(&form).header("X-Twilio-Signature", &right).send().await.unwrap();
    assert_eq!(answer.status(), 200, "and serves that one");
    assert_eq!(exchange.count("SELECT count(*) FROM communication").await, 1);
    let page = http.get(format!("http://{}/telephone", exchange.address)).send().await.unwrap();
    assert_eq!(page.status(), 404, "no page of the staff on the public address");
    exchange.close().await;
}

#[tokio::test]
async fn every_webhook_sent_again_changes_nothing() {
    let exchange = Exchange::open().await;
    let lived = exchange.dial(&["1"], Some(tone(1))).await;
    let facts = "SELECT (SELECT count(*) FROM communication) * 1000000 + (SELECT count(*) FROM residence_case) * 10000
                      + (SELECT count(*) FROM callback) * 100 + (SELECT count(*) FROM event)";
    eventually("the recording is kept", || async { exchange.calls().await[0].recording.is_some() }).await;
    let before = exchange.count(facts).await;
    for (url, parameters) in lived.webhooks.iter().chain(lived.webhooks.iter().rev()) {
        let status = exchange.operator.send(url, parameters).await;
        assert!((200..300).contains(&status), "{url}: {status}");
    }
    assert_eq!(exchange.count(facts).await, before);
    assert_eq!(exchange.only_call().await.state, CallState::Ended);
    exchange.close().await;
}

#[tokio::test]
async fn steps_of_a_call_that_nobody_knows_are_kept_all_the_same() {
    let exchange = Exchange::open().await;
    let url = format!("http://{}/telephone/choix", exchange.address);
    let form = [("CallSid", "CAlate"), ("From", ""), ("To", NUMBER), ("Digits", "1")];
    let pairs: Vec<_> = form.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(exchange.operator.send(&url, &pairs).await, 200);
    let call = exchange.only_call().await;
    assert!(call.case.is_some(), "the request is dated");
    exchange.close().await;
}

#[tokio::test]
async fn an_agent_who_answers_leaves_no_voicemail() {
    let exchange = Exchange::with(Office::open().await, Some("+33353010068")).await;
    let caller =
        Caller { from: CALLER.to_owned(), presses: vec!["1".to_owned()], agent_answers: true, ..Caller::default() };
    let lived = exchange.operator.dial(caller).await;
    assert_eq!((lived.rung.as_slice(), lived.recording_sid), (&["+33353010068".to_owned()][..], None));
    assert_eq!(exchange.count("SELECT count(*) FROM callback").await, 0, "who was answered waits for nobody");
    exchange.close().await;
}

async fn registered_by_phone(office: &Office, communication: CommunicationId) -> casework::Registered {
    let registration = Registration { marks: EnvelopeMarks::default(), ..student(communication) };
    register(&office.casework, &office.referent(), office.clerk, &registration).await.unwrap()
}

#[tokio::test]
async fn a_request_by_phone_is_the_same_case_as_by_post_but_for_channel_and_evidence() {
    let office = Office::open().await;
    let (posted, _) = office.registered("pli", Safety::Ok).await;
    let exchange = Exchange::with(office, None).await;
    exchange.dial(&["1"], None).await;
    let call = exchange.only_call().await.communication;
    let spoken = registered_by_phone(&exchange.office, call).await;
    let mut tx = exchange.office.begin(&exchange.office.referent()).await;
    let by_post = cases::lock(&mut tx, posted.case).await.unwrap();
    let by_phone = cases::lock(&mut tx, spoken.case).await.unwrap();
    drop(tx);
    assert_eq!(
        (by_phone.kind, &by_phone.title_code, by_phone.case.state),
        (by_post.kind, &by_post.title_code, by_post.case.state)
    );
    assert_eq!(by_phone.received_on, by_post.received_on);
    assert_eq!((by_post.first_channel, by_post.evidence_kind), (ChannelKind::Post, EvidenceKind::Postmark));
    assert_eq!((by_phone.first_channel, by_phone.evidence_kind), (ChannelKind::Phone, EvidenceKind::Call));
    let letters = exchange.office.acknowledgements(spoken.case).await;
    assert_eq!(letters.len(), 1, "LT-01 goes by post");
    let ending = CallEnding {
        call,
        outcome: CallOutcome::Registered,
        words: "demande de renouvellement".to_owned(),
        case: None,
        promised_on: None,
    };
    let office = &exchange.office;
    end_call(&office.casework, &office.referent(), office.clerk, &ending).await.unwrap();
    assert!(exchange.calls().await.is_empty());
    exchange.close().await;
}

#[tokio::test]
async fn a_call_ends_with_an_outcome_in_words_only() {
    let exchange = Exchange::open().await;
    exchange.dial(&["1"], None).await;
    let call = exchange.only_call().await;
    let office = &exchange.office;
    let end = |outcome, words: &str| CallEnding {
        call: call.communication,
        outcome,
        words: words.to_owned(),
        case: None,
        promised_on: None,
    };
    let told =
        |ending: CallEnding| async move { end_call(&office.casework, &office.referent(), office.clerk, &ending).await };
    assert!(matches!(told(end(CallOutcome::NoRequest, "  ")).await, Err(EndCallError::NoWords)));
    assert!(matches!(told(end(CallOutcome::Registered, "x")).await, Err(EndCallError::NothingRegistered)));
    assert!(matches!(told(end(CallOutcome::Committed, "x")).await, Err(EndCallError::NoDay)));
    let key = told(end(CallOutcome::NoRequest, "voulait la CAF")).await.unwrap();
    assert_eq!(
        exchange.count("SELECT count(*) FROM residence_case WHERE state = 20").await,
        1,
        "dismissed by a person"
    );
    casework::undo(&office.casework, &office.referent(), office.clerk, key).await.unwrap();
    assert_eq!(exchange.count("SELECT count(*) FROM residence_case WHERE state = 1").await, 1);
    let again = exchange.only_call().await;
    assert_eq!((again.state, again.communication_state), (CallState::Ended, CommunicationState::Received));
    exchange.close().await;
}

#[tokio::test]
async fn three_attempts_at_different_half_days_then_a_letter_is_owed() {
    let exchange = Exchange::open().await;
    exchange.dial(&["3"], Some(tone(1))).await;
    let office = &exchange.office;
    let owed = calls::callbacks(&mut *office.begin(&office.referent()).await, None, 5).await.unwrap().remove(0);
    let agent = office.referent();
    let attempt = |result| record_attempt(&office.casework, &agent, office.clerk, owed.id, result, "");
    assert_eq!(attempt(AttemptResult::NoAnswer).await.unwrap(), CallbackState::Due);
    assert_eq!(attempt(AttemptResult::NoAnswer).await.unwrap(), CallbackState::Due, "the same morning counts once");
    office.clock.advance(chrono::TimeDelta::hours(6));
    assert_eq!(attempt(AttemptResult::NeutralMessage).await.unwrap(), CallbackState::Due);
    office.clock.advance(chrono::TimeDelta::hours(18));
    assert_eq!(attempt(AttemptResult::NoAnswer).await.unwrap(), CallbackState::Write);
    let left = calls::callbacks(&mut *office.begin(&office.referent()).await, None, 5).await.unwrap();
    assert_eq!((left.len(), left[0].state), (1, CallbackState::Write), "the letter owed stays in sight");
    exchange.close().await;
}

#[tokio::test]
async fn nobody_is_called_back_at_an_unsafe_number() {
    let office = Office::open().await;
    let (known, _) = office.registered("pli", Safety::Ok).await;
    casework::add_phone_number(&office.casework, &office.referent(), known.case, "06 12 34 56 78").await.unwrap();
    let mut tx = office.begin(&office.referent()).await;
    let person = cases::lock(&mut tx, known.case).await.unwrap().person.unwrap();
    let number =
        persons::contacts(&mut tx, person).await.unwrap().into_iter().find(|c| c.lines[0].0 == CALLER).unwrap();
    drop(tx);
    casework::flag_contact(&office.casework, &office.referent(), number.id, Safety::Unsafe).await.unwrap();
    let exchange = Exchange::with(office, None).await;
    exchange.dial(&["3"], Some(tone(1))).await;
    let call = exchange.only_call().await;
    assert!(call.guarded, "the agent is told to say nothing");
    let mut tx = exchange.office.begin(&exchange.office.referent()).await;
    assert!(calls::persons_of_caller(&mut tx, call.communication).await.unwrap().is_empty());
    let owed = calls::callbacks(&mut tx, None, 5).await.unwrap();
    drop(tx);
    assert_eq!((owed.len(), owed[0].number.as_ref()), (1, None), "the duty stays, a safe number is to be found");
    exchange.close().await;
}

#[tokio::test]
async fn a_recording_that_the_operator_lost_is_told_to_a_person() {
    let exchange = Exchange::open().await;
    let url = format!("http://{}/telephone/message", exchange.address);
    let form =
        [("CallSid", "CAx"), ("From", CALLER), ("To", NUMBER), ("RecordingSid", "REgone"), ("RecordingDuration", "4")];
    let pairs: Vec<_> = form.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(exchange.operator.send(&url, &pairs).await, 200);
    eventually("a person sees it", || async {
        exchange.count("SELECT count(*) FROM exception WHERE kind = 18").await == 1
    })
    .await;
    assert_eq!(ExceptionKind::RecordingLost.code(), 18);
    exchange.close().await;
}

#[tokio::test]
async fn with_the_database_away_the_caller_hears_a_human_sentence() {
    let office = Office::open().await;
    let nowhere = sqlx::postgres::PgPoolOptions::new()
        .acquire_timeout(Duration::from_millis(200))
        .connect_lazy("postgres://passerelle@127.0.0.1:9/none")
        .unwrap();
    let casework = casework::Casework { database: store::Database::from_pool(nowhere), ..office.casework.clone() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let line =
        Line { token: runtime::config::Secret::new("un jeton"), public_url: format!("http://{address}"), agents: None };
    let server = tokio::spawn(async move { axum::serve(listener, phone::webhook_router(casework, line)).await });
    let operator = Emulator::start(EmulatorConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        account_sid: "AC1".to_owned(),
        auth_token: "un jeton".to_owned(),
        number: NUMBER.to_owned(),
        public_url: format!("http://{address}"),
        clock: office.casework.clock.clone(),
    })
    .await
    .unwrap();
    let lived = operator.dial(Caller { from: CALLER.to_owned(), ..Caller::default() }).await;
    assert!(lived.failures.iter().all(|status| *status == 503) && lived.failures.len() >= 2, "{lived:?}");
    assert_eq!(lived.heard.len(), 1);
    assert!(lived.heard[0].contains("Rappelez dans une heure"), "{lived:?}");
    server.abort();
}

#[tokio::test]
async fn the_operator_is_spoken_to_with_the_account() {
    let exchange = Exchange::open().await;
    let config = |token: &str| {
        let url = exchange.operator.api_url();
        let text = format!(
            "[phone]\naccount_sid = \"AC00000000000000000000000000000001\"\nauth_token = \"{token}\"\nnumber = \"{NUMBER}\"\n\
             api_url = \"{url}\"\npublic_url = \"http://x\""
        );
        Operator::of(&Config::from_toml(&text).unwrap().phone).unwrap()
    };
    let right = config("un jeton");
    right.check_account().await.unwrap();
    let sid = right.create_call(CALLER, NUMBER, "http://x/y").await.unwrap();
    assert_eq!(exchange.operator.call(&sid).unwrap().to, CALLER);
    assert!(matches!(right.create_call("0612", NUMBER, "http://x/y").await, Err(OperatorError::Reject { .. })));
    assert!(matches!(right.recording("REnone").await, Err(OperatorError::Reject { .. })));
    assert!(matches!(right.recording("../Calls").await, Err(OperatorError::Reject { .. })));
    right.delete_recording("REnone").await.unwrap();
    let wrong = config("faux").check_account().await;
    assert!(matches!(wrong, Err(OperatorError::Misconfigured { key: "phone.auth_token", .. })), "{wrong:?}");
    exchange.close().await;
}
