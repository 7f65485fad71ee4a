use crate::coded::coded_enum;

coded_enum! {
    /// Why two pages may be the same paper.
    pub enum ResemblanceReason {
        /// A number of the paper is on both.
        Number = 1, "number";
        /// They say the same.
        Text = 2, "text";
        /// They look the same.
        Picture = 3, "picture";
    }
}

coded_enum! {
    /// What a person said of two pages.
    pub enum ResemblanceOutcome {
        /// They are the same paper: the later one repeats the earlier one.
        Same = 1, "same";
        /// They are two papers; it is not asked again.
        Different = 2, "different";
    }
}
