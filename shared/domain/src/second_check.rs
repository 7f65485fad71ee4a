use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{CommunicationId, Legibility, coded::coded_enum};

coded_enum! {
    /// Why a second person reads an envelope again (domain section 6.1, step 6).
    pub enum CheckReason {
        /// It is a registered letter: all of them are read twice.
        Registered = 1, "registered";
        /// Its date rests on a presumption, on a postmark read in part, or on a page that was read badly.
        Uncertain = 2, "uncertain";
        /// It was drawn.
        Drawn = 4, "drawn";
    }
}

coded_enum! {
    /// How a second check ended.
    pub enum CheckOutcome {
        /// Both read the same, or the first reading was right.
        Agreed = 1, "agreed";
        /// The second reading was right.
        Corrected = 2, "corrected";
    }
}

coded_enum! {
    /// What became of another day that one person proposed for a letter (I-03).
    pub enum CorrectionOutcome {
        /// Another person read the same: it counts.
        Accepted = 1, "accepted";
        /// Another person did not: what counted stays.
        Refused = 2, "refused";
        /// Who proposed it took it back.
        Withdrawn = 3, "withdrawn";
    }
}

coded_enum! {
    /// A mark that two persons may read differently.
    pub enum ReadMark {
        /// Date of the postmark.
        Postmark = 1, "postmark";
        /// How well it can be read.
        Legibility = 2, "legibility";
        /// Number of the registered letter.
        RegisteredNumber = 3, "registered_number";
        /// Date of the proof of deposit.
        Deposit = 4, "deposit";
        /// Date written on the letter.
        LetterDate = 5, "letter_date";
        /// Date of a franking machine.
        Franking = 6, "franking";
        /// The day on which the post took charge of it.
        Tracking = 7, "tracking";
    }
}

/// Of a hundred envelopes that nothing else singles out, how many a second person reads again.
pub const DRAWN_OF_HUNDRED: u64 = 10;

/// Below this confidence (0 to 100) a page was read badly.
pub const READ_BADLY_BELOW: f32 = 60.0;

/// Whether an envelope is drawn. The draw can be done again by anybody: it depends on the identifier alone, through the digest of it.
#[must_use]
pub fn drawn(digest: &[u8; 32]) -> bool {
    let first = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    first % 100 < DRAWN_OF_HUNDRED
}

/// What the digest is made of.
#[must_use]
pub fn draw_of(communication: CommunicationId) -> [u8; 16] {
    *communication.uuid().as_bytes()
}

/// What one person read on an envelope and its letter, for the date that counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeReading {
    /// Date of the postmark.
    pub postmark_on: Option<NaiveDate>,
    /// How well it can be read.
    pub legibility: Option<Legibility>,
    /// Number of the registered letter, as typed.
    pub registered_number: Option<String>,
    /// Date of the proof of deposit of a registered letter.
    pub deposit_on: Option<NaiveDate>,
    /// Date written on the letter.
    pub letter_date: Option<NaiveDate>,
    /// Date of a franking machine.
    #[serde(default)]
    pub franking_on: Option<NaiveDate>,
    /// The day on which the post took charge of it, by its tracking.
    #[serde(default)]
    pub tracked_on: Option<NaiveDate>,
}

impl EnvelopeReading {
    /// The marks that the two read differently. A number counts by its letters and figures; a postmark that cannot be read is the
    /// same as none.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<ReadMark> {
        let plain = |number: &Option<String>| -> String {
            let signs = number.iter().flat_map(|typed| typed.chars());
            signs.filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect()
        };
        let legible = |reading: &Self| reading.legibility.unwrap_or(Legibility::No);
        [
            (ReadMark::Postmark, self.postmark_on != other.postmark_on),
            (ReadMark::Legibility, legible(self) != legible(other)),
            (ReadMark::RegisteredNumber, plain(&self.registered_number) != plain(&other.registered_number)),
            (ReadMark::Deposit, self.deposit_on != other.deposit_on),
            (ReadMark::LetterDate, self.letter_date != other.letter_date),
            (ReadMark::Franking, self.franking_on != other.franking_on),
            (ReadMark::Tracking, self.tracked_on != other.tracked_on),
        ]
        .into_iter()
        .filter_map(|(mark, differs)| differs.then_some(mark))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn spaces_in_a_number_are_no_difference_and_a_day_is_one() {
        let first = EnvelopeReading {
            postmark_on: day("2026-11-12"),
            legibility: Some(Legibility::Yes),
            registered_number: Some("1A 123 456 7890 1".to_owned()),
            ..EnvelopeReading::default()
        };
        let same = EnvelopeReading { registered_number: Some("1a12345678901".to_owned()), ..first.clone() };
        assert_eq!(first.differences(&same), []);
        let other = EnvelopeReading { postmark_on: day("2026-11-13"), letter_date: day("2026-11-10"), ..same };
        assert_eq!(first.differences(&other), [ReadMark::Postmark, ReadMark::LetterDate]);
        assert_eq!(other.differences(&first), [ReadMark::Postmark, ReadMark::LetterDate]);
    }

    #[test]
    fn no_postmark_and_one_that_cannot_be_read_are_the_same() {
        let none = EnvelopeReading::default();
        let illegible = EnvelopeReading { legibility: Some(Legibility::No), ..EnvelopeReading::default() };
        assert_eq!(none.differences(&illegible), []);
        let partly = EnvelopeReading { legibility: Some(Legibility::Partly), ..EnvelopeReading::default() };
        assert_eq!(none.differences(&partly), [ReadMark::Legibility]);
    }

    #[test]
    fn one_in_ten_is_drawn_and_always_the_same_ones() {
        let digest = |n: u32| {
            let mut digest = [0_u8; 32];
            // Spread as a digest is, without one at hand here.
            let spread = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            digest[..8].copy_from_slice(&spread.to_be_bytes());
            digest
        };
        let count = (0..10_000).filter(|n| drawn(&digest(*n))).count();
        assert!((900..=1100).contains(&count), "{count}");
        assert_eq!(drawn(&[0; 32]), drawn(&[0; 32]));
    }
}
