//! Signatures of the curve P-521 with SHA-512 (FIPS 186-5), which ring does not know.

use p521::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};

use super::der::{INTEGER, SEQUENCE, Value, Values};

/// Bytes of each half of a signature.
const HALF: usize = 66;

/// Whether the holder of a key (an uncompressed or compressed point) made this signature: both halves behind each other.
pub(super) fn verifies(key: &[u8], signed: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_sec1_bytes(key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify(signed, &signature).is_ok()
}

/// The halves behind each other of a signature as certificates carry them: a sequence of two numbers.
pub(super) fn halves(der: &[u8]) -> Option<Vec<u8>> {
    let mut outer = Values(der);
    let mut both = outer.expect(SEQUENCE)?.inside();
    let (r, s) = (half(both.expect(INTEGER)?)?, half(both.expect(INTEGER)?)?);
    (outer.0.is_empty() && both.0.is_empty()).then(|| [r, s].concat())
}

/// A number of at most 66 bytes, with noughts before it.
fn half(number: Value<'_>) -> Option<Vec<u8>> {
    let digits = number.content.iter().position(|byte| *byte != 0).map_or(&[][..], |first| &number.content[first..]);
    let missing = HALF.checked_sub(digits.len())?;
    Some([vec![0; missing], digits.to_vec()].concat())
}
