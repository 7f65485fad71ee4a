//! The program or its line is away while people call: nobody is forgotten.

use chrono::TimeDelta;
use domain::{CallState, EvidenceKind};
use phone::emulator::{Caller, tone};
use store::cases;
use tests::eventually;

use super::exchange::{CALLER, Exchange};
use crate::office::day;

const CAUGHT: &str = "SELECT count(*) FROM call WHERE state = 5";
const OWED: &str = "SELECT count(*) FROM callback WHERE state = 1";

#[tokio::test]
async fn who_called_during_an_outage_keeps_the_date_and_is_called_back() {
    let mut exchange = Exchange::open().await;
    let heard = Caller { from: CALLER.to_owned(), patience: Some(1), ..Caller::default() };
    exchange.operator.dial(heard).await;
    let before = exchange.only_call().await.communication;
    exchange.go_away().await;
    let lived = exchange.dial(&["1"], Some(tone(1))).await;
    assert!(lived.failures.len() >= 3 && lived.heard.is_empty(), "{lived:?}");
    let called_at = exchange.office.now();
    exchange.office.clock.advance(TimeDelta::days(2));
    exchange.come_back().await;
    eventually("the call is caught up with", || async { exchange.count(CAUGHT).await == 2 }).await;
    let call = exchange.calls().await.into_iter().find(|call| call.communication != before).unwrap();
    assert_eq!((call.started_at, call.state), (called_at, CallState::Ended));
    assert_eq!(exchange.count(OWED).await, 1, "the person was not served");
    let dated = "SELECT count(*) FROM evidence WHERE kind = 10 AND date = '2026-11-16'";
    assert_eq!(EvidenceKind::Call.code(), 10);
    assert_eq!(exchange.count(dated).await, 2, "the day of the call counts");
    exchange.office.clock.advance(TimeDelta::minutes(10));
    let asked = "SELECT count(*) FROM schedule WHERE name = 'catch_up_calls' AND last_run_at > '2026-11-18 08:05+00'";
    eventually("the operator is asked again", || async { exchange.count(asked).await == 1 }).await;
    eventually("the question is answered", || async { exchange.count("SELECT count(*) FROM job").await == 0 }).await;
    assert_eq!((exchange.calls().await.len(), exchange.count(OWED).await), (2, 1), "once");
    exchange.close().await;
}

#[tokio::test]
async fn a_voicemail_of_which_we_were_never_told_is_fetched() {
    let mut exchange = Exchange::open().await;
    // Away between the tone and the end of the call: the operator has the sound, we know only that somebody rang.
    let sound = tone(3);
    let caller = Caller {
        from: CALLER.to_owned(),
        presses: vec!["3".to_owned()],
        says_wav: Some(sound.clone()),
        ..Caller::default()
    };
    let lived = exchange.operator.dial_and_lose(caller, 2).await;
    assert!(lived.recording_sid.is_some(), "{lived:?}");
    assert_eq!(exchange.count("SELECT count(*) FROM call WHERE recording_sid IS NULL AND state < 5").await, 1);
    exchange.go_away().await;
    exchange.office.clock.advance(TimeDelta::hours(1));
    exchange.come_back().await;
    eventually("the recording is kept", || async {
        exchange.calls().await.first().is_some_and(|call| call.recording.is_some())
    })
    .await;
    let call = exchange.only_call().await;
    let mut tx = exchange.office.begin(&exchange.office.referent()).await;
    let (kept, _) = exchange.office.casework.blobs.fetch(&mut tx, call.recording.unwrap()).await.unwrap();
    assert_eq!(kept, sound);
    let row = cases::lock(&mut tx, call.case.expect("in doubt a request").0).await.unwrap();
    assert_eq!(row.evidence_on, day("2026-11-16"));
    drop(tx);
    eventually("the call is over", || async { exchange.count(CAUGHT).await == 1 }).await;
    assert_eq!(exchange.count(OWED).await, 1);
    eventually("the operator's copy is gone", || async { exchange.operator.recordings().is_empty() }).await;
    exchange.close().await;
}

#[tokio::test]
async fn more_calls_than_the_operator_lists_on_a_page_are_all_caught_up_with() {
    let mut exchange = Exchange::open().await;
    exchange.go_away().await;
    for _ in 0..120 {
        exchange.operator.dial(Caller { from: CALLER.to_owned(), ..Caller::default() }).await;
        exchange.office.clock.advance(TimeDelta::seconds(30));
    }
    exchange.office.clock.advance(TimeDelta::minutes(5));
    exchange.come_back().await;
    eventually("all calls are caught up with", || async { exchange.count(CAUGHT).await == 120 }).await;
    exchange.close().await;
}
