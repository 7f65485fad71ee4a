//! The fields of the second reading: empty, so that nobody confirms what they did not read.

use chrono::NaiveDate;
use domain::{EnvelopeReading, Legibility};
use web::{
    dates,
    parts::{Field, FieldError},
    t, t1, tw,
};

use crate::screens::{Fields, days};

/// What the second person typed, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    postmark: String,
    legibility: Option<Legibility>,
    registered: String,
    deposit: String,
    letter: String,
    franking: String,
    tracking: String,
}

impl Typed {
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            postmark: text("cachet"),
            legibility: Legibility::from_word(fields.get("lisible")),
            registered: text("recommande"),
            deposit: text("depot"),
            letter: text("lettre"),
            franking: text("affranchi"),
            tracking: text("pris_en_charge"),
        }
    }

    /// What stands, to be corrected.
    pub(super) fn of(reading: &EnvelopeReading) -> Self {
        let day = |date: Option<NaiveDate>| date.map(dates::iso).unwrap_or_default();
        Self {
            postmark: day(reading.postmark_on),
            legibility: reading.legibility,
            registered: reading.registered_number.clone().unwrap_or_default(),
            deposit: day(reading.deposit_on),
            letter: day(reading.letter_date),
            franking: day(reading.franking_on),
            tracking: day(reading.tracked_on),
        }
    }

    /// The reading, or what must be corrected. A day typed short is the last such one before the envelope came.
    pub(super) fn reading(&self, received_on: NaiveDate) -> Result<EnvelopeReading, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut dated = |field: &str, typed: &str| {
            let found = days::day(typed, received_on);
            if found.is_none() && !typed.is_empty() {
                let text = t1("post-error-date", "typed", typed);
                errors.push(FieldError { field: field.to_owned(), text });
            }
            found
        };
        let postmark_on = dated("cachet", &self.postmark);
        let (deposit_on, letter_date) = (dated("depot", &self.deposit), dated("lettre", &self.letter));
        let (franking_on, tracked_on) = (dated("affranchi", &self.franking), dated("pris_en_charge", &self.tracking));
        if self.legibility.is_none() && postmark_on.is_none() && errors.is_empty() {
            errors.push(FieldError { field: "lisible-yes".to_owned(), text: t("post-check-legibility-needed") });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(EnvelopeReading {
            postmark_on,
            legibility: self.legibility.or(postmark_on.map(|_| Legibility::Yes)),
            registered_number: Some(self.registered.clone()).filter(|number| !number.is_empty()),
            deposit_on,
            letter_date,
            franking_on,
            tracked_on,
        })
    }
}

/// A way a postmark can be read.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) label: String,
    pub(super) taken: bool,
}

/// The form as it is shown.
pub(super) struct Form {
    pub(super) postmark: Field,
    pub(super) legibilities: Vec<Choice>,
    pub(super) legibility_wrong: Option<String>,
    pub(super) registered: Field,
    pub(super) deposit: Field,
    pub(super) letter: Field,
    pub(super) franking: Field,
    pub(super) tracking: Field,
}

impl Form {
    /// `entered`: whether one begins with the postmark.
    pub(super) fn of(typed: &Typed, errors: &[FieldError], received_on: NaiveDate, entered: bool) -> Self {
        let wrong = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.text.clone());
        let dated = |name: &str, label: String, value: &str| days::field(name, label, value, received_on);
        let choice = |l: &Legibility| Choice {
            value: l.word(),
            label: tw("post-legibility", l.word()),
            taken: typed.legibility == Some(*l),
        };
        let postmark = dated("cachet", t("post-date-postmark"), &typed.postmark).hint(t("post-day-help"));
        Self {
            postmark: if entered { postmark.first() } else { postmark },
            legibilities: Legibility::ALL.iter().map(choice).collect(),
            legibility_wrong: wrong("lisible-yes"),
            registered: Field::text("recommande", t("post-date-registered")).value(&typed.registered),
            deposit: dated("depot", t("post-date-deposit"), &typed.deposit),
            letter: dated("lettre", t("post-date-letter"), &typed.letter),
            franking: dated("affranchi", t("post-date-franking"), &typed.franking),
            tracking: dated("pris_en_charge", t("post-date-tracking"), &typed.tracking),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_reading_says_at_least_whether_there_is_a_postmark() {
        let received_on = NaiveDate::from_ymd_opt(2026, 11, 30).expect("date");
        let fields = |errors: Vec<FieldError>| errors.into_iter().map(|e| e.field).collect::<Vec<_>>();
        assert_eq!(fields(Typed::default().reading(received_on).expect_err("nothing read")), ["lisible-yes"]);
        let none = Typed { legibility: Some(Legibility::No), ..Typed::default() };
        assert_eq!(none.reading(received_on).expect("no postmark").postmark_on, None);
        let dated = Typed { postmark: "12".to_owned(), ..Typed::default() };
        let read = dated.reading(received_on).expect("legible");
        assert_eq!((read.legibility, read.postmark_on), (Some(Legibility::Yes), NaiveDate::from_ymd_opt(2026, 11, 12)));
        let wrong = Typed { postmark: "bientôt".to_owned(), deposit: "32".to_owned(), ..Typed::default() };
        assert_eq!(fields(wrong.reading(received_on).expect_err("no dates")), ["cachet", "depot"]);
    }
}
