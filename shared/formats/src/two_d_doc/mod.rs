//! 2D-Doc: the signed code on French proofs of address, tax notices, pay slips and attestations for foreigners (specification of
//! the ANTS, versions 1 to 4 in C40).
//!
//! Reading a code says what is written in it. Only [`TrustStore::check`] says whether its issuer wrote it.

mod canonical;
mod certificate;
mod der;
mod lengths;
mod list_signature;
mod message;
mod p521;
mod trust;

pub use certificate::{BadCertificate, Certificate};
pub use list_signature::ListSignature;
pub use message::Field;
pub use trust::{BadList, Signature, TrustList, TrustStore, Trusted, Verdict};

use chrono::{Days, NaiveDate};
use data_encoding::BASE32_NOPAD;

/// End of a value.
const GROUP: char = '\u{1d}';
/// End of a value that was cut off.
const RECORD: char = '\u{1e}';
/// End of what is signed.
const UNIT: char = '\u{1f}';

/// A code, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoDDoc {
    /// 1 to 4.
    pub version: u8,
    /// The certification authority, `FR01`.
    pub authority: String,
    /// The certificate of that authority's that signed, four characters.
    pub certificate: String,
    /// When the document was issued; absent when not told.
    pub issued: Option<NaiveDate>,
    /// When the code was signed.
    pub signed: Option<NaiveDate>,
    /// The kind of document, two characters: `01` an invoice as proof of address, `13` an attestation for a foreigner.
    pub document_type: String,
    /// The field of use, from version 3.
    pub perimeter: Option<String>,
    /// The country of issue, from version 4.
    pub country: Option<String>,
    /// What it says, in order.
    pub fields: Vec<Field>,
    /// What is signed.
    covered: String,
    /// The signature, when there is one that can be decoded.
    signature: Option<Vec<u8>>,
}

/// A text that is no code of the versions known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// It does not start like a 2D-Doc, or ends too early.
    #[error("this is no 2D-Doc")]
    Unreadable,
    /// A later version, or the binary one.
    #[error("this version of 2D-Doc is not read")]
    Unsupported,
}

impl TwoDDoc {
    /// Reads the text of a code. Control characters stand for themselves.
    ///
    /// # Errors
    /// When it is no 2D-Doc or one of a version that is not known.
    pub fn parse(text: &str) -> Result<Self, NotRead> {
        if text.starts_with(['\u{dc}', '\u{fffd}']) {
            return Err(NotRead::Unsupported);
        }
        let rest = text.strip_prefix("DC").ok_or(NotRead::Unreadable)?;
        if !text.is_ascii() {
            return Err(NotRead::Unreadable);
        }
        let version = rest.get(..2).and_then(|digits| digits.parse().ok()).ok_or(NotRead::Unreadable)?;
        let length = match version {
            1 | 2 => 22,
            3 => 24,
            4 => 26,
            _ => return Err(NotRead::Unsupported),
        };
        let (covered, after) = text.split_once(UNIT).unwrap_or((text, ""));
        let (header, message) = covered.split_at_checked(length).ok_or(NotRead::Unreadable)?;
        // What follows the signature is an annex that nobody signed.
        let signature = after.split(GROUP).next().unwrap_or("").trim_end_matches('=');
        let part = |start: usize, end: usize| header.get(start..end).map(ToOwned::to_owned);
        Ok(Self {
            version,
            authority: part(4, 8).ok_or(NotRead::Unreadable)?,
            certificate: part(8, 12).ok_or(NotRead::Unreadable)?,
            issued: day(header.get(12..16)),
            signed: day(header.get(16..20)),
            document_type: part(20, 22).ok_or(NotRead::Unreadable)?,
            perimeter: part(22, 24),
            country: part(24, 26),
            fields: message::fields(message),
            covered: covered.to_owned(),
            signature: BASE32_NOPAD.decode(signature.as_bytes()).ok().filter(|bytes| !bytes.is_empty()),
        })
    }

    /// The code that a Data Matrix carries, from its bytes; none when it is another one's.
    #[must_use]
    pub fn in_bytes(bytes: &[u8]) -> Option<Result<Self, NotRead>> {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        (bytes.starts_with(b"DC0") || bytes.first() == Some(&0xdc)).then(|| Self::parse(&text))
    }

    /// A value by its identifier.
    #[must_use]
    pub fn value(&self, id: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.id == id).map(|field| field.value.as_str())
    }
}

/// Days since 2000-01-01, hexadecimal; `FFFF` is none.
fn day(text: Option<&str>) -> Option<NaiveDate> {
    let text = text.filter(|text| *text != "FFFF" && text.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let days = u64::from_str_radix(text, 16).ok()?;
    NaiveDate::from_ymd_opt(2000, 1, 1)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests;
