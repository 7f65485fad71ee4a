//! What the screens read. Nothing here changes anything.

pub mod anomalies;
pub mod balance;
pub mod calls;
pub mod case_list;
pub mod case_pages;
pub mod case_queue;
pub mod case_view;
pub mod counter;
pub mod departures;
pub mod indexing;
pub mod left_post;
pub mod nameless;
pub mod pages;
pub mod paper_trail;
pub mod provisional;
pub mod reception;
pub mod receptions;
pub mod recomputations;
pub mod returns;
pub mod scanned_file;
pub mod scanning;
pub mod search;
pub mod searchable;
