//! The catalogue as the staff reads it: what applies on a day, where it comes from, how it changed. What is written stands in
//! [`crate::local_rows`].
//!
//! [`entry`] gathers the versions of a row, [`values`] says in French what a version holds; a file for each page.

mod asked;
mod changes;
pub(crate) mod difference;
pub(crate) mod entry;
mod find;
mod group;
mod index;
pub(crate) mod place;
mod row_page;
pub(crate) mod values;
pub(crate) mod words;

pub(crate) use changes::show as changes;
pub(crate) use index::show as index;
pub(crate) use place::{of_name as page_of, of_signal};
pub(crate) use row_page::show as row;
