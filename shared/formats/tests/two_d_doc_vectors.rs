//! The specimen codes of the ANTS, signed with a published test key.

use std::{fs, path::PathBuf};

use chrono::{DateTime, Utc};
use formats::two_d_doc::{Signature, TrustStore, TwoDDoc};
use serde_json::Value;

fn corpus(file: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/2ddoc").join(file);
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: no {}", path.display());
    }
    bytes
}

fn vectors() -> Vec<Value> {
    corpus("vectors.json").map(|bytes| serde_json::from_slice(&bytes).expect("vectors")).unwrap_or_default()
}

fn trusted() -> TrustStore {
    let mut trust = TrustStore::default();
    if let Some(file) = corpus("go2ddoc/assets/test_cert.pem") {
        trust.add_certificates(&file).expect("a certificate");
    }
    trust
}

fn now() -> DateTime<Utc> {
    "2026-11-30T09:00:00Z".parse().expect("a moment")
}

/// The tables write what a value stands for behind it, and for an empty one that it is empty.
fn value_in_table(text: &str) -> &str {
    let value = text.split(" (ce qui correspond").next().unwrap_or(text).trim();
    if value == "<vide>" { "" } else { value }
}

#[test]
fn every_specimen_is_read_and_its_signature_holds() {
    let trust = trusted();
    for vector in vectors() {
        let (id, payload) = (&vector["id"], vector["payload"].as_str().expect("a payload"));
        let code = TwoDDoc::parse(payload).expect("a code");
        assert_eq!(trust.check(&code, now()).signature, Signature::Valid, "{id}");
        let Some(kind) = vector["document_type"].as_str() else { continue };
        assert_eq!(code.document_type, kind, "{id}");
        assert_eq!(code.perimeter.as_deref(), vector["perimeter"].as_str(), "{id}");
        let expected = ["mandatory", "optional"].iter().flat_map(|list| vector[list].as_array().into_iter().flatten());
        let mut count = 0;
        for field in expected {
            let key = field["key"].as_str().expect("a key");
            let value = value_in_table(field["value"].as_str().expect("a value"));
            assert_eq!(code.value(key), Some(value), "{id} {key}");
            count += 1;
        }
        assert_eq!(code.fields.len(), count, "{id}");
    }
}

#[test]
fn no_specimen_with_a_changed_byte_is_valid() {
    let trust = trusted();
    for vector in vectors() {
        let payload = vector["payload"].as_str().expect("a payload").as_bytes();
        for place in 0..payload.len() {
            let mut changed = payload.to_vec();
            changed[place] ^= 1;
            let text = String::from_utf8(changed).expect("ascii");
            let valid = TwoDDoc::parse(&text).is_ok_and(|code| trust.check(&code, now()).signature == Signature::Valid);
            assert!(!valid, "{} place {place}", vector["id"]);
        }
    }
}

#[test]
fn the_published_list_is_read() {
    let Some(xml) = corpus("betagouv/src/fr_2ddoc_parser/crypto/keys/tsl_signed.xml") else { return };
    let mut trust = TrustStore::default();
    trust.add_list(&String::from_utf8(xml).expect("text")).expect("a list");
    let list = &trust.lists()[0];
    assert_eq!(list.next_update.map(|until| until.date_naive().to_string()).as_deref(), Some("2026-02-25"));
    assert!(list.len() >= 6, "{}", list.len());
    for vector in vectors() {
        let code = TwoDDoc::parse(vector["payload"].as_str().expect("a payload")).expect("a code");
        assert_eq!(trust.check(&code, now()).signature, Signature::UnknownIssuer);
    }
}
