use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::SeparatorKind;

/// A separator sheet that the product printed: what its barcode says.
///
/// Payload (Code 128 characters only): `PSR1/<letter of the kind>/<serial>/<pages>/<check>`, for example
/// `PSR1/E/A7K2/012/09`. The check digits follow ISO 7064 MOD 97-10 over the character values of all that stands
/// before them, so that a misread symbol is never taken for a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct SeparatorSheet {
    kind: SeparatorKind,
    serial: String,
    declared_pages: Option<u32>,
}

/// Why a text is not a separator sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeparatorError {
    /// Not the payload of a sheet at all.
    #[error("not the payload of a separator sheet")]
    Form,
    /// Looks like one, but was misread: the check digits are wrong.
    #[error("the check digits of the separator sheet are wrong")]
    CheckDigits,
    /// The serial is not 1 to 10 capital letters and digits.
    #[error("the serial of a separator sheet has 1 to 10 capital letters or digits")]
    Serial,
    /// More than 999 pages declared.
    #[error("a separator sheet declares at most 999 pages")]
    Pages,
}

impl SeparatorSheet {
    /// A sheet to print. `declared_pages` is the number counted by hand at opening (1 to 999), absent when nobody counted.
    ///
    /// # Errors
    /// `Serial`, `Pages`.
    pub fn new(kind: SeparatorKind, serial: &str, declared_pages: Option<u32>) -> Result<Self, SeparatorError> {
        let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if serial.is_empty() || serial.len() > 10 || !serial.bytes().all(allowed) {
            return Err(SeparatorError::Serial);
        }
        match declared_pages {
            Some(1..=999) | None => Ok(Self { kind, serial: serial.to_owned(), declared_pages }),
            Some(_) => Err(SeparatorError::Pages),
        }
    }

    /// What starts after the sheet.
    #[must_use]
    pub fn kind(&self) -> SeparatorKind {
        self.kind
    }

    /// Number of the sheet, unique among those in use.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Pages counted by hand, 1 to 999.
    #[must_use]
    pub fn declared_pages(&self) -> Option<u32> {
        self.declared_pages
    }

    fn body(&self) -> String {
        let letter = match self.kind {
            SeparatorKind::Envelope => 'E',
            SeparatorKind::Person => 'P',
            SeparatorKind::Document => 'D',
            SeparatorKind::Rescan => 'R',
            SeparatorKind::Rest => 'C',
            SeparatorKind::Original => 'O',
            SeparatorKind::Photo => 'F',
            SeparatorKind::Bound => 'B',
            SeparatorKind::Colour => 'K',
            SeparatorKind::Illegible => 'I',
            SeparatorKind::End => 'Z',
            SeparatorKind::Backs => 'V',
        };
        format!("PSR1/{letter}/{}/{:03}/", self.serial, self.declared_pages.unwrap_or(0))
    }
}

/// 98 minus the remainder of the character values (base 100, then times 100) by 97.
pub(crate) fn check_digits(body: &str) -> u32 {
    let remainder = body.bytes().fold(0, |sum, byte| (sum * 100 + u32::from(byte)) % 97);
    98 - remainder * 100 % 97
}

impl fmt::Display for SeparatorSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        write!(f, "{body}{:02}", check_digits(&body))
    }
}

impl FromStr for SeparatorSheet {
    type Err = SeparatorError;
    fn from_str(text: &str) -> Result<Self, SeparatorError> {
        let parts: Vec<&str> = text.split('/').collect();
        let ["PSR1", kind, serial, pages, check] = parts[..] else { return Err(SeparatorError::Form) };
        let kind = match kind {
            "E" => SeparatorKind::Envelope,
            "P" => SeparatorKind::Person,
            "D" => SeparatorKind::Document,
            "R" => SeparatorKind::Rescan,
            "C" => SeparatorKind::Rest,
            "O" => SeparatorKind::Original,
            "F" => SeparatorKind::Photo,
            "B" => SeparatorKind::Bound,
            "K" => SeparatorKind::Colour,
            "I" => SeparatorKind::Illegible,
            "Z" => SeparatorKind::End,
            "V" => SeparatorKind::Backs,
            _ => return Err(SeparatorError::Form),
        };
        let number = |digits: &str, length| {
            let fits = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|_| fits).ok_or(SeparatorError::Form)
        };
        let declared = Some(number(pages, 3)?).filter(|pages| *pages > 0);
        let sheet = Self::new(kind, serial, declared)?;
        if number(check, 2)? == check_digits(&sheet.body()) { Ok(sheet) } else { Err(SeparatorError::CheckDigits) }
    }
}

impl TryFrom<String> for SeparatorSheet {
    type Error = SeparatorError;
    fn try_from(text: String) -> Result<Self, SeparatorError> {
        text.parse()
    }
}

impl From<SeparatorSheet> for String {
    fn from(sheet: SeparatorSheet) -> Self {
        sheet.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> SeparatorSheet {
        SeparatorSheet::new(SeparatorKind::Envelope, "A7K2", Some(12)).expect("sheet")
    }

    #[test]
    fn a_sheet_reads_back_what_was_printed() {
        for (kind, pages) in
            SeparatorKind::ALL.iter().flat_map(|kind| [(*kind, Some(999)), (*kind, None), (*kind, Some(1))])
        {
            let sheet = SeparatorSheet::new(kind, "ABCDEFGHIJ", pages).expect("sheet");
            assert_eq!(sheet.to_string().parse(), Ok(sheet));
        }
    }

    #[test]
    fn every_single_misread_character_and_every_swap_of_neighbours_is_found() {
        let text = sheet().to_string().into_bytes();
        for position in 0..text.len() {
            for byte in 32..127 {
                let mut wrong = text.clone();
                wrong[position] = byte;
                let parsed = String::from_utf8(wrong.clone()).expect("ascii").parse::<SeparatorSheet>();
                assert_eq!(parsed.is_ok(), wrong == text, "{}", String::from_utf8_lossy(&wrong));
            }
            if position + 1 < text.len() && text[position] != text[position + 1] {
                let mut swapped = text.clone();
                swapped.swap(position, position + 1);
                assert!(String::from_utf8(swapped).expect("ascii").parse::<SeparatorSheet>().is_err());
            }
        }
    }

    #[test]
    fn what_cannot_be_printed_is_refused() {
        for serial in ["", "a", "É", "ABCDEFGHIJK", "A/B"] {
            assert_eq!(SeparatorSheet::new(SeparatorKind::Person, serial, None), Err(SeparatorError::Serial));
        }
        assert_eq!(SeparatorSheet::new(SeparatorKind::Person, "A", Some(1000)), Err(SeparatorError::Pages));
        assert_eq!(SeparatorSheet::new(SeparatorKind::Person, "A", Some(0)), Err(SeparatorError::Pages));
        assert_eq!("26067000012345".parse::<SeparatorSheet>(), Err(SeparatorError::Form));
    }
}
