use serde_json::{Map, Value, json};

use super::{InspectError, Kind, entry};

/// The JSON Schema of what a rule takes (`input`) and answers (`output`).
///
/// # Errors
/// When no rule has this name.
pub fn schema(name: &str) -> Result<Value, InspectError> {
    let entry = entry(name)?;
    let properties: Map<String, Value> =
        entry.inputs.iter().map(|input| (input.key.to_owned(), with_help(of_kind(input.kind), input.help))).collect();
    let required: Vec<_> = entry.inputs.iter().filter(|input| input.required).map(|input| input.key).collect();
    let common = [
        ("ok", "boolean"),
        ("name", "string"),
        ("rule", "string"),
        ("version", "string"),
        ("source", "string"),
        ("certainty", "certainty"),
        ("because", "sentences"),
        ("from_memory", "objects"),
    ];
    let outputs: Map<String, Value> =
        entry.outputs.iter().chain(&common).map(|(key, kind)| ((*key).to_owned(), of_word(kind))).collect();
    Ok(json!({
        "name": entry.name,
        "input": {"type": "object", "additionalProperties": false, "properties": properties, "required": required},
        "output": {"type": "object", "properties": outputs, "required": ["ok", "name"]},
    }))
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Date => of_word("date"),
        Kind::Boolean => of_word("boolean"),
        Kind::Department => json!({"type": "string", "pattern": "^([0-9]{1,3}|2[ABab])$"}),
        Kind::Text => of_word("string"),
        Kind::Choice(choices) => json!({"enum": choices}),
    }
}

fn of_word(kind: &str) -> Value {
    match kind {
        "date" => json!({"type": "string", "format": "date"}),
        "date_or_null" => json!({"type": ["string", "null"], "format": "date"}),
        "string_or_null" => json!({"type": ["string", "null"]}),
        "moment_or_null" => json!({"type": ["string", "null"], "format": "date-time"}),
        "object_or_null" => json!({"type": ["object", "null"]}),
        "dates_or_null" => json!({"type": ["array", "null"], "items": {"type": "string", "format": "date"}}),
        "certainty" => json!({"enum": ["verified", "secondary", "memory"]}),
        "sentences" => json!({"type": "array", "items": {"type": "string"}}),
        "objects" => json!({"type": "array", "items": {"type": "object"}}),
        plain => json!({"type": plain}),
    }
}

fn with_help(mut schema: Value, help: &str) -> Value {
    if let Value::Object(object) = &mut schema {
        object.insert("description".to_owned(), json!(help));
    }
    schema
}
