//! The same thing handed in twice is one thing.

use std::sync::Arc;

use super::Served;

#[tokio::test]
async fn the_same_again_gives_the_same_answer_and_another_content_is_told() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let first = served.receive(&token, "1", r#"{"message":"a"}"#).await;
    let again = served.receive(&token, "1", r#"{"message":"a"}"#).await;
    assert_eq!((first.status, again.status), (201, 200), "{again:?}");
    assert_eq!(again.body["again"], true);
    for field in ["id", "case", "received_on", "evidence_on"] {
        assert_eq!(first.body[field], again.body[field]);
    }
    let quoted = served.receive(&token, "\"1\"", r#"{"message":"a"}"#).await;
    assert_eq!((quoted.status, quoted.text("id")), (200, first.text("id")), "quotation marks are no part of the key");
    let other = served.receive(&token, "1", r#"{"message":"b"}"#).await;
    assert_eq!((other.status, other.problem()), (422, "idempotency-conflict"));
    let elsewhere = served.structure("autre").await;
    assert_eq!(served.receive(&elsewhere, "1", r#"{"message":"b"}"#).await.status, 201, "another account, another key");
    assert_eq!(served.office.number("SELECT count(*) FROM residence_case").await, 2);
}

#[tokio::test]
async fn a_renewed_key_knows_what_the_former_one_handed_in() {
    let served = Served::open().await;
    let (former, renewed) = (served.structure("ccas").await, served.structure("ccas").await);
    let first = served.receive(&former, "1", "{}").await;
    let again = served.receive(&renewed, "1", "{}").await;
    assert_eq!((again.status, again.text("id")), (200, first.text("id")));
}

#[tokio::test]
async fn twenty_at_the_same_moment_make_one_case() {
    let served = Arc::new(Served::open().await);
    let token = served.structure("ccas").await;
    let calls = (0..20).map(|_| {
        let (served, token) = (served.clone(), token.clone());
        tokio::spawn(async move { served.receive(&token, "1", r#"{"message":"a"}"#).await })
    });
    let answers: Vec<_> = futures::future::join_all(calls).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.text("case") == answers[0].text("case")));
    assert_eq!(served.office.number("SELECT count(*) FROM residence_case").await, 1);
}

#[tokio::test]
async fn pieces_come_once_and_the_same_key_serves_another_case() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let cases = [served.receive(&token, "1", "{}").await, served.receive(&token, "2", "{}").await];
    let body = r#"{"files":[{"name":"a.pdf","content":"JVBERi0xLjQK"}],"message":"voici"}"#;
    for case in &cases {
        let path = format!("/api/v1/cases/{}/pieces", case.text("case"));
        let (first, again) = (served.post(&token, &path, "p", body).await, served.post(&token, &path, "p", body).await);
        assert_eq!((first.status, again.status), (201, 200), "{first:?} {again:?}");
        assert_eq!(first.text("case"), case.text("case"));
        assert_eq!(first.text("id"), again.text("id"));
        let other = served.post(&token, &path, "p", r#"{"message":"autre"}"#).await;
        assert_eq!(other.problem(), "idempotency-conflict");
    }
    assert_eq!(served.office.number("SELECT count(*) FROM residence_case").await, 2, "pieces open no case");
    assert_eq!(served.office.number("SELECT count(*) FROM part").await, 2);
}

#[tokio::test]
async fn a_form_of_files_is_recognised_whatever_its_boundary() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let case = served.receive(&token, "1", "{}").await;
    let path = format!("/api/v1/cases/{}/pieces", case.text("case"));
    let send = async |boundary: &str, content: &str| {
        let form = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\n\r\n{content}\r\n--{boundary}--\r\n"
        );
        let request = super::authorised(axum::http::Request::post(&path), &token)
            .header("idempotency-key", "f")
            .header("content-type", format!("multipart/form-data; boundary={boundary}"));
        served.call(request.body(form.into()).unwrap()).await
    };
    assert_eq!(send("aaa", "%PDF-1.4").await.status, 201);
    assert_eq!(send("bbb", "%PDF-1.4").await.status, 200);
    assert_eq!(send("bbb", "%PDF-1.5").await.problem(), "idempotency-conflict");
    assert_eq!(served.office.number("SELECT count(*) FROM part").await, 1);
}
