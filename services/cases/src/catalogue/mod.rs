//! The catalogue as the staff reads it: what applies on a day, where it comes from, how it changed. Nothing is written here.
//!
//! [`entry`] gathers the versions of a row, [`values`] says in French what a version holds; a file for each page.

mod asked;
mod changes;
mod entry;
mod find;
mod group;
mod index;
mod place;
mod row_page;
mod values;
mod words;

pub(crate) use changes::show as changes;
pub(crate) use index::show as index;
pub(crate) use place::{of_name as page_of, of_rule};
pub(crate) use row_page::show as row;
