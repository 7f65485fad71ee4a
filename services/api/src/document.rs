//! The document of the interface (`OpenAPI` 3.1), for programs and for their makers to read. What stands in it is made
//! from the handlers and what they read and write; its words are those of `config/locales/fr/api.ftl`.

use std::sync::LazyLock;

use askama::Template;
use axum::{
    http::{
        HeaderValue,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{Html, IntoResponse, Response},
};
use domain::{CaseKind, CaseState, ChannelKind};
use serde_json::{Map, Value, json};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use web::text::{exists, t, tw};

use crate::{Problem, answers, cases, examples, pieces, receptions, schema};

#[derive(OpenApi)]
#[openapi(
    paths(receptions::receive, receptions::follow, pieces::add, cases::list, cases::read),
    components(schemas(schema::ProblemBody, schema::ProblemError)),
    security(("key" = [])),
    modifiers(&Keys)
)]
struct Derived;

/// How a program shows its key.
struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

static DOCUMENT: LazyLock<Value> = LazyLock::new(described);

/// The document.
#[must_use]
pub fn openapi() -> &'static Value {
    &DOCUMENT
}

fn described() -> Value {
    let mut document = serde_json::to_value(Derived::openapi()).unwrap_or_default();
    document["info"] = json!({ "title": t("api-title"), "version": "1", "description": t("api-introduction") });
    document["components"]["securitySchemes"]["key"]["description"] = json!(t("api-key-how"));
    for operation in objects(&mut document["paths"]).flat_map(|(_, path)| objects(path)).map(|(_, operation)| operation)
    {
        describe_operation(operation);
    }
    for (name, schema) in objects(&mut document["components"]["schemas"]) {
        describe_schema(name, schema);
    }
    document
}

/// The fields of an object.
pub(crate) fn objects(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flat_map(Map::iter_mut)
}

fn describe_operation(operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    operation["summary"] = json!(tw("api-operation", &id));
    operation["description"] = json!(tw("api-operation", &format!("{id}-more")));
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        for parameter in parameters {
            let name = parameter["name"].as_str().unwrap_or_default().to_lowercase();
            parameter["description"] = json!(tw("api-parameter", &name));
            if let Some(example) = examples::parameter(&name) {
                parameter["example"] = example;
            }
            match name.as_str() {
                // Bare; the same between quotation marks is taken too.
                "idempotency-key" => parameter["schema"]["pattern"] = json!("^[!#-~][!-~]{0,199}$"),
                "cursor" => parameter["schema"]["pattern"] = json!("^[A-Za-z0-9_-]*$"),
                _ => {}
            }
            let words = match name.as_str() {
                "channel" => ChannelKind::ALL.iter().map(|word| word.word()).collect(),
                "urgency" => vec!["overdue"],
                "state" => {
                    let states: Vec<&str> = CaseState::ALL.iter().map(|word| word.word()).collect();
                    let one = states.join("|");
                    parameter["schema"]["pattern"] = json!(format!("^({one})(,({one}))*$"));
                    parameter["example"] = json!(states[..2].join(","));
                    Vec::new()
                }
                _ => Vec::new(),
            };
            if !words.is_empty() {
                parameter["schema"] = json!({ "type": "string", "enum": words });
            }
        }
    }
    answers::complete(&id, operation);
}

fn describe_schema(name: &str, schema: &mut Value) {
    schema["description"] = json!(tw("api-schema", name));
    let parts = match schema.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(parts) => parts.iter_mut().collect(),
        None => vec![schema],
    };
    for (field, property) in parts.into_iter().filter_map(|part| part.get_mut("properties")).flat_map(objects) {
        let own = format!("{name}-{field}");
        let key = if exists(&format!("api-field-{own}")) { &own } else { field };
        property["description"] = json!(tw("api-field", key));
        match (name, field.as_str()) {
            ("Request" | "Case", "kind") => property["enum"] = words(CaseKind::ALL.iter().map(|word| word.word())),
            ("Case", "state") => property["enum"] = words(CaseState::ALL.iter().map(|word| word.word())),
            ("ReceptionState", "state") => {
                property["enum"] = words(domain::CommunicationState::ALL.iter().map(|word| word.word()));
            }
            ("Case", "channels") => {
                property["items"]["enum"] = words(ChannelKind::ALL.iter().map(|word| word.word()));
            }
            _ => {}
        }
    }
}

/// The words of a closed enum; a field that may be absent may be null.
fn words<'a>(words: impl Iterator<Item = &'a str>) -> Value {
    words.map(Value::from).chain([Value::Null]).collect()
}

/// `GET /api/v1/openapi.json`
pub(crate) async fn json() -> Response {
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (kind, openapi().to_string()).into_response()
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Row>,
    answers: Vec<Row>,
}

struct Row {
    name: String,
    kind: String,
    description: String,
}

struct Shape {
    name: String,
    description: String,
    fields: Vec<Row>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct Page {
    title: String,
    introduction: String,
    key: String,
    operations: Vec<Operation>,
    shapes: Vec<Shape>,
    problems: Vec<Row>,
}

/// `GET /api/v1`: the same, to be read.
pub(crate) async fn page() -> Result<Response, Problem> {
    let document = openapi();
    let page = Page {
        title: t("api-title"),
        introduction: t("api-introduction"),
        key: t("api-key-how"),
        operations: operations(document),
        shapes: shapes(document),
        problems: Problem::ALL
            .iter()
            .map(|problem| Row {
                name: problem.word().to_owned(),
                kind: problem.status().as_u16().to_string(),
                description: problem.title(),
            })
            .collect(),
    };
    let html = page.render().map_err(|error| Problem::defect(&error))?;
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    Ok(([(CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn operations(document: &Value) -> Vec<Operation> {
    let each = |path: &str, method: &str, operation: &Value| Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        answers: entries(&operation["responses"]).map(|(status, answer)| row(status, &Value::Null, answer)).collect(),
    };
    entries(&document["paths"])
        .flat_map(|(path, methods)| entries(methods).map(move |(method, operation)| each(path, method, operation)))
        .collect()
}

fn parameter(parameter: &Value) -> Row {
    Row { kind: text(&parameter["in"]), ..row(&text(&parameter["name"]), &Value::Null, parameter) }
}

fn shapes(document: &Value) -> Vec<Shape> {
    entries(&document["components"]["schemas"])
        .map(|(name, schema)| {
            let parts = schema["allOf"].as_array().map_or_else(|| vec![schema], |parts| parts.iter().collect());
            let fields = parts.into_iter().flat_map(|part| entries(&part["properties"]));
            Shape {
                name: name.clone(),
                description: text(&schema["description"]),
                fields: fields.map(|(field, property)| row(field, property, property)).collect(),
            }
        })
        .collect()
}

fn row(name: &str, schema: &Value, described: &Value) -> Row {
    let words = |value: &Value| value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
    let of = |value: &Value| match &value["type"] {
        Value::String(kind) => kind.clone(),
        several => words(several).into_iter().filter(|kind| kind != "null").collect::<Vec<_>>().join(", "),
    };
    let reference = |value: &Value| text(&value["$ref"]).rsplit('/').next().unwrap_or_default().to_owned();
    let one = schema["oneOf"].as_array().into_iter().flatten().map(reference).find(|name| !name.is_empty());
    let kind = [one.unwrap_or_default(), reference(schema), of(schema)].into_iter().find(|kind| !kind.is_empty());
    Row { name: name.to_owned(), kind: kind.unwrap_or_default(), description: text(&described["description"]) }
}
