//! Certificates of nobody, and trust lists that hold them.

use data_encoding::BASE64;

/// Object identifiers of kinds of keys, curves and signatures.
const ELLIPTIC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0, 0x22];
const P521: &[u8] = &[0x2b, 0x81, 0x04, 0, 0x23];
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const RSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4];

/// Length and content behind a tag.
fn tagged(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX).to_be_bytes();
    let length: &[u8] = if content.len() < 128 { &length[1..] } else { &[0x82, length[0], length[1]] };
    [&[tag], length, &content].concat()
}

fn name(common: &str) -> Vec<u8> {
    let pair = tagged(0x30, &[&tagged(6, &[&[0x55, 4, 3]]), &tagged(0x0c, &[common.as_bytes()])]);
    tagged(0x30, &[&tagged(0x31, &[&pair])])
}

/// A certificate whose key and signature are no more than as long as they should be.
fn certificate(kind: &[u8], curve: &[u8], point: &[u8], signed: &[u8]) -> Vec<u8> {
    let algorithm = tagged(0x30, &[&tagged(6, &[signed])]);
    let kind = tagged(0x30, &[&tagged(6, &[kind]), curve]);
    let key = tagged(0x30, &[&kind, &tagged(3, &[&[0], point])]);
    let validity = tagged(0x30, &[&tagged(0x17, &[b"240101000000Z"]), &tagged(0x18, &[b"20991231235959Z"])]);
    let version = tagged(0xa0, &[&tagged(2, &[&[2]])]);
    let body = [&version[..], &tagged(2, &[&[1]]), &algorithm, &name("FR99"), &validity, &name("0001"), &key].concat();
    let numbers = tagged(0x30, &[&tagged(2, &[&[0x11; 32]]), &tagged(2, &[&[0, 0x91]])]);
    tagged(0x30, &[&tagged(0x30, &[&body]), &algorithm, &tagged(3, &[&[0], &numbers])])
}

fn each() -> [Vec<u8>; 4] {
    let curve = |curve: &[u8]| tagged(6, &[curve]);
    let point = |half: usize| [&[4][..], &vec![0x22; 2 * half]].concat();
    let modulus = tagged(0x30, &[&tagged(2, &[&[0], &[0x91; 256]]), &tagged(2, &[&[1, 0, 1]])]);
    [
        certificate(ELLIPTIC, &curve(P256), &point(32), ECDSA_SHA256),
        certificate(ELLIPTIC, &curve(P384), &point(48), ECDSA_SHA384),
        certificate(ELLIPTIC, &curve(P521), &point(66), ECDSA_SHA512),
        certificate(RSA, &tagged(5, &[]), &modulus, RSA_SHA256),
    ]
}

fn pem(der: &[u8]) -> Vec<u8> {
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", BASE64.encode(der)).into_bytes()
}

/// Each kind in DER and in PEM, and two of them among other bytes.
pub fn certificates() -> Vec<Vec<u8>> {
    let [first, second, third, fourth] = each();
    let between = [b"--end\r\n\r\n", &first[..], b"\r\n--end\r\n", &second].concat();
    vec![pem(&first), between, first, second, pem(&third), third, fourth]
}

/// Lists with a certificate, unsigned and with a signature in the form of the ANTS.
pub fn trust_lists() -> Vec<Vec<u8>> {
    let [first, .., last] = each().map(|der| BASE64.encode(&der));
    let digest = BASE64.encode(&[0x33; 32]);
    let provider = format!(
        "<t:TrustServiceProvider><t:TSPTradeName><t:Name>FR99</t:Name></t:TSPTradeName><t:ServiceInformation>\
         <t:ServiceStatus>http://x/Svcstatus/inaccord</t:ServiceStatus><t:X509Certificate>\n{first}\n</t:X509Certificate>\
         </t:ServiceInformation></t:TrustServiceProvider>"
    );
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let signature = format!(
        "<s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'><s:SignedInfo><s:CanonicalizationMethod Algorithm='{exclusive}'/>\
         <s:SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'/><s:Reference URI=''><s:Transforms>\
         <s:Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/><s:Transform Algorithm='{exclusive}'/>\
         </s:Transforms><s:DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><s:DigestValue>{digest}</s:DigestValue>\
         </s:Reference></s:SignedInfo><s:SignatureValue>{digest}</s:SignatureValue><s:KeyInfo><s:X509Data><s:X509Certificate>{last}\
         </s:X509Certificate></s:X509Data></s:KeyInfo></s:Signature>"
    );
    let whole = |more: &str| {
        format!(
            "<t:TrustServiceStatusList xmlns:t='x' Id='a'><t:ListIssueDateTime>2025-01-01T00:00:00Z</t:ListIssueDateTime>\
             <t:NextUpdate><t:dateTime>2026-01-01T00:00:00Z</t:dateTime></t:NextUpdate>{provider}{more}</t:TrustServiceStatusList>"
        )
        .into_bytes()
    };
    vec![whole(""), whole(&signature)]
}
