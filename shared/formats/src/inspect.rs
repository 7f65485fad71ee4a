//! The objects that `passerelle inspect address`, `inspect tracking`, `inspect phone`, `inspect mrz` and `inspect 2ddoc` print: one per line of input.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::{
    Address, PhoneNumber, TrackingNumber,
    mrz::{CheckName, Correction, Fields, Mrz},
    two_d_doc::{NotRead, Signature, TrustStore, Trusted, TwoDDoc},
};

/// What an address is understood as: `ok lines[] postcode town street number department warnings[]`. Absent means unknown.
#[must_use]
pub fn address(typed: &str) -> Value {
    let address = Address::parse(typed);
    let mut object = Map::new();
    object.insert("ok".to_owned(), json!(true));
    object.insert("lines".to_owned(), address.lines.iter().map(|line| json!(**line)).collect());
    for (key, value) in [
        ("postcode", &address.postcode),
        ("town", &address.town),
        ("street", &address.street),
        ("number", &address.number),
        ("country", &address.country),
    ] {
        if let Some(value) = value {
            object.insert(key.to_owned(), json!(**value));
        }
    }
    if let Some(department) = address.department {
        object.insert("department".to_owned(), json!(department.code()));
    }
    object.insert("warnings".to_owned(), address.warnings.iter().map(|warning| json!(warning.to_string())).collect());
    Value::Object(object)
}

/// What a number of a registered letter is understood as: `ok kind valid normalised`, and `printed`, the groups of the
/// post, and `proof`: what `valid` rests on (`check_digit`, or `shape`: the French check digit is not public).
#[must_use]
pub fn tracking(typed: &str) -> Value {
    tracking_object(&TrackingNumber::parse(typed))
}

/// The object of a number.
#[must_use]
pub fn tracking_object(number: &TrackingNumber) -> Value {
    let mut object = Map::new();
    object.insert("ok".to_owned(), json!(true));
    object.insert("kind".to_owned(), json!(number.kind.word()));
    if let Some(valid) = number.valid {
        object.insert("valid".to_owned(), json!(valid));
    }
    if let Some(proof) = number.proof() {
        object.insert("proof".to_owned(), json!(proof));
    }
    object.insert("normalised".to_owned(), json!(*number.normalised));
    object.insert("printed".to_owned(), json!(number.printed()));
    Value::Object(object)
}

/// What a telephone number is understood as: `ok e164 region dialable warnings[]`. Absent means unknown.
#[must_use]
pub fn phone(typed: &str) -> Value {
    let number = PhoneNumber::parse(typed);
    let mut object = Map::new();
    object.insert("ok".to_owned(), json!(true));
    if let Some(e164) = &number.e164 {
        object.insert("e164".to_owned(), json!(**e164));
    }
    if let Some(region) = number.region {
        object.insert("region".to_owned(), json!(region));
    }
    object.insert("dialable".to_owned(), json!(number.dialable()));
    object.insert("warnings".to_owned(), number.warnings.iter().map(|warning| json!(warning.word())).collect());
    Value::Object(object)
}

/// What a machine readable zone is understood as: `ok kind valid fields checks errors[] corrections[]`, and `proved`
/// (whether right check digits still say something after the corrections), `lines[]` (after the corrections), `warnings[]`. Lines are separated by a line break or its two characters `\n`.
#[must_use]
pub fn mrz(written: &str) -> Value {
    match Mrz::parse(written) {
        Ok(zone) => zone_object(&zone),
        Err(error) => json!({ "ok": false, "valid": false, "error": error.to_string(), "errors": [error.to_string()] }),
    }
}

/// The object of a zone that was understood.
#[must_use]
pub fn zone_object(zone: &Mrz) -> Value {
    let checks = zone.checks.iter().map(|check| (check.name.word().to_owned(), json!(check.right)));
    json!({
        "ok": true,
        "kind": zone.kind.word(),
        "valid": zone.valid(),
        "proved": zone.proved(),
        "lines": zone.lines,
        "fields": zone_fields(&zone.fields),
        "checks": checks.collect::<Map<String, Value>>(),
        "errors": zone.errors,
        "warnings": zone.warnings,
        "corrections": zone.corrections.iter().map(correction).collect::<Vec<_>>(),
    })
}

fn zone_fields(fields: &Fields) -> Value {
    let plain = [
        ("document_code", fields.document_code.as_deref()),
        ("issuing_state", fields.issuing_state.as_deref()),
        ("number", fields.number.as_ref().map(|value| value.as_str())),
        ("nationality", fields.nationality.as_ref().map(|value| value.as_str())),
        ("birth_date", fields.birth_date.as_ref().map(|value| value.as_str())),
        ("sex", fields.sex.as_ref().map(|value| value.as_str())),
        ("expiry_date", fields.expiry_date.as_ref().map(|value| value.as_str())),
        ("optional1", fields.optional1.as_ref().map(|value| value.as_str())),
        ("optional2", fields.optional2.as_ref().map(|value| value.as_str())),
        ("surname", fields.surname.as_ref().map(|value| value.as_str())),
        ("given_names", fields.given_names.as_ref().map(|value| value.as_str())),
        ("issued", fields.issued.as_deref()),
    ];
    let known = plain.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value?))));
    Value::Object(known.collect())
}

fn correction(correction: &Correction) -> Value {
    json!({
        "line": correction.line,
        "place": correction.place,
        "from": correction.from,
        "to": correction.to,
        "check": correction.proved_by.map(CheckName::word),
    })
}

/// What a 2D-Doc says and whether its issuer wrote it: `ok version type issuer certificate issued signed fields signature`, and
/// `perimeter country cut_off[] trusted_by in_time`. The line is a JSON string, or the text itself.
#[must_use]
pub fn two_d_doc(line: &str, trust: &TrustStore, now: DateTime<Utc>) -> Value {
    let text = serde_json::from_str::<String>(line).unwrap_or_else(|_| line.to_owned());
    code_object(&TwoDDoc::parse(&text), trust, now)
}

/// The object of a code.
#[must_use]
pub fn code_object(code: &Result<TwoDDoc, NotRead>, trust: &TrustStore, now: DateTime<Utc>) -> Value {
    let code = match code {
        Ok(code) => code,
        Err(error) => {
            let signature = match error {
                NotRead::Unreadable => Signature::Unreadable,
                NotRead::Unsupported => Signature::Unsupported,
            };
            return json!({ "ok": false, "error": error.to_string(), "signature": signature.word() });
        }
    };
    let verdict = trust.check(code, now);
    let mut fields = Map::new();
    for field in &code.fields {
        fields.entry(field.id.clone()).or_insert_with(|| json!(*field.value));
    }
    let cut_off: Vec<&str> = code.fields.iter().filter(|field| field.cut_off).map(|field| &field.id[..]).collect();
    let mut object = json!({
        "ok": true,
        "version": code.version,
        "type": code.document_type,
        "issuer": code.authority,
        "certificate": code.certificate,
        "fields": fields,
        "cut_off": cut_off,
        "signature": verdict.signature.word(),
    });
    let dates = [("issued", code.issued), ("signed", code.signed)];
    let texts = [("perimeter", code.perimeter.as_deref()), ("country", code.country.as_deref())];
    let trusted = verdict.trusted.map(|trusted| match trusted {
        Trusted::ByList => "list",
        Trusted::ByImport => "certificate",
    });
    let known = dates.iter().filter_map(|(key, day)| Some((*key, json!((*day)?.to_string()))));
    let known = known.chain(texts.iter().filter_map(|(key, text)| Some((*key, json!((*text)?)))));
    let known = known.chain(trusted.map(|trusted| ("trusted_by", json!(trusted))));
    let known = known.chain(verdict.trusted.map(|_| ("in_time", json!(verdict.in_time))));
    for (key, value) in known.collect::<Vec<_>>() {
        object[key] = value;
    }
    object
}
