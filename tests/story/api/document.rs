//! The document of the interface is whole and true.

use std::collections::BTreeSet;

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use serde_json::Value;
use tower::ServiceExt;

use super::Served;

/// Every text under a key, anywhere.
fn under<'a>(key: &str, value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == key {
                    found.extend(field.as_str());
                }
                under(key, field, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| under(key, item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn every_route_is_in_the_document_and_every_reference_leads_somewhere() {
    let served = Served::open().await;
    let answer = served.get("", "/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.kind.as_str()), (200, "application/json"));
    let document = &answer.body;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."), "{}", document["openapi"]);
    let declared: BTreeSet<(String, String)> = served
        .routes
        .iter()
        .filter(|route| route.scope.is_some())
        .map(|route| (route.path.to_owned(), route.method.to_lowercase()))
        .collect();
    let told: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone())))
        .collect();
    assert_eq!(declared, told);
    let mut references = Vec::new();
    under("$ref", document, &mut references);
    assert!(references.len() > 10);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn every_word_of_the_document_is_french_and_there() {
    let document = api::openapi();
    let mut words = Vec::new();
    under("description", document, &mut words);
    under("summary", document, &mut words);
    assert!(words.len() > 60);
    for text in words {
        assert!(!text.is_empty() && !text.contains('⟦'), "{text}");
    }
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                for content in response["content"].as_object().unwrap().values() {
                    let shown = content["example"].is_object() || content["examples"].is_object();
                    assert!(shown, "{method} {path} {status} has no example");
                }
            }
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(schema["description"].is_string(), "{name}");
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{name}.{field}");
        }
    }
}

#[tokio::test]
async fn what_the_document_gives_as_an_example_is_accepted_whole() {
    let served = Served::open().await;
    let token = served.structure("ccas").await;
    let example = |path: &str| {
        let content = &api::openapi()["paths"][path]["post"]["requestBody"]["content"];
        content["application/json"]["example"].to_string()
    };
    let mut body: Value = serde_json::from_str(&example("/api/v1/receptions")).unwrap();
    body["received_at"] = "2026-11-16".into();
    let answer = served.receive(&token, "1", &body.to_string()).await;
    assert_eq!((answer.status, &answer.body["ignored"]), (201, &Value::Null), "{answer:?}");
    let pieces = format!("/api/v1/cases/{}/pieces", answer.text("case"));
    let answer = served.post(&token, &pieces, "1", example("/api/v1/cases/{reference}/pieces")).await;
    assert_eq!((answer.status, &answer.body["ignored"]), (201, &Value::Null), "{answer:?}");
    let reference = api::openapi()["paths"]["/api/v1/receptions"]["post"]["responses"]["201"]["content"]
        ["application/json"]["example"]["case"]
        .as_str()
        .unwrap();
    assert!(reference.parse::<domain::CaseReference>().is_ok(), "{reference}");
}

#[tokio::test]
async fn the_page_shows_every_operation_and_loads_nothing() {
    let served = Served::open().await;
    let page = served.router.clone().oneshot(Request::get("/api/v1").body(Body::empty()).unwrap()).await.unwrap();
    let page = String::from_utf8(to_bytes(page.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    for route in served.routes.iter().filter(|route| route.scope.is_some()) {
        assert!(page.contains(&format!("{} {}", route.method, route.path)), "{route:?}");
    }
    for outside in ["<script", "<img", "<link", "⟦"] {
        assert!(!page.contains(outside), "{outside}");
    }
}
