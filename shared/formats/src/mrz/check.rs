use super::layout::{Check, Layout};

/// What a check digit covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckName {
    /// The number of the document.
    Number,
    /// The birth date.
    BirthDate,
    /// The date of expiry.
    ExpiryDate,
    /// The optional data of a passport.
    Optional,
    /// All of them together.
    Composite,
}

impl CheckName {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::BirthDate => "birth_date",
            Self::ExpiryDate => "expiry_date",
            Self::Optional => "optional",
            Self::Composite => "composite",
        }
    }
}

/// A check digit and whether it is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What it covers.
    pub name: CheckName,
    /// True when it is the digit that the covered characters give.
    pub right: bool,
}

/// Value of a character: digits as they are, letters from 10, a filler is 0 (Doc 9303-3, 4.9).
pub(super) fn value(character: u8) -> Option<u32> {
    match character {
        b'<' => Some(0),
        digit @ b'0'..=b'9' => Some(u32::from(digit - b'0')),
        letter @ b'A'..=b'Z' => Some(u32::from(letter - b'A') + 10),
        _ => None,
    }
}

/// Weight of the character at this place of what is covered.
pub(super) const fn weight(place: usize) -> u32 {
    [7, 3, 1][place % 3]
}

/// The check digit of these characters; none when one of them has no value.
pub(super) fn digit(characters: impl Iterator<Item = u8>) -> Option<u32> {
    let sum = characters.enumerate().try_fold(0, |sum, (place, c)| Some(sum + value(c)? * weight(place)))?;
    Some(sum % 10)
}

pub(super) fn all(layout: &Layout, lines: &[String]) -> Vec<Checked> {
    layout.checks.iter().map(|check| Checked { name: check.name, right: is_right(check, lines) }).collect()
}

pub(super) fn is_right(check: &Check, lines: &[String]) -> bool {
    let covered: Vec<u8> = check.over.iter().flat_map(|span| span.of(lines).bytes()).collect();
    let printed = lines.get(check.digit.0).and_then(|line| line.as_bytes().get(check.digit.1)).copied();
    let expected = digit(covered.iter().copied());
    match printed {
        Some(b'<') => check.may_be_empty && covered.iter().all(|c| *c == b'<'),
        Some(c) if c.is_ascii_digit() => expected == Some(u32::from(c - b'0')),
        _ => false,
    }
}

/// The digit that should stand there.
pub(super) fn expected(check: &Check, lines: &[String]) -> Option<u32> {
    digit(check.over.iter().flat_map(|span| span.of(lines).bytes()))
}
