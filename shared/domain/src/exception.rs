use crate::coded::coded_enum;

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
        /// A sealed medical envelope went through the scanner (I-22).
        MedicalScanned = 20, "medical_scanned";
    }
}
