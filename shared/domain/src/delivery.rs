use crate::coded::coded_enum;

coded_enum! {
    /// What came in with an arrival as files, kept as it came.
    pub enum DeliveryKind {
        /// A file that a scanner left (lot de numérisation).
        Scan = 1, "scan";
        /// An e-mail with its attachments.
        Message = 2, "message";
        /// Files deposited at a counter, by a support structure or through another program.
        Deposit = 3, "deposit";
    }
}

coded_enum! {
    /// Where a file of a delivery stands.
    pub enum PartState {
        /// Kept, waiting for the reader.
        Waiting = 1, "waiting";
        /// Its pages were read.
        Read = 2, "read";
        /// It has no pages to show (archive, calendar, signature): kept as it is.
        Kept = 3, "kept";
        /// It could not be opened; its reason and an exception say why.
        SetAside = 4, "set_aside";
    }
}

coded_enum! {
    /// Why a file that came in is not given out as it is.
    pub enum SuspicionKind {
        /// The antivirus knows it as harmful.
        Virus = 1, "virus";
        /// A program or a script: no paper of a request.
        Program = 2, "program";
        /// A document that carries programs of its own (macros).
        Macros = 3, "macros";
        /// The antivirus did not answer, or did not take it.
        Unchecked = 4, "unchecked";
    }
}

coded_enum! {
    /// What an e-mail is, by its headers and structure (RFC 3464, RFC 3834, RFC 8098, RFC 5965, RFC 2919).
    pub enum MessageClass {
        /// Written by a person, or in doubt.
        Normal = 1, "normal";
        /// A delivery that failed.
        Bounce = 2, "bounce";
        /// A delivery that is late.
        Delay = 3, "delay";
        /// An automatic answer.
        AutoReply = 4, "auto_reply";
        /// An automatic answer of somebody absent.
        Vacation = 5, "vacation";
        /// A complaint about a message of ours.
        Complaint = 6, "complaint";
        /// A receipt of delivery or reading.
        Receipt = 7, "receipt";
        /// Sent to a list.
        List = 8, "list";
    }
}

impl Default for MessageClass {
    /// In doubt somebody wrote.
    fn default() -> Self {
        Self::Normal
    }
}
