use chrono::NaiveDate;

pub use super::row::ParameterValue;
use super::{Catalogue, CatalogueRow, in_force, row::ParameterRow};
use crate::why::{Basis, Certainty};

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
    /// Months after entry to ask for a first title.
    FirstRequest = "first_request_months", Number;
    /// Months after the loss of French nationality.
    NationalityLoss = "nationality_loss_months", Number;
    /// Months after the eighteenth birthday.
    AgeLimit = "age_limit_months", Number;
    /// Months before majority when the guardian is reminded.
    MajorityReminder = "majority_reminder_months", Number;
    /// Months to declare a move.
    MoveDeclaration = "move_declaration_months", Number;
    /// Calendar days a registered letter is kept.
    RegisteredKept = "registered_kept_days", Number;
    /// Months that scanned paper is kept before it may be destroyed.
    PaperKept = "paper_kept_months", Number;
    /// Months to give the reasons of an implicit rejection.
    ReasonsDue = "reasons_due_months", Number;
    /// Months to give access to the file.
    FileAccess = "file_access_months", Number;
    /// Days after which an unread electronic notification is held as made.
    ElectronicUnread = "electronic_unread_days", Number;
    /// Months to send the medical certificate to the OFII.
    OfiiCertificate = "ofii_certificate_months", Number;
    /// Months for the opinion of the OFII doctors.
    OfiiOpinion = "ofii_opinion_months", Number;
    /// Days of reflection of a victim of trafficking.
    Reflection = "reflection_days", Number;
    /// Months from the OFPRA decision to the card.
    ProtectionCard = "protection_card_months", Number;
    /// Months after entry for the family of a European.
    EuRequest = "eu_request_months", Number;
    /// Months before expiry to renew the card of a family member of a European.
    EuRenewal = "eu_renewal_months", Number;
    /// Months to deliver the card to a family member of a European.
    EuCard = "eu_card_months", Number;
    /// Days between the summons and the commission.
    CommissionSummons = "commission_summons_days", Number;
    /// Months from the referral to the meeting of the commission.
    CommissionMeeting = "commission_meeting_months", Number;
    /// Months after which the opinion of the commission is held as given.
    CommissionOpinion = "commission_opinion_months", Number;
    /// Months for the opinion of the mayor.
    MayorOpinion = "mayor_opinion_months", Number;
    /// Days by which the prefect may prolong the delay of a blue card of another State.
    BlueCardExtension = "blue_card_extension_days", Number;
    /// Months to appeal against a refusal with a removal order.
    RemovalAppeal = "removal_appeal_months", Number;
    /// Days of the same appeal under house arrest or in prison.
    RemovalAppealHouse = "removal_appeal_house_arrest_days", Number;
    /// Hours of the same appeal in administrative detention.
    RemovalAppealDetention = "removal_appeal_detention_hours", Number;
    /// Whether the delay of that appeal is a délai franc.
    RemovalFranc = "removal_appeal_franc", Switch;
    /// Whether the suspension starts at the dispatch of the request for pieces.
    SuspensionFromDispatch = "suspension_from_dispatch", Switch;
    /// Working days after a limit during which nothing is proposed.
    MailGrace = "mail_grace_working_days", Number;
    /// Days to confirm in writing a request made by telephone.
    OralConfirmation = "oral_confirmation_days", Number;
    /// Whether what is found at the first opening of a drop box is of the working day before.
    DropBoxPrevious = "drop_box_first_opening_previous_day", Switch;
    /// Whether the handing over to a structure dates the request.
    HandedOverCounts = "handed_over_counts", Switch;
    /// Whether a file sent before its window is deemed filed on its opening.
    TooEarlyDeemed = "too_early_deemed_filed", Switch;
    /// Days to undo a withdrawal.
    WithdrawalUndo = "withdrawal_undo_days", Number;
    /// Days of notice before a closure.
    ClosureNotice = "closure_notice_days", Number;
    /// Days to keep a commitment made without a date.
    Commitment = "commitment_days", Number;
    /// Working days to answer a report of blockage.
    BlockageAnswer = "blockage_answer_working_days", Number;
    /// Days to offer an appointment for fingerprints.
    BiometricsOffer = "biometrics_offer_days", Number;
    /// Distinct weeks of failed attempts to get an appointment.
    AttemptWeeks = "failed_attempt_weeks", Number;
    /// Months of a récépissé.
    Recepisse = "recepisse_months", Number;
    /// Least months of a récépissé.
    RecepisseMinimum = "recepisse_minimum_months", Number;
    /// Months of an extension attestation.
    ExtensionAttestation = "extension_months", Number;
    /// Months of the document of a person protected by OFPRA.
    ProtectionDocument = "protection_document_months", Number;
    /// Months of the document given while the commission is consulted.
    CommissionDocument = "commission_document_months", Number;
    /// Months of a provisional permit.
    ProvisionalPermit = "provisional_permit_months", Number;
    /// Days before its end when the next document is prepared.
    DocumentPrepared = "document_prepared_days", Number;
    /// Days before its end when the next document has left at the latest.
    DocumentIssued = "document_issued_days", Number;
    /// Whether an online deposit attestation carries the right to work.
    DepositWork = "work_on_deposit_attestation", Switch;
    /// Whether a grant on a case filed offline gets a grant attestation.
    GrantOffline = "grant_attestation_offline", Switch;
    /// Whether a person protected by OFPRA who asks offline gets the document of six months.
    ProtectionOffline = "protection_document_offline", Switch;
    /// Whether an officer may decide an extension attestation on a late request.
    LateExtension = "late_extension_discretion", Switch;
    /// Whether the département is on the list of L. 433-3, al. 2.
    CoverListed = "expired_card_listed_departments", Switch;
    /// Most points of urgency.
    UrgencyMaximum = "urgency_maximum", Number;
    /// Days after which a declared signal without proof counts half.
    DeclaredHalved = "urgency_declared_halved_days", Number;
    /// Days without being touched after which a case rises one band.
    Untouched = "urgency_untouched_days", Number;
    /// Days after which an override of urgency ends.
    OverrideDays = "urgency_override_days", Number;
}

impl Parameter {
    /// The figure of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|parameter| parameter.key() == key)
    }
}

/// Where the rows of each figure stand among all: millions of dates ask for them.
#[derive(Clone, Debug)]
pub(super) struct Figures(Vec<Vec<usize>>);

impl Figures {
    pub(super) fn of(rows: &[ParameterRow]) -> Self {
        let places = |parameter: &Parameter| {
            let own = rows.iter().enumerate().filter(|(_, row)| row.key == parameter.key());
            own.map(|(at, _)| at).collect()
        };
        Self(Parameter::ALL.iter().map(places).collect())
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
        let places = self.catalogue.figures.0.get(parameter as usize).map_or(&[][..], Vec::as_slice);
        in_force(places.iter().filter_map(|at| self.catalogue.parameters.get(*at)), self.on, |row| &row.period)
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
        self.row(parameter).map_or(Certainty::Memory, |row| row.period.sure())
    }

    /// What a result that uses a figure rests on.
    #[must_use]
    pub fn basis(self, parameter: Parameter) -> Basis {
        self.row(parameter).map_or(Basis::from(Certainty::Memory), |row| Basis::of(CatalogueRow::Parameter(row)))
    }
}
