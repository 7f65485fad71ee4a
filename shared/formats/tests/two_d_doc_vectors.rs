//! The specimen codes of the ANTS, signed with a published test key.

use std::{fs, path::PathBuf};

use chrono::{DateTime, Utc};
use formats::two_d_doc::{BadList, Certificate, ListSignature, Signature, TrustList, TrustStore, TwoDDoc};
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

/// The certificate under which the published list was signed, taken out of it.
fn its_signer(xml: &str) -> Vec<u8> {
    let signature = &xml[xml.find("<ds:Signature").expect("a signature")..];
    let (_, rest) = signature.split_once("<ds:X509Certificate>").expect("a certificate");
    let (text, _) = rest.split_once('<').expect("its end");
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n").into_bytes()
}

#[test]
fn the_published_list_is_what_was_signed_and_nothing_else_is() {
    let Some(xml) = corpus("betagouv/src/fr_2ddoc_parser/crypto/keys/tsl_signed.xml") else { return };
    let xml = String::from_utf8(xml).expect("text");
    let list = TrustList::parse(&xml, &[]).expect("a list");
    assert_eq!(list.signature, ListSignature::UnknownSigner, "nobody vouches for the signer");
    let signers = Certificate::all_in(&its_signer(&xml)).expect("a certificate");
    assert_eq!(TrustList::parse(&xml, &signers).expect("a list").signature, ListSignature::Verified);
    let strangers = Certificate::all_in(&corpus("go2ddoc/assets/test_cert.pem").expect("a certificate")).expect("one");
    assert_eq!(TrustList::parse(&xml, &strangers), Err(BadList::NotVouchedFor));
    for (from, to) in [
        ("2026-02-25T11", "2036-02-25T11"),
        ("inaccord", "inaccorc"),
        ("<tsl:TSLSequenceNumber>22", "<tsl:TSLSequenceNumber>23"),
        ("TSLTag=\"http", "TSLTag=\"https"),
        ("xades:MimeType>text/xml", "xades:MimeType>text/xmI"),
        ("<ds:DigestValue>Jz", "<ds:DigestValue>Jy"),
    ] {
        let changed = xml.replacen(from, to, 1);
        assert_ne!(changed, xml, "{from}");
        assert_eq!(TrustList::parse(&changed, &[]), Err(BadList::Changed), "{from}");
        assert_eq!(TrustList::parse(&changed, &signers), Err(BadList::Changed), "{from}");
    }
    // Comments and how empty elements are written are no part of what is signed; an unsigned list is one.
    let same = xml.replacen("<tsl:SchemeInformation>", "<tsl:SchemeInformation><!-- comment -->", 1);
    assert_eq!(TrustList::parse(&same, &signers).expect("a list").signature, ListSignature::Verified);
    let (before, rest) = xml.split_once("<ds:Signature").expect("a signature");
    let bare = format!("{before}{}", rest.split_once("</ds:Signature>").expect("its end").1);
    assert_eq!(TrustList::parse(&bare, &[]).expect("a list").signature, ListSignature::Unsigned);
    assert_eq!(TrustList::parse(&bare, &signers), Err(BadList::NotVouchedFor));
    // Another signature beside it, or one that covers but a part, is no signature of the list.
    let two = xml.replacen("<tsl:SchemeInformation>", "<tsl:SchemeInformation><ds:Signature></ds:Signature>", 1);
    assert_eq!(TrustList::parse(&two, &[]).expect("a list").signature, ListSignature::Unsupported);
    let part = xml.replacen("URI=\"\"", "URI=\"#elsewhere\"", 1);
    assert_eq!(TrustList::parse(&part, &[]).expect("a list").signature, ListSignature::Unsupported);
}
