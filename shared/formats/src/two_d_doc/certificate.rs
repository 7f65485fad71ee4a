use chrono::NaiveDate;
use data_encoding::BASE64;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};

use super::{
    der::{BIT_STRING, GENERALIZED_TIME, INTEGER, OBJECT, SEQUENCE, SET, UTC_TIME, VERSION, Value, Values},
    p521,
};

/// Object identifiers, as their bytes: common name, kinds of keys, kinds of signatures.
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const ELLIPTIC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0, 0x22];
const P521: &[u8] = &[0x2b, 0x81, 0x04, 0, 0x23];
const RSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];
const RSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12];
const RSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4];

/// A certificate that can sign codes, or other certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    /// The common name of its holder.
    pub subject: String,
    /// The common name of whoever signed it.
    pub issuer: String,
    /// First day on which it may sign.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// A file that holds no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no certificate (PEM or DER) in it")]
pub struct BadCertificate;

/// What a key says of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// It made it.
    Right,
    /// It did not.
    Wrong,
    /// The kind of key is not known here.
    UnknownKind,
}

impl Proof {
    const fn of(right: bool) -> Self {
        if right { Self::Right } else { Self::Wrong }
    }
}

/// The kinds of keys known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyKind {
    Rsa,
    P256,
    P384,
    P521,
    Other,
}

/// The parts of a certificate (RFC 5280, 4.1).
struct Parts<'a> {
    whole: &'a [u8],
    /// What is signed.
    body: &'a [u8],
    algorithm: &'a [u8],
    signature: &'a [u8],
    issuer: Value<'a>,
    subject: Value<'a>,
    validity: Value<'a>,
    kind: KeyKind,
    key: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(der: &'a [u8]) -> Option<Self> {
        let certificate = Values(der).expect(SEQUENCE)?;
        let mut outer = certificate.inside();
        let body = outer.expect(SEQUENCE)?;
        let algorithm = outer.expect(SEQUENCE)?.inside().expect(OBJECT)?.content;
        let signature = outer.expect(BIT_STRING)?.bits()?;
        let mut inner = body.inside();
        inner.skip(VERSION);
        inner.expect(INTEGER)?;
        inner.expect(SEQUENCE)?;
        let issuer = inner.expect(SEQUENCE)?;
        let validity = inner.expect(SEQUENCE)?;
        let subject = inner.expect(SEQUENCE)?;
        let mut key = inner.expect(SEQUENCE)?.inside();
        let mut kinds = key.expect(SEQUENCE)?.inside();
        let kind = match (kinds.expect(OBJECT)?.content, kinds.take().map(|value| value.content)) {
            (RSA, _) => KeyKind::Rsa,
            (ELLIPTIC, Some(P256)) => KeyKind::P256,
            (ELLIPTIC, Some(P384)) => KeyKind::P384,
            (ELLIPTIC, Some(P521)) => KeyKind::P521,
            _ => KeyKind::Other,
        };
        let key = key.expect(BIT_STRING)?.bits()?;
        Some(Self {
            whole: certificate.whole,
            body: body.whole,
            algorithm,
            signature,
            issuer,
            subject,
            validity,
            kind,
            key,
        })
    }
}

impl Certificate {
    /// One certificate in DER.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_der(der: &[u8]) -> Result<Self, BadCertificate> {
        let parts = Parts::of(der).ok_or(BadCertificate)?;
        let mut validity = parts.validity.inside();
        let mut day = || validity.take().and_then(day).ok_or(BadCertificate);
        Ok(Self {
            subject: common_name(parts.subject),
            issuer: common_name(parts.issuer),
            from: day()?,
            until: day()?,
            der: parts.whole.to_vec(),
        })
    }

    /// All certificates of a file: PEM, DER, or several in DER among other bytes, as the authorities publish them.
    ///
    /// # Errors
    /// When there is none.
    pub fn all_in(file: &[u8]) -> Result<Vec<Self>, BadCertificate> {
        let mut found: Vec<Self> = pem_blocks(file).filter_map(|der| Self::from_der(&der).ok()).collect();
        let mut rest = if found.is_empty() { file } else { &[] };
        // A certificate is a sequence with a length of two bytes.
        while let Some(next) = rest.windows(2).position(|start| start == [SEQUENCE, 0x82]) {
            rest = &rest[next..];
            let read = Self::from_der(rest);
            rest = &rest[read.as_ref().map_or(2, |certificate| certificate.der.len())..];
            found.extend(read);
        }
        if found.is_empty() { Err(BadCertificate) } else { Ok(found) }
    }

    /// Whether it may sign on this day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        (self.from..=self.until).contains(&day)
    }

    /// Whether this certificate's holder signed another one.
    pub(super) fn signed(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (Parts::of(&self.der), Parts::of(&other.der)) else { return false };
        let named = own.subject.whole == other.issuer.whole;
        if (own.kind, other.algorithm) == (KeyKind::P521, ECDSA_SHA512) {
            let signature = p521::halves(other.signature);
            return named && signature.is_some_and(|halves| p521::verifies(own.key, other.body, &halves));
        }
        let algorithm: &'static dyn VerificationAlgorithm = match (own.kind, other.algorithm) {
            (KeyKind::Rsa, RSA_SHA256) => &RSA_PKCS1_2048_8192_SHA256,
            (KeyKind::Rsa, RSA_SHA384) => &RSA_PKCS1_2048_8192_SHA384,
            (KeyKind::Rsa, RSA_SHA512) => &RSA_PKCS1_2048_8192_SHA512,
            (KeyKind::P256, ECDSA_SHA256) => &ECDSA_P256_SHA256_ASN1,
            (KeyKind::P256, ECDSA_SHA384) => &ECDSA_P256_SHA384_ASN1,
            (KeyKind::P384, ECDSA_SHA256) => &ECDSA_P384_SHA256_ASN1,
            (KeyKind::P384, ECDSA_SHA384) => &ECDSA_P384_SHA384_ASN1,
            _ => return false,
        };
        named && UnparsedPublicKey::new(algorithm, own.key).verify(other.body, other.signature).is_ok()
    }

    /// Whether the holder made this XML signature; nothing when its method is not known or not that of the key (RFC 9231, 2.3).
    pub(super) fn made(&self, method: &str, signed: &[u8], signature: &[u8]) -> Option<bool> {
        let parts = Parts::of(&self.der)?;
        let method = method.strip_prefix("http://www.w3.org/2001/04/xmldsig-more#")?;
        let algorithm: &'static dyn VerificationAlgorithm = match (parts.kind, method) {
            (KeyKind::Rsa, "rsa-sha256") => &RSA_PKCS1_2048_8192_SHA256,
            (KeyKind::Rsa, "rsa-sha384") => &RSA_PKCS1_2048_8192_SHA384,
            (KeyKind::Rsa, "rsa-sha512") => &RSA_PKCS1_2048_8192_SHA512,
            (KeyKind::P256, "ecdsa-sha256") => &ECDSA_P256_SHA256_FIXED,
            (KeyKind::P384, "ecdsa-sha384") => &ECDSA_P384_SHA384_FIXED,
            (KeyKind::P521, "ecdsa-sha512") => return Some(p521::verifies(parts.key, signed, signature)),
            _ => return None,
        };
        Some(UnparsedPublicKey::new(algorithm, parts.key).verify(signed, signature).is_ok())
    }

    /// Whether the holder made this signature: raw `r` and `s` behind each other, seldom RSA.
    pub(super) fn proves(&self, covered: &[u8], signature: &[u8]) -> Proof {
        let Some(parts) = Parts::of(&self.der) else { return Proof::UnknownKind };
        let algorithm: &'static dyn VerificationAlgorithm = match parts.kind {
            KeyKind::P256 => &ECDSA_P256_SHA256_FIXED,
            KeyKind::P384 => &ECDSA_P384_SHA384_FIXED,
            KeyKind::Rsa => &RSA_PKCS1_2048_8192_SHA256,
            KeyKind::P521 => return Proof::of(p521::verifies(parts.key, covered, signature)),
            KeyKind::Other => return Proof::UnknownKind,
        };
        Proof::of(UnparsedPublicKey::new(algorithm, parts.key).verify(covered, signature).is_ok())
    }
}

/// `YYMMDD...` (1950 to 2049) or `YYYYMMDD...`.
fn day(time: Value<'_>) -> Option<NaiveDate> {
    let text = std::str::from_utf8(time.content).ok()?;
    let digits = match time.tag {
        UTC_TIME => format!("{}{}", if text.get(..2)? < "50" { "20" } else { "19" }, text.get(..6)?),
        GENERALIZED_TIME => text.get(..8)?.to_owned(),
        _ => return None,
    };
    NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()
}

/// The common name in a name: sets of pairs of what it is and what it says.
fn common_name(name: Value<'_>) -> String {
    let mut sets = name.inside();
    while let Some(set) = sets.expect(SET) {
        let mut pairs = set.inside();
        while let Some(pair) = pairs.expect(SEQUENCE) {
            let mut pair = pair.inside();
            if pair.expect(OBJECT).is_some_and(|kind| kind.content == COMMON_NAME) {
                let text = pair.take().map_or(&[][..], |value| value.content);
                return String::from_utf8_lossy(text).into_owned();
            }
        }
    }
    String::new()
}

/// The certificates of a file in PEM.
fn pem_blocks(file: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let text = String::from_utf8_lossy(file).into_owned();
    let blocks: Vec<Vec<u8>> = text
        .split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .filter_map(|block| block.split("-----END").next())
        .map(|block| block.chars().filter(|letter| !letter.is_whitespace()).collect::<String>())
        .filter_map(|block| BASE64.decode(block.as_bytes()).ok())
        .collect();
    blocks.into_iter()
}
