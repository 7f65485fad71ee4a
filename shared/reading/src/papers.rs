//! What codes and text of a page say of the paper itself: signed 2D-Doc codes, numbers of registered letters.

use formats::{
    TrackingKind, TrackingNumber,
    two_d_doc::{NotRead, TwoDDoc},
};

use crate::{Barcode, PageRead};

/// A number of a registered letter on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedNumber {
    /// The number.
    pub number: TrackingNumber,
    /// In bars, which cannot be misread; otherwise in the text.
    pub in_barcode: bool,
}

impl Barcode {
    /// The bytes it carries.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let digits = self.bytes_hex.as_bytes().chunks_exact(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        digits.filter_map(byte).collect()
    }
}

impl PageRead {
    /// The 2D-Doc codes on the page, also those of a version that is not read.
    #[must_use]
    pub fn two_d_docs(&self) -> Vec<Result<TwoDDoc, NotRead>> {
        let matrices = self.barcodes.iter().filter(|code| code.format == "DataMatrix");
        matrices.filter_map(|code| TwoDDoc::in_bytes(&code.bytes())).collect()
    }

    /// The numbers of registered letters on the page, those in bars first, each once.
    #[must_use]
    pub fn posted_numbers(&self) -> Vec<PostedNumber> {
        let bars = self.barcodes.iter().map(|code| TrackingNumber::parse(&code.text));
        let bars = bars.filter(|number| number.kind != TrackingKind::Other && number.valid == Some(true));
        let mut found: Vec<PostedNumber> = bars.map(|number| PostedNumber { number, in_barcode: true }).collect();
        for number in TrackingNumber::all_in(&self.text) {
            if !found.iter().any(|known| known.number.normalised == number.normalised) {
                found.push(PostedNumber { number, in_barcode: false });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_bars_come_first_and_once() {
        let code = |format: &str, text: &str| Barcode {
            format: format.into(),
            text: text.into(),
            bytes_hex: text.bytes().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat(),
            corners: [[0; 2]; 4],
        };
        let page = PageRead {
            text: "Lettre recommandée 1A 123 456 7890 1, et RA 34 135 671 3 FR".to_owned(),
            barcodes: vec![code("Code128", "1A12345678901"), code("DataMatrix", "DC02FR000001125E125B0126FR")],
            ..PageRead::unreadable(1, String::new())
        };
        let numbers: Vec<(String, bool)> =
            page.posted_numbers().iter().map(|found| (found.number.printed(), found.in_barcode)).collect();
        assert_eq!(numbers, [("1A 123 456 7890 1".to_owned(), true), ("RA 34 135 671 3 FR".to_owned(), false)]);
        let codes = page.two_d_docs();
        assert_eq!(codes[0].as_ref().map(|code| code.version), Ok(2));
    }
}
