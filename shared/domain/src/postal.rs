use crate::coded::coded_enum;

coded_enum! {
    /// Why the post brought a letter back.
    pub enum ReturnReason {
        /// Nobody of that name at the address (NPAI).
        WrongAddress = 1, "wrong_address";
        /// Moved without leaving an address.
        Moved = 2, "moved";
        /// The address lacks something.
        IncompleteAddress = 3, "incomplete_address";
        /// The carrier could not reach the letterbox.
        NoAccess = 4, "no_access";
        /// Nobody came for it at the post office.
        Unclaimed = 5, "unclaimed";
        /// The addressee refused it.
        Refused = 6, "refused";
        /// The addressee has died.
        Deceased = 7, "deceased";
    }
}

impl ReturnReason {
    /// Whether nothing may be written to the address until somebody has checked it.
    #[must_use]
    pub const fn doubts_address(self) -> bool {
        match self {
            Self::WrongAddress | Self::Moved | Self::IncompleteAddress | Self::NoAccess | Self::Deceased => true,
            Self::Unclaimed | Self::Refused => false,
        }
    }
}
