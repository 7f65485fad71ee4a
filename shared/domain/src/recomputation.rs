use crate::coded::coded_enum;

coded_enum! {
    /// Why the dates and the urgency of all open cases are computed again.
    pub enum RecomputationCause {
        /// The catalogue is another one than at the last time.
        Catalogue = 1, "catalogue";
        /// Somebody of the staff asked for it.
        Asked = 2, "asked";
        /// A day began: urgency moves with it.
        Daily = 3, "daily";
    }
}

coded_enum! {
    /// Where a change that a recomputation found stands.
    pub enum ChangeState {
        /// Done at once.
        Applied = 1, "applied";
        /// The date was told to somebody: a person decides.
        Proposed = 2, "proposed";
        /// A person accepted it.
        Accepted = 3, "accepted";
        /// A person refused it: the date that was told stays.
        Refused = 4, "refused";
        /// Another computation, or a fact, took its place before anybody decided.
        Outdated = 5, "outdated";
    }
}
