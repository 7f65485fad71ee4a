//! Whole stories, from the door to the post.

mod apart;
mod api;
mod bad_input;
mod in_one_envelope;
mod kill;
mod language;
mod letter_path;
mod local_rows;
mod mail;
mod opening;
mod papers;
mod phone;
mod phone_description;
mod phone_outcomes;
mod priority;
mod provisional;
mod recompute;
mod repeats;
mod returned;
mod row_signatures;
mod rule_pages;
mod scan_room;
mod scanning;
mod search;
mod searchable;
mod second_check;
mod several;
mod take_back;
mod tiff;
mod transferred;
mod two_parcels;
mod without_a_name;
mod workplace;

pub(crate) use workplace::executable;
