//! What nobody should send, and what somebody sends all the same.

use api::Limits;
use axum::{
    body::{Body, Bytes},
    http::{Request, header},
};
use futures::stream;
use tokio::net::TcpListener;

use super::{LIMIT, Served, authorised};

#[tokio::test]
async fn what_is_no_json_is_refused_with_its_place_and_nothing_is_kept() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    for body in [&b""[..], b"{", b"{}{}", b"[", b"nul", b"{\"message\":\"\xff\xfe\"}", b"\xef\xbb\xbf{}"] {
        let answer = served.post(&token, "/api/v1/receptions", "1", body.to_vec()).await;
        assert_eq!((answer.status, answer.problem()), (400, "not-json"), "{body:?}");
    }
    for (body, pointer) in [
        (r#"{"message":1}"#, "#/message"),
        (r#"{"person":[]}"#, "#/person"),
        (r#"{"declared_pages":99999999999999999999}"#, "#/declared_pages"),
        (r#"{"declared_pages":-1}"#, "#/declared_pages"),
        (r#"{"files":[{"content":"JVBERi0"},{"content":"%%"}]}"#, "#/files/0/content"),
        (r#"{"files":[{"name":"a"}]}"#, "#/files/0"),
        (r#"{"reference":"26-067-0000123-99"}"#, "#/reference"),
        (r#"{"person":{"birth":"30/02/1990"}}"#, "#/person/birth"),
        (r#"{"request":{"kind":"carte"}}"#, "#/request/kind"),
    ] {
        let answer = served.receive(&token, "1", body).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid"), "{body}");
        assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{answer:?}");
    }
    let array = format!(r#"{{"files":{}"#, "[".repeat(100_000));
    let answer = served.receive(&token, "1", &array).await;
    assert!([400, 422].contains(&answer.status), "{answer:?}");
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 0);
}

#[tokio::test]
async fn strange_but_whole_is_kept() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    for (n, body) in [
        r#"{"person":{"family_name":"DI\u0000ALLO"},"message":"a\u0000b","files":[{"name":"\u0000../../x","content":"AA=="}]}"#,
        r#"{"x":1e999,"y":-99999999999999999999999999}"#,
        &deep,
        r#"{"message":"\ud83d\ude00"}"#,
        r#"{"request":{"title":"Z99"}}"#,
        r#"{"files":[{"content":"JVBE\r\nRi0x"}]}"#,
    ]
    .iter()
    .enumerate()
    {
        let answer = served.receive(&token, &n.to_string(), body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    assert_eq!(served.office.number("SELECT count(*) FROM residence_case").await, 6);
}

#[tokio::test]
async fn a_request_without_its_headers_is_told_which() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let no_key =
        authorised(Request::post("/api/v1/receptions"), &token).header(header::CONTENT_TYPE, "application/json");
    let answer = served.call(no_key.body("{}".into()).unwrap()).await;
    assert_eq!((answer.status, answer.problem()), (400, "idempotency-key"));
    for key in ["", "a b", "é", "\"\"", &"k".repeat(201)] {
        let answer = served.receive(&token, key, "{}").await;
        assert_eq!((answer.status, answer.problem()), (400, "idempotency-key"), "{key}");
    }
    let twice = authorised(Request::post("/api/v1/receptions"), &token)
        .header("idempotency-key", "1")
        .header("idempotency-key", "2")
        .header(header::CONTENT_TYPE, "application/json");
    assert_eq!(served.call(twice.body("{}".into()).unwrap()).await.problem(), "idempotency-key", "which one?");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"] {
        let request = authorised(Request::post("/api/v1/receptions"), &token)
            .header("idempotency-key", "1")
            .header(header::CONTENT_TYPE, kind);
        let answer = served.call(request.body("{}".into()).unwrap()).await;
        assert_eq!((answer.status, answer.problem()), (415, "media-type"), "{kind}");
    }
    assert_eq!(served.get(&token, "/api/v1/receptions").await.problem(), "method");
    assert_eq!(served.get(&token, "/api/v2/receptions").await.problem(), "not-found");
    assert_eq!(served.get(&token, "/api/v1/receptions/com_x").await.problem(), "not-found");
    assert_eq!(served.get(&token, "/api/v1/cases/%ff").await.problem(), "not-found");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_announced_or_not() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let request = || {
        authorised(Request::post("/api/v1/receptions"), &token)
            .header("idempotency-key", "1")
            .header(header::CONTENT_TYPE, "application/json")
    };
    let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let announced = request().header(header::CONTENT_LENGTH, LIMIT + 1).body(never).unwrap();
    let answer = served.call(announced).await;
    assert_eq!((answer.status, answer.problem()), (413, "too-large"), "before a byte of it is read");
    let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 65_536])));
    let answer = served.call(request().body(Body::from_stream(endless)).unwrap()).await;
    assert_eq!((answer.status, answer.problem()), (413, "too-large"));
    let cut = stream::iter([Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("cut"))]);
    let answer = served.call(request().body(Body::from_stream(cut)).unwrap()).await;
    assert_eq!((answer.status, answer.problem()), (400, "incomplete"));
    assert_eq!(served.office.number("SELECT count(*) FROM communication").await, 0);
}

#[tokio::test]
async fn a_hundred_megabytes_over_a_real_connection_are_answered() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    runtime::choose_encryption();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/api/v1/receptions", listener.local_addr().unwrap());
    let router = api::assemble(&served.office.casework, Limits { body_bytes: 60 << 20, ..super::limits() }).router;
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = reqwest::Client::new();
    let send = |token: &str, body: Vec<u8>| {
        let request = client.post(&address).bearer_auth(token).header("idempotency-key", "1");
        request.header("content-type", "application/json").body(body).send()
    };
    let answer = send(&token, vec![b' '; 100 << 20]).await.unwrap();
    assert_eq!(answer.status(), 413);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let answer = send("inconnu", vec![b' '; 100 << 20]).await.unwrap();
    assert_eq!(answer.status(), 401, "a key that does not exist");
    let file = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, vec![7; 40 << 20]);
    let answer = send(&token, format!(r#"{{"files":[{{"name":"a.bin","content":"{file}"}}]}}"#).into()).await.unwrap();
    assert_eq!(answer.status(), 201, "a file of forty megabytes is kept");
}

#[tokio::test]
async fn while_the_database_is_away_nothing_is_acknowledged() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    assert_eq!(served.receive(&token, "1", "{}").await.status, 201);
    served.office.db.pool().close().await;
    let answer = served.receive(&token, "2", "{}").await;
    assert_eq!((answer.status, answer.problem()), (503, "undecided"));
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(served.get("psr_autre", "/api/v1/cases").await.problem(), "unavailable");
}
