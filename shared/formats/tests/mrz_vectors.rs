//! The published vectors of a parser of zones. That parser calls invalid the code of a state that does not exist, `UTO` of the
//! standard's examples; here it is a warning. It also corrects the Swiss licence, which has no check digit; we do not.

use std::{fs, path::Path};

use formats::{inspect, mrz::Mrz};
use serde_json::{Value, json};

/// Their names of fields and ours.
const NAMES: [(&str, &str); 12] = [
    ("documentCode", "document_code"),
    ("issuingState", "issuing_state"),
    ("documentNumber", "number"),
    ("nationality", "nationality"),
    ("birthDate", "birth_date"),
    ("expirationDate", "expiry_date"),
    ("optional1", "optional1"),
    ("optional2", "optional2"),
    ("optional", "optional1"),
    ("personalNumber", "optional1"),
    ("lastName", "surname"),
    ("firstName", "given_names"),
];

fn vectors() -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/cheminfo-mrz/vectors.json");
    let Ok(text) = fs::read_to_string(&file) else {
        eprintln!("SKIPPED: no {}", file.display());
        return Vec::new();
    };
    serde_json::from_str(&text).expect("vectors")
}

#[test]
fn every_vector_is_understood_as_its_authors_do() {
    for vector in vectors() {
        let name = format!("{} {}", vector["file"], vector["test"]);
        let lines: Vec<&str> = vector["mrz"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let expected = &vector["expect"];
        let Ok(zone) = Mrz::parse(&lines.join("\n")) else {
            assert!(expected.get("call:toThrow").is_some(), "{name}");
            continue;
        };
        assert!(expected.get("call:toThrow").is_none(), "{name}");
        if vector["opts"]["autocorrect"] == true && zone.checks.is_empty() {
            assert!(zone.corrections.is_empty(), "{name}: nothing proves a correction");
        } else if vector["opts"]["autocorrect"] == true {
            assert!(zone.valid() && !zone.corrections.is_empty(), "{name}: {:?}", zone.errors);
        } else if let Some(valid) = expected["result:toMatchObject"]["valid"].as_bool() {
            assert_eq!(
                zone.valid() && zone.warnings.is_empty(),
                valid,
                "{name}: {:?} {:?}",
                zone.errors,
                zone.warnings
            );
        }
        fields(&name, &inspect::zone_object(&zone)["fields"], &expected["result.fields:toStrictEqual"]);
    }
}

/// Every field that they give is ours too. They split the number of the French card in two and take the lack of a value for
/// the value's fault.
fn fields(name: &str, ours: &Value, theirs: &Value) {
    let french = name.starts_with("\"frenchNationalId");
    let swiss = name.starts_with("\"swiss");
    for (their, own) in NAMES.iter().filter(|(_, own)| !(french || swiss) || *own != "number") {
        if let Some(text) = theirs[their].as_str() {
            let mine = ours.get(own).cloned().unwrap_or(json!(""));
            assert_eq!(mine, text, "{name}: {own}");
        }
    }
    if let Some(sex) = theirs["sex"].as_str() {
        assert_eq!(ours["sex"], sex[..1].to_uppercase(), "{name}");
    }
}
