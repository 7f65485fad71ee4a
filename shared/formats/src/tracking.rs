use std::collections::HashSet;

use domain::Personal;

/// What kind of number is printed on a registered letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackingKind {
    /// International S10 of the Universal Postal Union: two letters, nine digits, two letters.
    S10,
    /// French domestic registered letter: a digit, a letter, eleven digits (`1A 123 456 7890 1`).
    FrenchRegistered,
    /// Anything else, kept as typed.
    Other,
}

impl TrackingKind {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::S10 => "s10",
            Self::FrenchRegistered => "fr_registered",
            Self::Other => "other",
        }
    }
}

/// Characters of a number of either kind.
const LENGTH: usize = 13;

/// Groups in which a number is printed at most.
const GROUPS: usize = 6;

/// A number of a registered or tracked letter, as typed and as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackingNumber {
    /// What was typed.
    pub as_typed: Personal<String>,
    /// Capitals and digits without separators.
    pub normalised: Personal<String>,
    /// Its kind.
    pub kind: TrackingKind,
    /// Whether it is right: its check digit (S10), its shape (French domestic: the check digit is not public).
    /// `None` when there is nothing to check against.
    pub valid: Option<bool>,
}

impl TrackingNumber {
    /// Understands a number; never refuses one (domain section 3.6; UPU standard S10).
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let normalised: String =
            typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
        let separators_only =
            typed.chars().all(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '.' | '/'));
        let (kind, valid) = match shape(&normalised) {
            TrackingKind::S10 if separators_only => (TrackingKind::S10, Some(s10_check_is_right(&normalised))),
            TrackingKind::FrenchRegistered if separators_only => (TrackingKind::FrenchRegistered, Some(true)),
            TrackingKind::S10 | TrackingKind::FrenchRegistered | TrackingKind::Other => (TrackingKind::Other, None),
        };
        Self { as_typed: Personal(typed.to_owned()), normalised: Personal(normalised), kind, valid }
    }

    /// The numbers in a text, a line at a time: international ones whose check digit is right, and what has the shape of a French
    /// one. Groups may be apart.
    #[must_use]
    pub fn all_in(text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut known = HashSet::new();
        for line in text.lines() {
            let words: Vec<&str> =
                line.split_whitespace().map(|word| word.trim_matches([':', ',', ';', '.', '(', ')'])).collect();
            let mut at = 0;
            while at < words.len() {
                let Some((number, count)) = Self::begun(&words[at..]) else {
                    at += 1;
                    continue;
                };
                at += count;
                if known.insert(number.normalised.0.clone()) {
                    found.push(number);
                }
            }
        }
        found
    }

    /// The number that the first words are together, and how many they are.
    fn begun(words: &[&str]) -> Option<(Self, usize)> {
        let mut length = 0;
        for (before, word) in words.iter().enumerate().take(GROUPS) {
            length += word.bytes().filter(u8::is_ascii_alphanumeric).count();
            if length > LENGTH {
                return None;
            }
            let number = if length == LENGTH { Self::written(&words[..=before]) } else { None };
            if let Some(number) = number {
                return Some((number, before + 1));
            }
        }
        None
    }

    /// The number that these words are together.
    fn written(words: &[&str]) -> Option<Self> {
        let number = Self::parse(&words.join(" "));
        (number.kind != TrackingKind::Other && number.valid == Some(true)).then_some(number)
    }

    /// What `valid` rests on: a check digit, or the shape alone. None when there is nothing to check.
    #[must_use]
    pub const fn proof(&self) -> Option<&'static str> {
        match self.kind {
            TrackingKind::S10 => Some("check_digit"),
            TrackingKind::FrenchRegistered => Some("shape"),
            TrackingKind::Other => None,
        }
    }

    /// The number in the groups that the post prints: `RB 12 345 678 5 GB`, `1A 123 456 7890 1`.
    #[must_use]
    pub fn printed(&self) -> String {
        let groups: &[usize] = match self.kind {
            TrackingKind::S10 => &[2, 2, 3, 3, 1, 2],
            TrackingKind::FrenchRegistered => &[2, 3, 3, 4, 1],
            TrackingKind::Other => return self.as_typed.trim().to_owned(),
        };
        let mut rest = self.normalised.as_str();
        let mut printed = Vec::with_capacity(groups.len());
        for group in groups {
            let (head, tail) = rest.split_at_checked(*group).unwrap_or((rest, ""));
            printed.push(head);
            rest = tail;
        }
        printed.join(" ")
    }
}

fn shape(number: &str) -> TrackingKind {
    let all = |range: std::ops::Range<usize>, test: fn(&u8) -> bool| {
        number.as_bytes().get(range).is_some_and(|bytes| bytes.iter().all(test))
    };
    if number.len() != LENGTH {
        TrackingKind::Other
    } else if all(0..2, u8::is_ascii_uppercase) && all(2..11, u8::is_ascii_digit) && all(11..13, u8::is_ascii_uppercase)
    {
        TrackingKind::S10
    } else if all(0..1, u8::is_ascii_digit) && all(1..2, u8::is_ascii_uppercase) && all(2..13, u8::is_ascii_digit) {
        TrackingKind::FrenchRegistered
    } else {
        TrackingKind::Other
    }
}

/// UPU S10: weights 8 6 4 2 3 5 9 7, `11 - sum mod 11`, 10 gives 0 and 11 gives 5.
fn s10_check_is_right(number: &str) -> bool {
    const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];
    let digits: Vec<u32> = number.chars().filter_map(|letter| letter.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        digit => digit,
    };
    digits.get(8) == Some(&check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(typed: &str) -> (TrackingKind, Option<bool>, String) {
        let number = TrackingNumber::parse(typed);
        (number.kind, number.valid, number.printed())
    }

    #[test]
    fn an_international_number_is_checked() {
        assert_eq!(understood("rb 123456785 gb"), (TrackingKind::S10, Some(true), "RB 12 345 678 5 GB".to_owned()));
        assert_eq!(understood("RA341356713FR").1, Some(true));
        for wrong in 0..=9 {
            assert_eq!(understood(&format!("RA34135671{wrong}FR")).1, Some(wrong == 3));
        }
    }

    #[test]
    fn a_french_registered_number_is_known_by_its_shape() {
        let printed = "1A 123 456 7890 1".to_owned();
        assert_eq!(understood("1a12345678901"), (TrackingKind::FrenchRegistered, Some(true), printed.clone()));
        assert_eq!(understood("1A 123 456 7890 1"), (TrackingKind::FrenchRegistered, Some(true), printed));
    }

    #[test]
    fn numbers_are_found_in_a_text_however_they_are_grouped() {
        let text = "Recommandé n° 1A 123 456 7890 1 du 3 mai\nRéf. : RB 12 345 678 5 GB, RA341356713FR.\nRA341356714FR 06 12 34 56 78 90 1";
        let found: Vec<String> = TrackingNumber::all_in(text).iter().map(TrackingNumber::printed).collect();
        assert_eq!(found, ["1A 123 456 7890 1", "RB 12 345 678 5 GB", "RA 34 135 671 3 FR"]);
        assert!(TrackingNumber::all_in("67000 STRASBOURG le 12 mars 2026, dossier 26067000012345").is_empty());
    }

    #[test]
    fn anything_else_is_kept_as_typed() {
        for typed in ["", "3S00123", "1A123", "RB12345678GB", "87001234567890A", "é1A12345678901", "１A12345678901"] {
            assert_eq!(understood(typed), (TrackingKind::Other, None, typed.trim().to_owned()), "{typed}");
        }
    }
}
