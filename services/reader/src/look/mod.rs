//! What is seen on a page before and around its text: paper, skew, emptiness, codes, zones.

pub mod blank;
pub mod clean;
pub mod codes;
pub mod edges;
pub mod layer;
pub mod mrz;
pub mod ring;
pub mod sheet;
pub mod skew;
pub mod trace;
