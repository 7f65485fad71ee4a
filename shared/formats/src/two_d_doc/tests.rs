use chrono::{TimeZone as _, Utc};
use data_encoding::BASE64;
use proptest::prelude::*;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};

use super::*;

/// Length and content behind a tag.
fn tagged(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match content.len() {
        short @ 0..=127 => out.push(u8::try_from(short).expect("short")),
        long => {
            out.push(0x82);
            out.extend(u16::try_from(long).expect("less than 65,536 bytes").to_be_bytes());
        }
    }
    out.extend(content);
    out
}

fn name(common: &str) -> Vec<u8> {
    let oid = tagged(6, &[&[0x55, 4, 3]]);
    let pair = tagged(0x30, &[&oid, &tagged(0x0c, &[common.as_bytes()])]);
    tagged(0x30, &[&tagged(0x31, &[&pair])])
}

/// Keys and what they sign.
struct Issuer {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl Issuer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("a key");
        Self { key, random }
    }

    /// A certificate of this holder's key; who signed it is only named. Valid in 2024 and 2025.
    fn certificate(&self, subject: &str, issuer: &str) -> Vec<u8> {
        let ecdsa_sha256 = tagged(0x30, &[&tagged(6, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]])]);
        let curve = tagged(
            0x30,
            &[
                &tagged(6, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]]),
                &tagged(6, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]]),
            ],
        );
        let key = tagged(0x30, &[&curve, &tagged(3, &[&[0], self.key.public_key().as_ref()])]);
        let validity = tagged(0x30, &[&tagged(0x17, &[b"240101000000Z"]), &tagged(0x17, &[b"251231235959Z"])]);
        let body = tagged(
            0x30,
            &[
                &tagged(0xa0, &[&tagged(2, &[&[2]])]),
                &tagged(2, &[&[1]]),
                &ecdsa_sha256,
                &name(issuer),
                &validity,
                &name(subject),
                &key,
            ],
        );
        tagged(0x30, &[&body, &ecdsa_sha256, &tagged(3, &[&[0], &[0; 70]])])
    }

    fn code(&self, header: &str, message: &str) -> String {
        let covered = format!("{header}{message}");
        let signature = self.key.sign(&self.random, covered.as_bytes()).expect("a signature");
        format!("{covered}{UNIT}{}", BASE32_NOPAD.encode(signature.as_ref()))
    }
}

fn list(certificate: &[u8], next_update: &str) -> String {
    format!(
        "<t:TrustServiceStatusList xmlns:t='x'><t:ListIssueDateTime>2025-01-01T00:00:00Z</t:ListIssueDateTime>\
         <t:NextUpdate><t:dateTime>{next_update}</t:dateTime></t:NextUpdate><t:TrustServiceProvider>\
         <t:TSPTradeName><t:Name>FR99</t:Name></t:TSPTradeName><t:ServiceInformation>\
         <t:ServiceStatus>http://x/Svcstatus/inaccord</t:ServiceStatus>\
         <t:X509Certificate>\n{}\n</t:X509Certificate></t:ServiceInformation></t:TrustServiceProvider></t:TrustServiceStatusList>",
        BASE64.encode(certificate)
    )
}

/// Signed on 2025-02-18.
const HEADER: &str = "DC04FR99000123DC23DC1301FR";
const MESSAGE: &str = "60AMINA\u{1d}62FICTIF\u{1d}67MA69120319906Q1234567890";

fn now() -> chrono::DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 30, 9, 0, 0).single().expect("a moment")
}

#[test]
fn the_header_of_each_version_has_its_length() {
    for (version, header, perimeter, country) in [
        (2, "DC02FR000001125E125B01", None, None),
        (3, "DC03FR000001123F16360001", Some("01"), None),
        (4, "DC04FR000001198519D31201FR", Some("01"), Some("FR")),
    ] {
        let code = TwoDDoc::parse(&format!("{header}26FR10A\u{1d}")).expect("a code");
        assert_eq!((code.version, code.perimeter.as_deref(), code.country.as_deref()), (version, perimeter, country));
        assert_eq!((code.value("26"), code.value("10")), (Some("FR"), Some("A")));
    }
    let code = TwoDDoc::parse("DC03FR000001FFFF180EA301").expect("a code");
    assert_eq!((code.issued, code.signed), (None, NaiveDate::from_ymd_opt(2016, 11, 10)));
}

#[test]
fn values_end_by_mark_length_or_cut() {
    let code = TwoDDoc::parse(&format!("{HEADER}{MESSAGE}\u{1e}24670016A{}25METZ", "B".repeat(32))).expect("a code");
    let fields: Vec<(&str, &str, bool)> =
        code.fields.iter().map(|f| (&f.id[..], f.value.as_str(), f.cut_off)).collect();
    let long = "B".repeat(32);
    assert_eq!(
        fields,
        [
            ("60", "AMINA", false),
            ("62", "FICTIF", false),
            ("67", "MA", false),
            ("69", "12031990", false),
            ("6Q", "1234567890", true),
            ("24", "67001", false),
            ("6A", &long[..], false),
            ("25", "METZ", false)
        ]
    );
}

#[test]
fn other_codes_are_told_apart() {
    assert_eq!(TwoDDoc::parse("HELLO"), Err(NotRead::Unreadable));
    assert_eq!(TwoDDoc::parse("DC04FR"), Err(NotRead::Unreadable));
    assert_eq!(TwoDDoc::parse("DC05FR99000123DC23DC1301FR"), Err(NotRead::Unsupported));
    assert_eq!(TwoDDoc::in_bytes(&[0xdc, 4, 1, 2]), Some(Err(NotRead::Unsupported)));
    assert_eq!(TwoDDoc::in_bytes(b"a parcel"), None);
}

#[test]
fn an_issuer_on_the_list_is_believed_while_the_list_holds() {
    let issuer = Issuer::new();
    let certificate = issuer.certificate("0001", "FR99");
    let code = TwoDDoc::parse(&issuer.code(HEADER, MESSAGE)).expect("a code");
    let checked = |until: &str| {
        let mut store = TrustStore::default();
        store.add_list(&list(&certificate, until)).expect("a list");
        store.check(&code, now())
    };
    let valid = checked("2027-01-01T00:00:00Z");
    assert_eq!((valid.signature, valid.trusted, valid.is_certain()), (Signature::Valid, Some(Trusted::ByList), true));
    assert_eq!(checked("2026-01-01T00:00:00Z").signature, Signature::ExpiredList);
    assert_eq!(TrustStore::default().check(&code, now()).signature, Signature::UnknownIssuer);
}

#[test]
fn a_certificate_out_of_time_is_not_believed() {
    let issuer = Issuer::new();
    let late = HEADER.replacen("23DC23DC", "23DC2600", 1);
    let code = TwoDDoc::parse(&issuer.code(&late, MESSAGE)).expect("a code");
    let certificate = issuer.certificate("0001", "FR99");
    let mut store = TrustStore::default();
    store.add_list(&list(&certificate, "2027-01-01T00:00:00Z")).expect("a list");
    assert_eq!(store.check(&code, now()).signature, Signature::Invalid);
    let mut imported = TrustStore::default();
    imported.add_certificates(&certificate).expect("a certificate");
    let verdict = imported.check(&code, now());
    assert!(verdict.signature == Signature::Valid && !verdict.is_certain(), "{verdict:?}");
}

#[test]
fn a_certificate_that_its_listed_authority_did_not_sign_is_not_believed() {
    let (authority, stranger) = (Issuer::new(), Issuer::new());
    let mut store = TrustStore::default();
    store.add_list(&list(&authority.certificate("FR99", "FR99"), "2027-01-01T00:00:00Z")).expect("a list");
    store.add_certificates(&stranger.certificate("0001", "FR99")).expect("a certificate");
    let code = TwoDDoc::parse(&stranger.code(HEADER, MESSAGE)).expect("a code");
    assert_eq!(store.check(&code, now()).signature, Signature::UnknownIssuer);
}

/// Made with OpenSSL 3.0: the curve P-521, an authority, one whom it certified, and what that one signed (on 2030-04-18).
const LARGE_AUTHORITY: &str = "MIIB+zCCAVygAwIBAgIUfpiwvCvnN1iWZee2JjhVx2La7G8wCgYIKoZIzj0EAwQwDzENMAsGA1UEAwwERlI5OTAeFw0yNjExMzAxNzE1MjhaFw00\
MzA1MDUxNzE1MjhaMA8xDTALBgNVBAMMBEZSOTkwgZswEAYHKoZIzj0CAQYFK4EEACMDgYYABADPBH8HW1XJs1tC5lAzy+MTAY3qfze4KIBAApArXwdF++aqMnodAOHFuC/hFuaXoTvigPPjdOl3\
GCTza3c+JwRHeAFCY2Pr6sEsnISj6jMeuwLUxeda1P+rmYEOpxhlfiGL0A4H3uvb05dgOmzA7MrZFl/MWba3dcys+376opSofMroS6NTMFEwHQYDVR0OBBYEFMwMwEVlWJ8rsrd/fo023GAkS7gs\
MB8GA1UdIwQYMBaAFMwMwEVlWJ8rsrd/fo023GAkS7gsMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwQDgYwAMIGIAkIBzdrXL5XzsSz28IpjeaT4kZTs8fukX37D1hH/mugUymUFS+3pRbrr\
LTDlQr26kve/Nok00+aBMo8ABub6MFcUd88CQgD8nMa1PErrMr5iHWVVADFruGga9wSUF6/XrA9zPqt/EWn+9/Vxl6w0lO+SyXds2eBXKFQQnzgQO5vubrXZus82kQ==";
const LARGE_HOLDER: &str = "MIIBizCB7wIBATAKBggqhkjOPQQDBDAPMQ0wCwYDVQQDDARGUjk5MB4XDTI2MTEzMDE3MTUyOFoXDTQzMDUwNTE3MTUyOFowDzENMAsGA1UEAwwE\
MDAwMTCBmzAQBgcqhkjOPQIBBgUrgQQAIwOBhgAEAc73a797rA/K0jae75JjOUuWq5GeDR/HSv705HQQ8EZXe2KvIyKcqO80ZZfY/Gms9KUXgXVlEoasvo3kfSRcR0E9AYFkCMEvWTcxfObGXXY8\
5TI9YBXqNEZjWNB5dZTWXR79ikHS7DARXRGvVairDvMVtJyrdGM7gwCvGYKiinoJMtHRMAoGCCqGSM49BAMEA4GKADCBhgJBEvhT5/UmjBDQO0/MnTcHFcSqfJRq77BO3pNyfVezlCmUSUvUZoGb\
ttZKg5W/C5CLmhgkM86PgzHD4dkGBUsKwO8CQRHqs6EaI7jyBcIwvwx/j7i0D0I6ot4lGIW/u+T1c5cb/V6epWaEXBfWjDIorOSZxO+/wAKUwfMKh0z6mvOkkooh";
const LARGE_SIGNED: &str = "DC04FR99000123DC2B391301FR60AMINA\u{1d}62FICTIF\u{1d}67MA69120319906Q1234567890";
const LARGE_SIGNATURE: &str = "AA26GH3EGTE23YO3L5YGBBF4OHFE7KRIC4UN735TGEFNTI2UF5SJ3GO3DAOWTMWATZSLY2K6SHJSIROLQMYKJBUPIUPSHQPPLGGLQ5O6IIA64FFG\
R2NY4HIA4ADZNTRRHIV5QZY73QD4VMRPGXZE56ZME4YDGT25X5NMSWL4VLPLHSR4BMRAZJBF2XFUT6RVJST476TW6JO6ODVTSMZA";

#[test]
fn the_largest_curve_is_checked_as_well() {
    let der = |text: &str| BASE64.decode(text.as_bytes()).expect("a certificate");
    let (authority, holder) = (der(LARGE_AUTHORITY), der(LARGE_HOLDER));
    let checked = |message: &str, signature: &str, holder: &[u8]| {
        let mut store = TrustStore::default();
        store.add_list(&list(&authority, "2031-01-01T00:00:00Z")).expect("a list");
        store.add_certificates(holder).expect("a certificate");
        let code = TwoDDoc::parse(&format!("{message}{UNIT}{signature}")).expect("a code");
        store.check(&code, now())
    };
    let verdict = checked(LARGE_SIGNED, LARGE_SIGNATURE, &holder);
    assert_eq!((verdict.signature, verdict.trusted, verdict.in_time), (Signature::Valid, Some(Trusted::ByList), true));
    let other = LARGE_SIGNED.replace("AMINA", "ANINA");
    assert_eq!(checked(&other, LARGE_SIGNATURE, &holder).signature, Signature::Invalid);
    for wrong in [LARGE_SIGNATURE.replacen("AA26", "AA27", 1), "A".repeat(212), LARGE_SIGNATURE[..208].to_owned()] {
        assert_ne!(checked(LARGE_SIGNED, &wrong, &holder).signature, Signature::Valid, "{wrong}");
    }
    // Whom the authority did not certify is not believed, whoever he says he is.
    let mut forged = holder;
    *forged.last_mut().expect("bytes") ^= 1;
    assert_eq!(checked(LARGE_SIGNED, LARGE_SIGNATURE, &forged).signature, Signature::UnknownIssuer);
}

#[test]
fn certificates_are_found_in_every_kind_of_file() {
    let (one, two) = (Issuer::new().certificate("0001", "FR99"), Issuer::new().certificate("0002", "FR99"));
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", BASE64.encode(&one));
    let names = |file: &[u8]| {
        Certificate::all_in(file).expect("certificates").into_iter().map(|c| c.subject).collect::<Vec<_>>()
    };
    assert_eq!(names(pem.as_bytes()), ["0001"]);
    assert_eq!(names(&one), ["0001"]);
    assert_eq!(names(&[b"--end\r\n\r\n", &one[..], b"\r\n--end\r\n", &two].concat()), ["0001", "0002"]);
    for none in [&b""[..], b"0", &[0x30, 0x82], &one[..one.len() - 1]] {
        assert_eq!(Certificate::all_in(none), Err(BadCertificate));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// One changed byte, wherever it is, is never valid.
    #[test]
    fn a_changed_byte_is_never_valid(place in 0_usize..170, other in 0_u8..128) {
        let issuer = Issuer::new();
        let mut code = issuer.code(HEADER, MESSAGE).into_bytes();
        let place = place % code.len();
        prop_assume!(code[place] != other);
        code[place] = other;
        let mut store = TrustStore::default();
        store.add_certificates(&issuer.certificate("0001", "FR99")).expect("a certificate");
        if let Ok(read) = TwoDDoc::parse(&String::from_utf8(code).expect("ascii")) {
            prop_assert_ne!(store.check(&read, now()).signature, Signature::Valid);
        }
    }

    /// Whatever is in a code, an answer comes.
    #[test]
    fn any_text_is_answered(text in "(DC0[0-9])?[ -~\u{1d}\u{1e}\u{1f}é]{0,200}") {
        let _ = TwoDDoc::parse(&text);
        let _ = TwoDDoc::in_bytes(text.as_bytes());
        let _ = TrustList::parse(&text, &[]);
        let _ = Certificate::all_in(text.as_bytes());
    }
}
