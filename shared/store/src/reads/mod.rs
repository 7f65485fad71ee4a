//! What the screens read. Nothing here changes anything.

pub mod case_list;
pub mod case_view;
pub mod indexing;
