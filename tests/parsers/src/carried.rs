//! What papers and people carry: `formats`.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, Days};
use domain::{ArrivalLabel, BirthDate, CaseReference, Department, SeparatorSheet};
use formats::{
    Address, OnlineRequestNumber, PhoneNumber, TrackingNumber, department, fold, inspect,
    likeness::{Fingerprint, InkMap},
    mrz::{self, Cell, Mrz, MrzKind},
    spelling,
    telephony::{self, CallPage, Parameters, RecordingPage},
    two_d_doc::{Certificate, Signature, TrustList, TrustStore, TwoDDoc},
};

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[
    ("mrz", zone, seeds::zones),
    ("mrz_cells", cells, seeds::zones),
    ("two_d_doc", code, seeds::codes),
    ("trust_list", trust_list, seeds::trust_lists),
    ("certificate", certificate, seeds::certificates),
    ("tracking", tracking, seeds::tracking),
    ("online_request", online_request, seeds::tracking),
    ("address", address, seeds::addresses),
    ("phone", phone, seeds::phones),
    ("references", references, seeds::references),
    ("webhook", webhook, seeds::webhooks),
    ("call_list", call_list, seeds::call_lists),
    ("spelling", words, seeds::addresses),
    ("likeness", likeness, seeds::addresses),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn zone(bytes: &[u8]) {
    let Ok(zone) = Mrz::parse(&text(bytes)) else { return };
    assert!(!zone.valid() || zone.checks.iter().all(|check| check.right), "valid with a wrong check digit");
    let _ = inspect::zone_object(&zone);
    let again = Mrz::parse(&zone.lines.join("\n"));
    let again = again.expect("the corrected lines are lines of a zone");
    assert!(!zone.valid() || again.valid(), "what was corrected is not what is right");
    let _ = zone.read_as(&again.printed, 3.0);
}

/// Each byte is the character of a place and how surely it is seen; the first says of which kind the zone is.
fn cells(bytes: &[u8]) {
    const KINDS: [MrzKind; 8] = [
        MrzKind::Td1,
        MrzKind::Td2,
        MrzKind::Td3,
        MrzKind::MrvA,
        MrzKind::MrvB,
        MrzKind::FrenchId,
        MrzKind::FrenchLicence,
        MrzKind::SwissLicence,
    ];
    let Some((first, rest)) = bytes.split_first() else { return };
    let kind = KINDS[usize::from(*first) % KINDS.len()];
    let mut rest = rest.iter().copied().filter(|byte| *byte != b'\n').chain(std::iter::repeat(b'<'));
    let mut cell = || -> Cell {
        let byte = rest.next().unwrap_or(b'<');
        let seen = if byte.is_ascii_uppercase() || byte.is_ascii_digit() { byte } else { b'<' };
        [(seen, 0.0), (b'0' + byte % 10, 0.05), (b'A' + byte % 26, 0.1), (b'<', 0.3)].to_vec()
    };
    let cells: Vec<Vec<Cell>> = kind.lengths().iter().map(|length| (0..*length).map(|_| cell()).collect()).collect();
    if let Some(reading) = mrz::decode(kind, &cells, f32::from(*first) / 255.0) {
        assert!(reading.rivals >= 1.0 && reading.rivals.is_finite(), "{} readings", reading.rivals);
        let zone = Mrz::parse(&reading.lines.join("\n")).expect("a zone");
        assert!(zone.checks.iter().all(|check| check.right), "a check digit is wrong");
        let zone = zone.read_as(&reading.seen, reading.rivals);
        assert!(!zone.proved() || (zone.valid() && zone.chance() < 0.1), "proved by nothing");
        let _ = mrz::is_plausible(kind, &reading.lines);
    }
}

fn code(bytes: &[u8]) {
    static KNOWN: LazyLock<TrustStore> = LazyLock::new(|| {
        let mut store = TrustStore::default();
        for certificate in seeds::certificates() {
            let _ = store.add_certificates(&certificate);
        }
        store
    });
    let code = TwoDDoc::in_bytes(bytes).unwrap_or_else(|| TwoDDoc::parse(&text(bytes)));
    let _ = inspect::code_object(&code, &KNOWN, DateTime::UNIX_EPOCH);
    let _ = inspect::two_d_doc(&text(bytes), &KNOWN, DateTime::UNIX_EPOCH);
    if let Ok(code) = code {
        assert_ne!(KNOWN.check(&code, DateTime::UNIX_EPOCH).signature, Signature::Valid, "nobody signed it");
    }
}

/// With and without somebody who may sign it.
fn trust_list(bytes: &[u8]) {
    let (text, codes) = (text(bytes), seeds::codes());
    let signers: Vec<Certificate> =
        seeds::certificates().iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
    let vouched = TrustList::parse(&text, &signers);
    assert!(vouched.is_err(), "a list that nobody signed");
    let mut store = TrustStore::default();
    if store.add_list(&text).is_ok() {
        believes_none_of(&store, &codes);
    }
}

fn certificate(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::from_der(bytes) {
        assert!(!certificate.holds_on(certificate.until + Days::new(1)), "after its last day");
    }
    let mut store = TrustStore::default();
    if let Some(list) = seeds::trust_lists().first() {
        let _ = store.add_list(&text(list));
    }
    if store.add_certificates(bytes).is_ok() {
        believes_none_of(&store, &seeds::codes());
        let mut alone = TrustStore::default();
        let _ = alone.add_certificates(bytes);
        believes_none_of(&alone, &seeds::codes());
    }
}

/// Codes that nobody signed.
fn believes_none_of(store: &TrustStore, codes: &[Vec<u8>]) {
    for code in codes.iter().filter_map(|code| TwoDDoc::in_bytes(code)?.ok()) {
        let verdict = store.check(&code, DateTime::UNIX_EPOCH);
        assert_ne!(verdict.signature, Signature::Valid, "nobody signed it");
    }
}

fn online_request(bytes: &[u8]) {
    let text = text(bytes);
    let found = OnlineRequestNumber::in_text(&text);
    assert!(found.iter().all(|number| number.shaped && number.normalised.len() == 19), "a number of another shape");
    if let Some(number) = OnlineRequestNumber::typed(&text) {
        let again = OnlineRequestNumber::typed(&number.normalised);
        assert_eq!(again.as_ref(), Some(&number), "what was kept reads as something else");
    }
}

fn tracking(bytes: &[u8]) {
    let text = text(bytes);
    for number in TrackingNumber::all_in(&text).into_iter().chain([TrackingNumber::parse(&text)]) {
        let again = TrackingNumber::parse(&number.printed());
        assert_eq!(again.normalised, number.normalised, "what is printed is another number");
        let _ = (number.proof(), inspect::tracking_object(&number));
    }
}

fn address(bytes: &[u8]) {
    let address = Address::parse(&text(bytes));
    let _ = (address.to_postal_address(), inspect::address(&text(bytes)));
}

fn phone(bytes: &[u8]) {
    let number = PhoneNumber::parse(&text(bytes));
    let _ = (number.dialable(), number.printed(), inspect::phone(&text(bytes)));
}

/// What the product prints and people type, on keys or by hand: it reads back as the same, or is refused.
fn references(bytes: &[u8]) {
    let text = text(bytes);
    let text = text.lines().next().unwrap_or_default();
    let case: Option<CaseReference> = text.parse().ok();
    assert!(
        case.is_none_or(|case| case.to_string().parse() == Ok(case) && case.digits().parse() == Ok(case)),
        "a case"
    );
    let label: Option<ArrivalLabel> = text.parse().ok();
    assert!(label.is_none_or(|label| label.to_string() == text), "a label");
    let sheet: Option<SeparatorSheet> = text.parse().ok();
    assert!(sheet.is_none_or(|sheet| sheet.to_string() == text), "a sheet");
    let department: Option<Department> = text.parse().ok();
    assert!(department.is_none_or(|code| code.code().parse() == Ok(code)), "a département");
    match BirthDate::parse(text) {
        Some(BirthDate::Day { date }) => assert!((1880..=2200).contains(&date.year()), "born in {}", date.year()),
        Some(BirthDate::Month { year, .. } | BirthDate::Year { year }) => {
            assert!((1880..=2200).contains(&year), "born in {year}");
        }
        None => {}
    }
}

/// The address, a line end, the body of a request. What was not signed is not believed; what was, with or without the usual port, is.
fn webhook(bytes: &[u8]) {
    let (address, body) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let (address, told) = (text(address), Parameters::of(body.strip_prefix(b"\n").unwrap_or(body)));
    let signature = telephony::sign("secret", &address, told.pairs());
    assert!(telephony::verify("secret", &address, told.pairs(), &signature), "its own signature is not right");
    assert!(!telephony::verify("other", &address, told.pairs(), &signature), "whoever signs is believed");
    assert_eq!(told.are_signed("secret", &address, &signature), !told.get("CallSid").is_empty());
    assert!(told.get("CallSid").is_empty() || !told.are_signed("secret", &address, told.get("Signature")), "guessed");
    assert!(
        told.recording().is_none_or(|(sid, seconds)| !sid.is_empty() && seconds.is_none_or(|seconds| seconds >= 0))
    );
    let _ = (told.digits(), told.is_over());
}

fn call_list(bytes: &[u8]) {
    if let Ok(page) = serde_json::from_slice::<CallPage>(bytes) {
        assert!(page.inbound().all(|call| call.direction == "inbound"), "a call of our own");
    }
    if let Ok(page) = serde_json::from_slice::<RecordingPage>(bytes) {
        assert!(page.completed().all(|made| made.status == "completed"), "a recording that cannot be fetched");
    }
}

fn words(bytes: &[u8]) {
    let text = text(bytes);
    let (one, other) = text.split_once('\n').unwrap_or((&text, ""));
    assert_eq!(spelling::distance(one, other), spelling::distance(other, one), "nearer one way than the other");
    let _ = (spelling::may_be(one, other), department::of_postcode(one));
    let _ = (fold::capitals(&text), fold::postal(&text), fold::spaced(&text));
}

fn likeness(bytes: &[u8]) {
    let text = text(bytes);
    let ink = InkMap::from_bytes(bytes).or_else(|| InkMap::from_hex(&text));
    let places: Vec<(f32, f32)> =
        bytes.chunks_exact(2).map(|pair| (f32::from(pair[0]) / 200.0, f32::from(pair[1]) / 200.0)).collect();
    for map in ink.iter().chain(&InkMap::of(&places)) {
        assert_eq!(InkMap::from_hex(&map.hex()).as_ref().map(InkMap::bytes), Some(map.bytes()), "kept otherwise");
        let _ = (map.likeness(map), map.hash(), map.is_telling());
    }
    let _ = Fingerprint::of(&text, ink, vec![text.clone()]);
}
