//! Whether two pages are the same paper, received twice: scanned again, photographed, sent by e-mail and by post.
//!
//! A [`Fingerprint`] finds candidates without comparing with everything; [`compare()`] looks at two pages and gives its reason, or
//! none. It errs on the side of silence: a form that two persons filled and a letter in which only the names differ are not the
//! same paper, however alike they look.

mod compare;
mod ink;
mod marks;
mod text;

pub use compare::{Leaf, Likeness, Reason, SeenWord, compare};
pub use ink::InkMap;
pub use marks::marks;

/// What is kept of a page to find those that look like it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// Bands of the `MinHash` of its text: pages that share one may say the same. None when hardly anything is written.
    pub text_bands: Vec<i32>,
    /// Where its ink is.
    pub ink: Option<InkMap>,
    /// Dates, numbers and addresses that are written on it.
    pub marks: Vec<String>,
    /// Numbers that were proved to be the paper's own, each with its kind before a colon.
    pub numbers: Vec<String>,
}

impl Fingerprint {
    /// The fingerprint of a page, or none when there is nothing on it to be recognised by.
    #[must_use]
    pub fn of(written: &str, ink: Option<InkMap>, numbers: Vec<String>) -> Option<Self> {
        let text_bands = text::bands(written);
        let ink = ink.filter(InkMap::is_telling);
        let empty = text_bands.is_empty() && ink.is_none() && numbers.is_empty();
        (!empty).then(|| Self { text_bands, ink, marks: marks(written), numbers })
    }
}
