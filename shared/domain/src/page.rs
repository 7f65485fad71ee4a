use serde::{Deserialize, Serialize};

use crate::{PieceKind, coded::coded_enum};

coded_enum! {
    /// The separator sheets that the product prints and recognises.
    pub enum SeparatorKind {
        /// A new envelope starts after this sheet; carries the number of pages counted.
        Envelope = 1, "envelope";
        /// Another person starts, in the same envelope.
        Person = 2, "person";
        /// Another document of the same person starts.
        Document = 3, "document";
    }
}

coded_enum! {
    /// How well a postmark can be read.
    pub enum Legibility {
        /// Date and office are legible.
        Yes = 1, "yes";
        /// Only a part is legible.
        Partly = 2, "partly";
        /// Nothing is legible, or there is no postmark.
        No = 3, "no";
    }
}

/// A document inside a batch: a range of its pages, 1-based and inclusive. The batch is never cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRange {
    /// First page.
    pub first: u32,
    /// Last page.
    pub last: u32,
    /// What a person says it is.
    pub kind: PieceKind,
}
