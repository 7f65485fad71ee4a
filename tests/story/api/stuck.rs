//! A database that does not answer.

use std::time::Duration;

use api::Limits;
use sqlx::{Connection as _, Executor as _};
use tests::eventually;

use super::{Served, limits};

#[tokio::test]
async fn who_is_not_told_in_time_learns_the_result_with_the_same_key() {
    let served = Served::with(Limits { answer: Duration::from_millis(300), ..limits() }).await;
    let token = served.structure("ccas").await;
    assert_eq!(served.receive(&token, "0", "{}").await.status, 201);
    let mut admin = served.office.db.superuser().await;
    let mut lock = admin.begin().await.unwrap();
    lock.execute("LOCK TABLE communication IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let answer = served.receive(&token, "1", r#"{"message":"a"}"#).await;
    assert_eq!((answer.status, answer.problem()), (503, "undecided"), "{answer:?}");
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(served.get(&token, "/api/v1/cases").await.problem(), "unavailable", "nor does a reader wait for ever");
    lock.rollback().await.unwrap();
    eventually("the same key tells", || async {
        let again = served.receive(&token, "1", r#"{"message":"a"}"#).await;
        again.status == 200 && again.body["again"] == true
    })
    .await;
    assert_eq!(served.receive(&token, "1", r#"{"message":"b"}"#).await.problem(), "idempotency-conflict");
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 2, "once");
}

#[tokio::test]
async fn sessions_cut_under_a_crowd_lose_and_double_nothing() {
    let served = std::sync::Arc::new(Served::open().await);
    let token = served.structure("ccas").await;
    assert_eq!(served.receive(&token, "first", "{}").await.status, 201);
    let calls = (0..60).map(|n| {
        let (served, token) = (served.clone(), token.clone());
        tokio::spawn(async move {
            loop {
                let answer = served.receive(&token, &n.to_string(), "{}").await;
                match answer.status {
                    200 | 201 => return answer.text("case").to_owned(),
                    503 => tokio::time::sleep(Duration::from_millis(20)).await,
                    _ => panic!("{answer:?}"),
                }
            }
        })
    });
    let calls: Vec<_> = calls.collect();
    for _ in 0..3 {
        served.office.db.cut_sessions().await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let cases: std::collections::BTreeSet<String> =
        futures::future::join_all(calls).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(cases.len(), 60);
    assert_eq!(served.office.number("SELECT count(*) FROM residence_case").await, 61);
}

#[tokio::test]
async fn a_key_that_asks_too_often_is_told_when_to_come_back() {
    let served = Served::with(Limits { per_minute: 3, ..limits() }).await;
    let (token, other) = (served.structure("ccas").await, served.structure("autre").await);
    for n in 0..3 {
        assert_eq!(served.receive(&token, &n.to_string(), "{}").await.status, 201);
    }
    let refused = served.receive(&token, "3", "{}").await;
    assert_eq!((refused.status, refused.problem()), (429, "too-many"));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    assert!(refused.text("detail").contains(&wait.to_string()), "{refused:?}");
    assert_eq!(served.get(&token, "/api/v1/cases").await.problem(), "too-many", "whatever it asks");
    assert_eq!(served.receive(&other, "3", "{}").await.status, 201, "another key does not pay for it");
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 4);
}
