//! What a scanner does to a page, and the files it leaves.

mod degrade;
mod files;
mod photo;

pub use degrade::Degradation;
pub(crate) use degrade::{bleed, degrade};
pub(crate) use files::{Coding, Picture, image_pdf, tiff};
pub(crate) use photo::photograph;
