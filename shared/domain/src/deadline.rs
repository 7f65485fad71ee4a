use crate::coded::coded_enum;

coded_enum! {
    /// The dated duties and limits of a case.
    pub enum DeadlineKind {
        /// The acknowledgement must have left (service target, parity metric T1).
        AcknowledgementDue = 1, "acknowledgement_due";
        /// Silence becomes an implicit rejection (CESEDA R.* 432-1, R. 432-2).
        ImplicitRejection = 2, "implicit_rejection";
        /// A legal basis of the channel must be recorded.
        ChannelBasisDue = 3, "channel_basis_due";
        /// Every arrival must have an outcome (I-28).
        OutcomeDue = 4, "outcome_due";
        /// Last day to appeal (CJA R. 421-1).
        AppealLimit = 5, "appeal_limit";
        /// A person must be called back.
        Callback = 6, "callback";
        /// An electronic sending must have been confirmed (CRPA R. 112-11-1).
        ElectronicReceiptDue = 7, "electronic_receipt_due";
        /// The service promised something to the person by this day (I-23).
        Commitment = 8, "commitment";
        /// The provisional document that follows the one that runs must have left.
        NextDocumentDue = 9, "next_document_due";
        /// The pieces asked for should have been sent (CRPA L. 114-5). Nothing closes when it passes.
        ComplementLimit = 20, "complement_limit";
    }
}
