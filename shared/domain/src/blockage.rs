use crate::coded::coded_enum;

coded_enum! {
    /// What a person reports about the administration.
    pub enum BlockageKind {
        /// They cannot go on: the online service refuses, no appointment is to be had, an account is taken.
        Blockage = 1, "blockage";
        /// The administration made an error: a wrong name, a card handed over and not recorded, a wrong orientation.
        AdministrationError = 2, "administration_error";
    }
}
