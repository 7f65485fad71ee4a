use crate::coded::coded_enum;

coded_enum! {
    /// The kinds of place where paper lies.
    pub enum PlaceKind {
        /// A box of envelopes.
        Box = 1, "box";
        /// A shelf.
        Shelf = 2, "shelf";
        /// A locked place for what is kept apart: originals, money.
        Safe = 3, "safe";
    }
}

coded_enum! {
    /// How paper leaves the house.
    pub enum PaperFate {
        /// Sent back to the person by tracked mail.
        SentBack = 1, "sent_back";
        /// Given to the person at the counter.
        HandedOver = 2, "handed_over";
        /// Passed on to the service or administration that it is for.
        Forwarded = 3, "forwarded";
        /// Destroyed, once its scan was checked twice and kept long enough.
        Destroyed = 4, "destroyed";
    }
}
