use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A département as the case reference writes it: three digits (`067`, `971`, 2A = `201`, 2B = `202`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Department(u16);

impl Department {
    /// The number printed in references, 1 to 999.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The official code (`67`, `2A`, `971`).
    #[must_use]
    pub fn code(self) -> String {
        match self.0 {
            201 => "2A".to_owned(),
            202 => "2B".to_owned(),
            n => format!("{n:02}"),
        }
    }
}

impl FromStr for Department {
    type Err = ReferenceError;
    fn from_str(code: &str) -> Result<Self, ReferenceError> {
        match code {
            "2A" | "2a" => Ok(Self(201)),
            "2B" | "2b" => Ok(Self(202)),
            "201" | "202" | "20" | "020" => Err(ReferenceError::Department),
            digits if (2..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok().filter(|n| (1..=999).contains(n)).map(Self).ok_or(ReferenceError::Department)
            }
            _ => Err(ReferenceError::Department),
        }
    }
}

/// Why a text is not a case reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Not fourteen digits once separators are removed.
    #[error("a case reference has fourteen digits")]
    Length,
    /// The two check digits do not fit (ISO 7064 MOD 97-10).
    #[error("the check digits of the case reference are wrong")]
    CheckDigits,
    /// Not a French département.
    #[error("not a département code")]
    Department,
    /// The sequence is exhausted (more than 9,999,999 cases in a year).
    #[error("the sequence of case references is exhausted")]
    Sequence,
}

/// The reference of a case: `yy-ddd-nnnnnnn-kk`, digits only so that a keypad, a voice and Code 128-C
/// can carry it. Year and département are those of first reception and never change; `kk` are check
/// digits after ISO 7064 MOD 97-10 (single-digit errors and swaps of neighbours are found).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CaseReference(u64);

impl CaseReference {
    /// The reference of the `sequence`-th case first received in `year` by `department`.
    ///
    /// # Errors
    /// `Sequence` when the number does not fit seven digits.
    pub fn new(year: i32, department: Department, sequence: u32) -> Result<Self, ReferenceError> {
        if sequence > 9_999_999 {
            return Err(ReferenceError::Sequence);
        }
        let yy = u64::try_from(year.rem_euclid(100)).unwrap_or(0);
        let body = yy * 10_000_000_000 + u64::from(department.0) * 10_000_000 + u64::from(sequence);
        Ok(Self(body * 100 + (98 - body * 100 % 97)))
    }

    /// The fourteen digits without separators: what the barcode carries.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:014}", self.0)
    }
}

impl fmt::Display for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let d = self.digits();
        write!(f, "{}-{}-{}-{}", &d[..2], &d[2..5], &d[5..12], &d[12..])
    }
}

impl fmt::Debug for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CaseReference {
    type Err = ReferenceError;
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '.' | '\u{a0}')).collect();
        if digits.len() != 14 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ReferenceError::Length);
        }
        let number: u64 = digits.parse().map_err(|_| ReferenceError::Length)?;
        if number % 97 == 1 { Ok(Self(number)) } else { Err(ReferenceError::CheckDigits) }
    }
}

impl TryFrom<String> for CaseReference {
    type Error = ReferenceError;
    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<CaseReference> for String {
    fn from(reference: CaseReference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> CaseReference {
        CaseReference::new(2026, "67".parse().expect("département"), 123).expect("reference")
    }

    #[test]
    fn a_reference_reads_back_with_or_without_separators() {
        let text = reference().to_string();
        assert!(text.starts_with("26-067-0000123-"), "{text}");
        assert_eq!(text.parse(), Ok(reference()));
        assert_eq!(reference().digits().parse(), Ok(reference()));
    }

    #[test]
    fn every_single_wrong_digit_and_every_swap_of_neighbours_is_found() {
        let digits = reference().digits().into_bytes();
        for position in 0..digits.len() {
            for digit in b'0'..=b'9' {
                let mut wrong = digits.clone();
                wrong[position] = digit;
                let parsed = String::from_utf8(wrong.clone()).expect("ascii").parse::<CaseReference>();
                assert_eq!(parsed.is_ok(), wrong == digits);
            }
            if position + 1 < digits.len() && digits[position] != digits[position + 1] {
                let mut swapped = digits.clone();
                swapped.swap(position, position + 1);
                assert!(String::from_utf8(swapped).expect("ascii").parse::<CaseReference>().is_err());
            }
        }
    }

    #[test]
    fn corsica_and_overseas_have_their_three_digits() {
        for (code, number) in [("2A", 201), ("2B", 202), ("01", 1), ("971", 971)] {
            let department: Department = code.parse().expect(code);
            assert_eq!((department.number(), department.code().as_str()), (number, code));
        }
    }
}
