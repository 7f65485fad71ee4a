//! The bytes of requests, on a real connection.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, header},
};
use futures::stream;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use web::Patience;

use super::{LIMIT, Served, authorised};

/// The interface behind a listener.
pub(super) struct Wire {
    address: SocketAddr,
}

impl Wire {
    pub(super) async fn open(router: Router, patience: Patience) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(web::serve(listener, router, patience, std::future::pending()));
        Self { address }
    }

    pub(super) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// The head of a reception.
    pub(super) fn head(&self, token: &str, length: &str) -> Vec<u8> {
        format!(
            "POST /api/v1/receptions HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: brut\r\n\
             Content-Type: application/json\r\n{length}\r\n\r\n",
            self.address
        )
        .into_bytes()
    }

    /// Hands in a body with a client like any other; returns the status and the answer.
    pub(super) async fn send(&self, token: &str, key: &str, body: &[u8]) -> (u16, String) {
        runtime::choose_encryption();
        let address = format!("http://{}/api/v1/receptions", self.address);
        let request = reqwest::Client::new().post(address).bearer_auth(token).header("idempotency-key", key);
        let answer = request.header("content-type", "application/json").body(body.to_vec()).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Sends bytes, closes this side, and reads what comes back to the end.
    async fn exchange(&self, bytes: &[u8]) -> String {
        let mut connection = self.connect().await;
        connection.write_all(bytes).await.unwrap();
        connection.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _reset = connection.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// A JSON body of exactly this many bytes.
fn sized(bytes: usize) -> String {
    let body = format!(r#"{{"message":"{}"}}"#, "a".repeat(bytes - 14));
    assert_eq!(body.len(), bytes);
    body
}

#[tokio::test]
async fn the_limit_is_exact_announced_or_not_in_one_piece_or_many() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let wire = Wire::open(served.router.clone(), Patience::default()).await;
    for (bytes, status) in [(LIMIT, 201), (LIMIT + 1, 413)] {
        let body = sized(bytes);
        let (answered, answer) = wire.send(&token, &format!("whole-{bytes}"), body.as_bytes()).await;
        assert_eq!(answered, status, "{answer}");
        for size in [bytes, 65_536] {
            let chunks: Vec<_> =
                body.as_bytes().chunks(size).map(|c| Ok::<_, std::io::Error>(Bytes::copy_from_slice(c))).collect();
            let request = authorised(Request::post("/api/v1/receptions"), &token)
                .header("idempotency-key", format!("{bytes}-{size}"))
                .header(header::CONTENT_TYPE, "application/json");
            let answer = served.call(request.body(Body::from_stream(stream::iter(chunks))).unwrap()).await;
            assert_eq!(answer.status, status, "{bytes} bytes, unannounced, {size} at a time");
        }
    }
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 3);
}

#[tokio::test]
async fn a_length_that_lies_keeps_nothing_more_and_nothing_less() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let wire = Wire::open(served.router.clone(), Patience::default()).await;
    let request = |length: &str, body: &str| [wire.head(&token, length), body.as_bytes().to_vec()].concat();
    for (length, body) in [
        ("Content-Length: 100", "{}"),
        ("Content-Length: -1", "{}"),
        ("Content-Length: 2, 3", "{}"),
        ("Content-Length: 2\r\nContent-Length: 3", "{}"),
        ("Transfer-Encoding: chunked", "2\r\n{}\r\n"),
        ("Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"),
        ("Transfer-Encoding: gzip", "{}"),
    ] {
        let answer = wire.exchange(&request(length, body)).await;
        assert!(!answer.starts_with("HTTP/1.1 2"), "{length}: {answer}");
        assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 0, "{length}: {answer}");
    }
    let answer = wire.exchange(&request("Content-Length: 2", "{}{\"message\":\"smuggled\"}")).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 201").count(), 1, "what follows is no part of it: {answer}");
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 1);
    let whole = wire.exchange(&request("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n")).await;
    assert!(whole.starts_with("HTTP/1.1 200"), "the same again: {whole}");
}

#[tokio::test]
async fn an_upload_cut_half_way_keeps_nothing_and_its_key_serves_again() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let wire = Wire::open(served.router.clone(), Patience::default()).await;
    let body = sized(300_000);
    for cut in [0, 1, 150_000, 299_999] {
        let mut connection = wire.connect().await;
        connection.write_all(&wire.head(&token, "Content-Length: 300000")).await.unwrap();
        connection.write_all(&body.as_bytes()[..cut]).await.unwrap();
        drop(connection);
    }
    let (status, answer) = wire.send(&token, "brut", body.as_bytes()).await;
    assert_eq!(status, 201, "{answer}");
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 1);
}
