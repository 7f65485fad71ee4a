use crate::{Role, coded::coded_enum};

coded_enum! {
    /// What needs a person's eye (screen M7). Each keeps what was received.
    pub enum ExceptionKind {
        /// The file is empty.
        EmptyFile = 1, "empty_file";
        /// The file cannot be opened: damaged or cut short.
        Unreadable = 2, "unreadable";
        /// The file is protected by a password.
        Encrypted = 3, "encrypted";
        /// The reader ended on a limit: size, time or memory.
        LimitExceeded = 4, "limit_exceeded";
        /// The kind of file is not one that a scanner makes.
        UnknownKind = 5, "unknown_kind";
        /// The pages counted and the pages scanned differ (R-82, I-21).
        PageCount = 6, "page_count";
        /// The same file was put in the folder again.
        Repeated = 7, "repeated";
        /// A separator sheet could not be understood.
        Separator = 8, "separator";
        /// A letter has nobody safe to go to.
        NoSafeAddress = 9, "no_safe_address";
        /// Some pages could not be read; the others were.
        PartlyRead = 10, "partly_read";
        /// A letter could not be made: a mandatory mention is missing or the template fails.
        LetterFailed = 11, "letter_failed";
        /// Raised by a person: mixed people, money, threats, wrong service, other.
        Raised = 12, "raised";
        /// A message that no parser could read: its bytes are kept.
        MessageUnreadable = 13, "message_unreadable";
        /// A file that came with a message or a deposit and was not opened: damaged, locked, too large, of an unknown kind.
        PartSetAside = 14, "part_set_aside";
        /// A message of ours came back undelivered.
        MessageBounced = 15, "message_bounced";
        /// The mail server of the recipient refused a message of ours.
        MessageRefused = 16, "message_refused";
        /// A person says that they are in danger: for a referent, at once.
        Danger = 17, "danger";
        /// The recording of a voicemail could not be had from the operator: its words are lost, the call is not.
        RecordingLost = 18, "recording_lost";
        /// A person will soon be, or is, without any document: none follows the one that ends (I-12).
        NoNextDocument = 19, "no_next_document";
        /// A sealed medical envelope went through the scanner (I-22).
        MedicalScanned = 20, "medical_scanned";
        /// A letter of ours came back by post: the person is to be found.
        LetterReturned = 30, "letter_returned";
        /// Pages that the letter names are not in the envelope.
        MissingPages = 31, "missing_pages";
        /// Two persons are mixed in one envelope.
        MixedPersons = 32, "mixed_persons";
        /// Money or a cheque is in the envelope.
        Money = 33, "money";
        /// An identity paper or another original of a living person is in the envelope.
        IdentityPapers = 34, "identity_papers";
        /// The letter threatens somebody.
        Threat = 35, "threat";
        /// Nobody here reads the language of the letter.
        ForeignLanguage = 36, "foreign_language";
        /// The request is for another prefecture.
        WrongPrefecture = 37, "wrong_prefecture";
        /// The mail is for another service.
        OtherService = 38, "other_service";
        /// The parcel or envelope came damaged.
        DamagedParcel = 39, "damaged_parcel";
        /// The stamp or postmark is torn.
        TornStamp = 40, "torn_stamp";
        /// A sealed medical envelope was opened by mistake.
        MedicalOpened = 41, "medical_opened";
        /// Pages cannot be read, by eye either.
        PagesIllegible = 42, "pages_illegible";
        /// Pages were scanned again and nobody knows which ones: the sheet is unknown, or the counts differ.
        RescanUnplaced = 50, "rescan_unplaced";
        /// Pages joined an envelope that was already registered.
        PagesAdded = 51, "pages_added";
        /// A file that may harm is kept and not given out.
        Quarantine = 54, "quarantine";
    }
}

impl ExceptionKind {
    /// What a person who opens or indexes an envelope may point to, in the order of the list; anything else is said in words.
    pub const RAISED: &'static [Self] = &[
        Self::MissingPages,
        Self::PagesIllegible,
        Self::MixedPersons,
        Self::ForeignLanguage,
        Self::WrongPrefecture,
        Self::OtherService,
        Self::IdentityPapers,
        Self::Money,
        Self::MedicalOpened,
        Self::Threat,
        Self::TornStamp,
        Self::DamagedParcel,
        Self::Raised,
    ];

    /// Who looks after what a person points to.
    #[must_use]
    pub const fn owner_when_raised(self) -> Role {
        match self {
            Self::MissingPages | Self::PagesIllegible | Self::DamagedParcel | Self::TornStamp | Self::OtherService => {
                Role::Mailroom
            }
            Self::MixedPersons | Self::ForeignLanguage => Role::Indexer,
            Self::WrongPrefecture => Role::Officer,
            Self::EmptyFile
            | Self::Unreadable
            | Self::Encrypted
            | Self::LimitExceeded
            | Self::UnknownKind
            | Self::PageCount
            | Self::Repeated
            | Self::Separator
            | Self::NoSafeAddress
            | Self::PartlyRead
            | Self::LetterFailed
            | Self::Raised
            | Self::MessageUnreadable
            | Self::PartSetAside
            | Self::MessageBounced
            | Self::MessageRefused
            | Self::Danger
            | Self::RecordingLost
            | Self::LetterReturned
            | Self::Quarantine
            | Self::NoNextDocument
            | Self::MedicalScanned
            | Self::Money
            | Self::IdentityPapers
            | Self::Threat
            | Self::MedicalOpened
            | Self::RescanUnplaced
            | Self::PagesAdded => Role::Supervisor,
        }
    }
}
