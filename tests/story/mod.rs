//! Whole stories, from the door to the post.

mod apart;
mod api;
mod bad_input;
mod kill;
mod letter_path;
mod mail;
mod papers;
mod phone;
mod phone_description;
mod phone_outcomes;
mod returned;
mod rule_pages;
mod several;
mod take_back;
mod tiff;
mod workplace;

pub(crate) use workplace::executable;
