use chrono::NaiveDate;

pub use super::row::ParameterValue;
use super::{Catalogue, in_force, row::ParameterRow};
use crate::why::Certainty;

macro_rules! parameters {
    ($($(#[$meta:meta])* $variant:ident = $key:literal, $kind:ident;)+) => {
        /// The figures that the engine reads. Closed: the catalogue must hold each of them, and nothing else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Parameter { $($(#[$meta])* $variant,)+ }

        impl Parameter {
            /// Every figure.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its key in the catalogue.
            #[must_use]
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)+ } }

            /// Whether a value is of the kind that this figure needs.
            pub(super) const fn accepts(self, value: ParameterValue) -> bool {
                match self { $(Self::$variant => matches!(value, ParameterValue::$kind(_)),)+ }
            }
        }
    };
}

parameters! {
    /// Working days a simple letter is presumed to take.
    PostalPresumption = "postal_presumption_working_days", Number;
    /// Days beyond which the date written on a letter is no longer plausible.
    LetterDatePlausible = "letter_date_plausible_days", Number;
    /// Working days to send the acknowledgement, by any channel.
    Acknowledgement = "acknowledgement_working_days", Number;
    /// Working days to acknowledge an electronic request.
    ElectronicAcknowledgement = "electronic_acknowledgement_working_days", Number;
    /// Working days to confirm that an electronic sending was recorded.
    ElectronicReceipt = "electronic_receipt_working_days", Number;
    /// Working days to give an arrival without a case its outcome.
    Outcome = "outcome_working_days", Number;
    /// Working days to call somebody back.
    Callback = "callback_working_days", Number;
    /// Working days to record the legal basis of the channel of a case.
    ChannelBasis = "channel_basis_working_days", Number;
    /// Days left to send a piece asked for.
    Complement = "complement_days", Number;
    /// Days before expiry on which the window of a listed title opens.
    WindowOpen = "window_open_days", Number;
    /// Days before expiry on which it closes.
    WindowClose = "window_close_days", Number;
    /// Months before expiry on which the window of another title opens.
    WindowMonthsOffList = "window_months_off_list", Number;
    /// Whether a window that closes on a day off is tolerated to the next working day.
    WindowCloseShift = "window_close_shift", Switch;
    /// Months after expiry from which the visa may be asked for again.
    VisaAgain = "visa_again_months", Number;
    /// Months during which an expired card still proves regular stay.
    ExpiredCard = "expired_card_months", Number;
    /// Months to appeal.
    Appeal = "appeal_months", Number;
    /// Months added overseas.
    AppealOverseas = "appeal_overseas_extra_months", Number;
    /// Months added abroad.
    AppealAbroad = "appeal_abroad_extra_months", Number;
}

impl Parameter {
    /// The figure of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|parameter| parameter.key() == key)
    }
}

/// The figures in force on a day.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'a> {
    catalogue: &'a Catalogue,
    on: NaiveDate,
}

impl<'a> Parameters<'a> {
    pub(super) const fn new(catalogue: &'a Catalogue, on: NaiveDate) -> Self {
        Self { catalogue, on }
    }

    fn row(self, parameter: Parameter) -> Option<&'a ParameterRow> {
        let rows = self.catalogue.parameters.iter().filter(|row| row.key == parameter.key());
        in_force(rows, self.on, |row| &row.period)
    }

    /// A number of days or months. The validation of the catalogue guarantees that it is there.
    #[must_use]
    pub fn number(self, parameter: Parameter) -> u32 {
        match self.row(parameter).map(|row| row.value) {
            Some(ParameterValue::Number(number)) => number,
            Some(ParameterValue::Switch(_)) | None => 0,
        }
    }

    /// A switch.
    #[must_use]
    pub fn switch(self, parameter: Parameter) -> bool {
        matches!(self.row(parameter).map(|row| row.value), Some(ParameterValue::Switch(true)))
    }

    /// How sure we are of a figure.
    #[must_use]
    pub fn certainty(self, parameter: Parameter) -> Certainty {
        self.row(parameter).map_or(Certainty::Memory, |row| row.period.certainty)
    }
}
