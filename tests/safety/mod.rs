//! Who sees what, and to whom nothing is ever sent.

mod addresses;
mod no_actor;
mod protected;
