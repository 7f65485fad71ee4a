//! What papers and people carry: `formats`.

use chrono::DateTime;
use formats::{
    Address, OnlineRequestNumber, PhoneNumber, TrackingNumber, department, fold, inspect,
    likeness::{Fingerprint, InkMap},
    mrz::{self, Cell, Mrz, MrzKind},
    spelling,
    two_d_doc::{Certificate, TrustList, TrustStore, TwoDDoc},
};

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[
    ("mrz", zone, seeds::zones),
    ("mrz_cells", cells, seeds::zones),
    ("two_d_doc", code, seeds::codes),
    ("trust_list", trust_list, seeds::trust_lists),
    ("certificate", certificate, seeds::trust_lists),
    ("tracking", tracking, seeds::tracking),
    ("online_request", online_request, seeds::tracking),
    ("address", address, seeds::addresses),
    ("phone", phone, seeds::phones),
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
    if let Some(reading) = mrz::decode(kind, &cells) {
        let zone = Mrz::parse(&reading.lines.join("\n"));
        assert!(zone.is_ok_and(|zone| zone.checks.iter().all(|check| check.right)), "not proved");
        let _ = mrz::is_plausible(kind, &reading.lines);
    }
}

fn code(bytes: &[u8]) {
    let code = TwoDDoc::in_bytes(bytes).unwrap_or_else(|| TwoDDoc::parse(&text(bytes)));
    let _ = inspect::code_object(&code, &TrustStore::default(), DateTime::UNIX_EPOCH);
    let _ = inspect::two_d_doc(&text(bytes), &TrustStore::default(), DateTime::UNIX_EPOCH);
}

fn trust_list(bytes: &[u8]) {
    let _ = TrustList::parse(&text(bytes), &[]);
}

fn certificate(bytes: &[u8]) {
    let _ = Certificate::all_in(bytes);
    let _ = Certificate::from_der(bytes);
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
