//! The codes printed on letters and separator sheets, drawn as vectors (SVG paths, one unit a module).

use std::fmt::Write as _;

use barcoders::sym::code128::Code128;
use domain::{CaseReference, LetterId};
use qrcode::{Color, EcLevel, QrCode};

use crate::LetterError;

/// Height of a linear code in its own units; the template stretches it.
const BAR_HEIGHT: usize = 40;

/// What the QR code of a letter carries: the case reference and the letter, nothing else (NF Z 11-001
/// letters, section 3.7): `26067000012345/let_0197...`.
#[must_use]
pub fn letter_payload(reference: CaseReference, letter: LetterId) -> String {
    format!("{}/{letter}", reference.digits())
}

/// Reads back [`letter_payload`]; `None` when the text is something else.
#[must_use]
pub fn read_letter_payload(text: &str) -> Option<(CaseReference, LetterId)> {
    let (reference, letter) = text.split_once('/')?;
    Some((reference.parse().ok()?, letter.parse().ok()?))
}

/// A Code 128 symbol as SVG: set C for an even number of digits, else set B (printable ASCII).
///
/// # Errors
/// `Barcode` when the text is empty or not printable ASCII.
pub fn linear(text: &str) -> Result<String, LetterError> {
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && text.len().is_multiple_of(2);
    let set = if digits { '\u{0106}' } else { '\u{0181}' };
    let refused = || LetterError::Barcode(format!("{} characters do not fit Code 128", text.chars().count()));
    if text.is_empty() || !text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err(refused());
    }
    let modules = Code128::new(format!("{set}{text}")).map_err(|_| refused())?.encode();
    let mut path = String::new();
    for (start, length) in runs(modules.iter().map(|module| *module == 1)) {
        write_rectangle(&mut path, start, 0, length, BAR_HEIGHT);
    }
    Ok(svg(modules.len(), BAR_HEIGHT, &path))
}

/// A QR symbol as SVG, error correction level M (15 %).
///
/// # Errors
/// `Barcode` when the text is too long for the symbology.
pub fn square(text: &str) -> Result<String, LetterError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| LetterError::Barcode(format!("QR: {error}")))?;
    let width = code.width();
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(width).enumerate() {
        for (start, length) in runs(colors.iter().map(|color| *color == Color::Dark)) {
            write_rectangle(&mut path, start, row, length, 1);
        }
    }
    Ok(svg(width, width, &path))
}

/// The dark stretches as (start, length).
fn runs(modules: impl Iterator<Item = bool>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (position, _) in modules.enumerate().filter(|(_, dark)| *dark) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == position => *length += 1,
            _ => runs.push((position, 1)),
        }
    }
    runs
}

fn write_rectangle(path: &mut String, x: usize, y: usize, width: usize, height: usize) {
    // Writing to a String cannot fail.
    let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
}

fn svg(width: usize, height: usize, path: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none"><path d="{path}"/></svg>"#
    )
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn the_payload_of_a_letter_reads_back() {
        let reference = CaseReference::new(2026, "67".parse().expect("département"), 123).expect("reference");
        let letter = LetterId::new(DateTime::UNIX_EPOCH);
        let payload = letter_payload(reference, letter);
        assert_eq!(read_letter_payload(&payload), Some((reference, letter)));
        assert_eq!(read_letter_payload("26067000012345"), None);
    }

    #[test]
    fn digits_take_the_short_set_and_what_cannot_be_drawn_is_refused() {
        assert!(linear("26067000012345").expect("digits").len() < linear("PSR1/E/A7K2/012/09").expect("text").len());
        for text in ["", "é", "a\u{7f}"] {
            assert!(linear(text).is_err(), "{text:?}");
        }
    }
}
