use std::{fmt, str::FromStr};

use crate::{coded::coded_enum, separator::check_digits};

coded_enum! {
    /// How the post is sorted when it is opened (domain section 6.1, step 1).
    pub enum OpenedClass {
        /// Registered letters: each is scanned by hand.
        Registered = 1, "registered";
        /// Our own letters come back.
        Returned = 2, "returned";
        /// Sealed medical envelopes: never opened, scanned or previewed; sent on the same day (I-22).
        MedicalSealed = 3, "medical_sealed";
        /// Parcels.
        Parcel = 4, "parcel";
        /// Handed over by a prison or a hospital.
        Institution = 5, "institution";
        /// Found in a drop box.
        DropBox = 6, "drop_box";
        /// For another service.
        OtherService = 7, "other_service";
        /// Everything else.
        Ordinary = 8, "ordinary";
    }
}

/// The label stuck on an envelope at its arrival. Payload: `PLI1/<serial>/<check>`; the check digits are those of separator sheets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArrivalLabel(String);

impl ArrivalLabel {
    /// The label of a serial; `None` unless it is 1 to 10 capital letters and digits.
    #[must_use]
    pub fn new(serial: &str) -> Option<Self> {
        let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        ((1..=10).contains(&serial.len()) && serial.bytes().all(allowed)).then(|| Self(serial.to_owned()))
    }

    /// The serial, as it is printed beside the code.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArrivalLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = format!("PLI1/{}/", self.0);
        write!(f, "{body}{:02}", check_digits(&body))
    }
}

/// A text that is not the payload of an arrival label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the payload of an arrival label")]
pub struct NotALabel;

impl FromStr for ArrivalLabel {
    type Err = NotALabel;
    fn from_str(text: &str) -> Result<Self, NotALabel> {
        let serial = text.strip_prefix("PLI1/").and_then(|rest| rest.split('/').next()).ok_or(NotALabel)?;
        Self::new(serial).filter(|label| label.to_string() == text).ok_or(NotALabel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_reads_back_and_a_misread_one_does_not() {
        let label = ArrivalLabel::new("A7K2B").expect("label");
        assert_eq!(label.to_string().parse(), Ok(label.clone()));
        let text = label.to_string();
        for position in 0..text.len() {
            for sign in ['A', '3', '/', 'Z', '9'] {
                let mut wrong = text.clone();
                wrong.replace_range(position..=position, &sign.to_string());
                assert_eq!(wrong.parse::<ArrivalLabel>().is_ok(), wrong == text, "{wrong}");
            }
        }
        for serial in ["", "abc", "ÉTÉ", "12345678901", "A/B"] {
            assert_eq!(ArrivalLabel::new(serial), None);
        }
    }
}
