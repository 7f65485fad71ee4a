//! What the staff changes in the catalogue: rows of the prefecture, proposed by one person and accepted by another, and signatures
//! under rows from memory. National rows are read in [`crate::catalogue`] and changed by nobody here.
//!
//! [`subject`] says what may be changed, [`form`] its inputs, [`read`] what was typed; a file for each page.

mod form;
mod list;
mod people;
mod proposal;
mod propose;
mod read;
mod sign;
mod subject;

pub(crate) use list::show as list;
pub(crate) use people::People;
pub(crate) use proposal::{decide, show, state};
pub(crate) use propose::{form, propose};
pub(crate) use sign::{Signing, sign};
pub(crate) use subject::change_path;
