use crate::coded::coded_enum;

coded_enum! {
    /// What became of a change that somebody proposed to a row of the prefecture.
    pub enum ProposalOutcome {
        /// Another person accepted it: it applies from its first day on.
        Accepted = 1, "accepted";
        /// Another person refused it.
        Refused = 2, "refused";
        /// Whoever proposed it took it back.
        Withdrawn = 3, "withdrawn";
    }
}
