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
        /// What follows was scanned before and is scanned again; carries the number of the request and the pages wanted.
        Rescan = 4, "rescan";
        /// What follows is the rest of a batch that the scanner left unfinished; carries the number of that batch.
        Rest = 5, "rest";
        /// An original starts: kept apart, returned by tracked mail.
        Original = 6, "original";
        /// Photographs start: they go into a sleeve with the number of the envelope.
        Photo = 7, "photo";
        /// A bound document starts, scanned page by page on the glass.
        Bound = 8, "bound";
        /// What follows is scanned in colour.
        Colour = 9, "colour";
        /// What follows is hard to read on the paper itself: scanning it again would not help.
        Illegible = 10, "illegible";
        /// The envelope ends: what follows without a sheet of its own is another one.
        End = 11, "end";
        /// What follows are the backs of the sheets scanned before, the last one first.
        Backs = 12, "backs";
    }
}

impl SeparatorKind {
    /// The sheets laid between envelopes, persons and documents when the post is prepared.
    pub const BETWEEN: &'static [Self] = &[
        Self::Envelope,
        Self::Person,
        Self::Document,
        Self::Original,
        Self::Photo,
        Self::Bound,
        Self::Colour,
        Self::Illegible,
        Self::End,
        Self::Backs,
    ];
    /// Those that say something of the document that starts behind them.
    pub const OF_DOCUMENTS: &'static [Self] =
        &[Self::Original, Self::Photo, Self::Bound, Self::Colour, Self::Illegible];
}

coded_enum! {
    /// Why a page is to be scanned again.
    pub enum RescanReason {
        /// Nothing can be read on it.
        Illegible = 1, "illegible";
        /// A part of the sheet is missing.
        Cut = 2, "cut";
        /// The sheet was folded, or another one lay on it.
        Folded = 3, "folded";
        /// The picture is empty and the sheet is not.
        Blank = 4, "blank";
        /// Something else, said in words.
        Other = 5, "other";
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
