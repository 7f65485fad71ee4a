//! Senders that hold what others need.

use std::time::Duration;

use api::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::Patience;

use super::{LIMIT, Served, limits, wire::Wire};

/// A body of this size is given memory before it is read.
const LARGE: usize = LIMIT;

#[tokio::test]
async fn a_stalled_upload_gives_its_memory_back() {
    let served =
        Served::with(Limits { stall: Duration::from_millis(300), answer: Duration::from_secs(30), ..limits() }).await;
    let token = served.structure("ccas").await;
    let wire = Wire::open(served.router.clone(), Patience::default()).await;
    let mut stalled = Vec::new();
    for _ in 0..8 {
        let mut sender = wire.connect().await;
        sender.write_all(&wire.head(&token, &format!("Content-Length: {LARGE}"))).await.unwrap();
        sender.write_all(b"{\"message\":\"").await.unwrap();
        stalled.push(sender);
    }
    let body = format!(r#"{{"message":"{}"}}"#, "a".repeat(LARGE - 14));
    assert_eq!(body.len(), LARGE);
    let (status, answer) = wire.send(&token, "whole", body.as_bytes()).await;
    assert_eq!(status, 201, "{answer}");
    for mut sender in stalled {
        let mut answer = String::new();
        sender.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("problem:stalled"), "{answer}");
    }
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 1);
}

#[tokio::test]
async fn a_sender_that_drips_is_no_better_than_a_silent_one() {
    let served = Served::with(Limits { stall: Duration::from_millis(500), slowest: 1 << 20, ..limits() }).await;
    let token = served.structure("ccas").await;
    let wire = Wire::open(served.router.clone(), Patience::default()).await;
    let sender = wire.connect().await;
    let (mut reading, mut writing) = sender.into_split();
    writing.write_all(&wire.head(&token, "Content-Length: 100000")).await.unwrap();
    let dripping = tokio::spawn(async move {
        while writing.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut answer = String::new();
    reading.read_to_string(&mut answer).await.unwrap_or_default();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    dripping.abort();
}

#[tokio::test]
async fn a_head_that_never_ends_holds_a_connection_for_a_while_only() {
    let served = Served::open().await;
    let patience = Patience { connections: 1, head: Duration::from_millis(300) };
    let wire = Wire::open(served.router.clone(), patience).await;
    let mut slow = wire.connect().await;
    slow.write_all(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    let mut next = wire.connect().await;
    next.write_all(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    next.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "served once the slow one is gone");
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).await.unwrap_or_default();
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}
