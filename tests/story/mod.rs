//! Whole stories, from the door to the post.

mod apart;
mod api;
mod bad_input;
mod kill;
mod letter_path;
mod local_rows;
mod mail;
mod opening;
mod papers;
mod phone;
mod phone_description;
mod phone_outcomes;
mod provisional;
mod recompute;
mod returned;
mod row_signatures;
mod rule_pages;
mod search;
mod second_check;
mod several;
mod take_back;
mod tiff;
mod transferred;
mod workplace;

pub(crate) use workplace::executable;
