//! The answers of the document: refusals by status, with the problem documents themselves as examples.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use web::text::tw;

use crate::{Problem, examples};

/// Completes the answers of an operation.
pub(crate) fn complete(id: &str, operation: &mut Value) {
    if let Some(content) = operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut) {
        for (kind, body) in content {
            if let Some(example) = examples::request(id, kind) {
                body["example"] = example;
            }
        }
    }
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, response) in responses.iter_mut() {
        response["description"] = json!(tw("api-response", status));
        if let Some(example) = examples::answer(id, status) {
            response["content"]["application/json"]["example"] = example;
        }
    }
    let mut refusals: BTreeMap<u16, Vec<Problem>> = BTreeMap::new();
    for problem in Problem::of_operation(id) {
        refusals.entry(problem.status().as_u16()).or_default().push(problem);
    }
    for (status, problems) in refusals {
        responses.insert(status.to_string(), refusal(&problems));
    }
    for (name, header) in responses.values_mut().filter_map(|r| r.get_mut("headers")).flat_map(super::document::objects)
    {
        header["description"] = json!(tw("api-header", &name.to_lowercase()));
    }
}

/// What is answered under one status.
fn refusal(problems: &[Problem]) -> Value {
    let titles: Vec<String> = problems.iter().map(Problem::title).collect();
    let example =
        |problem: &Problem| (problem.word().to_owned(), json!({ "summary": problem.title(), "value": problem.body() }));
    let examples: Map<String, Value> = problems.iter().map(example).collect();
    let mut response = json!({
        "description": titles.join(" ; "),
        "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/Problem" },
            "examples": examples,
        } },
    });
    let schema = |kind: &str| json!({ "schema": { "type": kind } });
    if problems.iter().any(|problem| problem.retry_after().is_some()) {
        response["headers"]["Retry-After"] = schema("integer");
    }
    if problems.iter().any(|problem| problem.challenge().is_some()) {
        response["headers"]["WWW-Authenticate"] = schema("string");
    }
    response
}
