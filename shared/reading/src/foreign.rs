use crate::Barcode;

/// A page that separates documents in the way of others: the patch sheet that scanners know, archive numbers and marks that stand on
/// the first page of a document, payloads that a site chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignSheet {
    /// A sheet put between two documents; it is part of neither.
    Between(String),
    /// The first page of a document.
    First(String),
}

/// What the patch sheet T says.
const PATCH_T: &str = "PATCHT";
/// What stands before an archive number, and before a mark.
const ARCHIVE: &str = "ASN";
const MARK: &str = "TAG:";

impl ForeignSheet {
    /// What the page separates by, if it does. `extra`: payloads of sheets besides the patch sheet.
    #[must_use]
    pub fn of(barcodes: &[Barcode], extra: &[String]) -> Option<Self> {
        let texts = || barcodes.iter().map(|code| code.text.trim());
        let between = texts().find(|text| *text == PATCH_T || extra.iter().any(|own| own == text));
        let first = || texts().find(|text| archive_number(text).is_some() || mark(text).is_some());
        between.map(|text| Self::Between(text.to_owned())).or_else(|| first().map(|text| Self::First(text.to_owned())))
    }

    /// What its code says.
    #[must_use]
    pub fn payload(&self) -> &str {
        match self {
            Self::Between(payload) | Self::First(payload) => payload,
        }
    }
}

/// The number in `ASN00123`.
#[must_use]
pub fn archive_number(payload: &str) -> Option<u32> {
    let digits = payload.trim().strip_prefix(ARCHIVE)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The word in `TAG:invoice`.
#[must_use]
pub fn mark(payload: &str) -> Option<&str> {
    payload.trim().strip_prefix(MARK).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<Barcode> {
        vec![Barcode { format: "Code39".into(), text: text.into(), bytes_hex: String::new(), corners: [[0; 2]; 4] }]
    }

    #[test]
    fn sheets_of_others_are_known_by_what_they_say() {
        let between = |text: &str| Some(ForeignSheet::Between(text.to_owned()));
        let first = |text: &str| Some(ForeignSheet::First(text.to_owned()));
        assert_eq!(ForeignSheet::of(&code("PATCHT"), &[]), between("PATCHT"));
        assert_eq!(ForeignSheet::of(&code("CUSTOM BARCODE"), &[]), None);
        assert_eq!(
            ForeignSheet::of(&code("CUSTOM BARCODE"), &["CUSTOM BARCODE".to_owned()]),
            between("CUSTOM BARCODE")
        );
        assert_eq!(ForeignSheet::of(&code("ASN00123"), &[]), first("ASN00123"));
        assert_eq!(ForeignSheet::of(&code("TAG:invoice"), &[]), first("TAG:invoice"));
        for none in ["ASNXYZXYZ", "ASN", "TAG:", "PATCH", "26067000012345"] {
            assert_eq!(ForeignSheet::of(&code(none), &[]), None, "{none}");
        }
        assert_eq!((archive_number("ASN00123"), mark("TAG:invoice")), (Some(123), Some("invoice")));
    }
}
