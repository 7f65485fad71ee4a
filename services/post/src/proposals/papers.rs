//! Identity papers and signed codes among the pages.

use chrono::{DateTime, NaiveDate, Utc};
use formats::{
    inspect,
    mrz::Mrz,
    two_d_doc::{Signature, TrustStore, TwoDDoc},
};
use reading::{MachineZone, PageRead};
use serde_json::{Value, json};
use store::suggestions::NewSuggestion;

use super::suggestion;

/// How sure a zone is that its check digits prove, and one that they do not.
const PROVED: f32 = 95.0;
const UNPROVED: f32 = 50.0;

/// What the papers say: the zone or code itself, as `mrz` or `two_d_doc`, and the person it names.
pub(super) fn of(pages: &[&PageRead], trust: &TrustStore, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut found = Vec::new();
    for page in pages {
        for zone in &page.mrz {
            found.extend(of_zone(zone, page.number, now));
        }
        for code in page.two_d_docs() {
            let value = inspect::code_object(&code, trust, now);
            let verdict = code.as_ref().map(|code| trust.check(code, now));
            let sure = if verdict.is_ok_and(formats::two_d_doc::Verdict::is_certain) { 100.0 } else { UNPROVED };
            found.push(suggestion(now, "two_d_doc", value, "two_d_doc", sure, page.number));
            let person = code.as_ref().ok().and_then(person_of_code);
            let believed = !verdict.is_ok_and(|verdict| verdict.signature == Signature::Invalid);
            found.extend(
                person
                    .filter(|_| believed)
                    .map(|person| suggestion(now, "person", person, "two_d_doc", sure, page.number)),
            );
        }
    }
    found
}

fn of_zone(zone: &MachineZone, page: u32, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let Ok(understood) = zone.understood() else { return Vec::new() };
    let confidence = if understood.proved() { PROVED } else { UNPROVED };
    let mut value = inspect::zone_object(&understood);
    value["likeness"] = json!(zone.likeness);
    let person = person_of_zone(&understood, now.date_naive());
    let person = person.map(|person| suggestion(now, "person", person, "mrz", confidence, page));
    person.into_iter().chain([suggestion(now, "mrz", value, "mrz", confidence, page)]).collect()
}

/// Names as printed on the zone: capitals, perhaps cut off.
fn person_of_zone(zone: &Mrz, today: NaiveDate) -> Option<Value> {
    let fields = &zone.fields;
    let surname = fields.surname.as_ref()?;
    let mut person = json!({
        "family_name": surname.as_str(),
        "given_names": fields.given_names.as_ref().map_or("", |names| names.as_str()),
    });
    if let Some(born) = fields.born_on(today) {
        person["birth"] = json!(born.to_string());
    }
    if let Some(number) = foreigner_number(zone) {
        person["foreigner_number"] = json!(number);
    }
    Some(person)
}

/// A French residence permit carries the number of the foreigner in its optional data: the first ten digits in a row.
fn foreigner_number(zone: &Mrz) -> Option<String> {
    let fields = &zone.fields;
    let french = fields.issuing_state.as_deref() == Some("FRA")
        && fields.nationality.as_deref().map(String::as_str) != Some("FRA");
    let optional = [&fields.optional1, &fields.optional2].into_iter().flatten();
    let mut digits =
        optional.flat_map(|text| text.split(|c: char| !c.is_ascii_digit()).map(str::to_owned).collect::<Vec<_>>());
    digits.find(|run| french && run.len() >= 10).map(|run| run[..10].to_owned())
}

/// The person that an attestation for a foreigner names (document type 13).
fn person_of_code(code: &TwoDDoc) -> Option<Value> {
    if code.document_type != "13" {
        return None;
    }
    let surname = code.value("62").filter(|name| !name.is_empty())?;
    let given = code.value("60").unwrap_or("").replace('/', " ");
    let mut person = json!({ "family_name": surname, "given_names": given });
    if let Some(born) = code.value("69").and_then(|text| NaiveDate::parse_from_str(text, "%d%m%Y").ok()) {
        person["birth"] = json!(born.to_string());
    }
    if let Some(number) = code.value("6Q").filter(|number| !number.is_empty()) {
        person["foreigner_number"] = json!(number);
    }
    Some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERMIT: [&str; 3] =
        ["IRFRAX2RT4567P27503123456<<<<<", "9002144F2703154MAR<<<<<<<<<<<6", "EL<FICTIF<<AMINA<<<<<<<<<<<<<<"];

    fn page(lines: &[&str], seen: &[&str]) -> PageRead {
        let owned = |lines: &[&str]| lines.iter().map(ToString::to_string).collect();
        let zone = MachineZone {
            lines: owned(lines),
            seen: owned(seen),
            proved: true,
            rivals: 1.0,
            likeness: 93.1,
            turned: 0,
            bounds: [0; 4],
        };
        PageRead { mrz: vec![zone], ..PageRead::unreadable(2, String::new()) }
    }

    fn now() -> DateTime<Utc> {
        "2026-11-30T09:00:00Z".parse().expect("a moment")
    }

    #[test]
    fn a_permit_names_its_holder_with_the_number_of_the_foreigner() {
        let seen = [PERMIT[0], "90O2144F2703154MAR<<<<<<<<<<<6", PERMIT[2]];
        let found = of(&[&page(&PERMIT, &seen)], &TrustStore::default(), now());
        let person = json!({
            "family_name": "EL FICTIF", "given_names": "AMINA", "birth": "1990-02-14", "foreigner_number": "7503123456"
        });
        assert_eq!((found[0].field.as_str(), &found[0].value, found[0].origin.as_str()), ("person", &person, "mrz"));
        let zone = &found[1];
        assert_eq!((zone.field.as_str(), zone.page, &zone.value["valid"]), ("mrz", Some(2), &json!(true)));
        let corrected = json!([{ "line": 2, "place": 3, "from": "O", "to": "0", "check": "birth_date" }]);
        assert_eq!(zone.value["corrections"], corrected);
    }

    #[test]
    fn a_signed_code_that_nobody_vouches_for_is_told_as_such() {
        let text = "DC04FR99000123DC23DC1301FR60AMINA\u{1d}62FICTIF\u{1d}69120319906Q1234567890\u{1f}AAAA";
        let code = reading::Barcode {
            format: "DataMatrix".to_owned(),
            text: text.to_owned(),
            bytes_hex: text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat(),
            corners: [[0; 2]; 4],
        };
        let page = PageRead { barcodes: vec![code], ..PageRead::unreadable(1, String::new()) };
        let found = of(&[&page], &TrustStore::default(), now());
        assert_eq!(found[0].value["signature"], "unknown_issuer");
        assert_eq!((found[1].field.as_str(), &found[1].value["birth"]), ("person", &json!("1990-03-12")));
        assert!(found.iter().all(|suggestion| suggestion.confidence < 60.0));
    }
}
