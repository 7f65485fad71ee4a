//! E-mails: what one says, and the files in it. Nothing here fails on what a message holds.

mod attachments;
mod authentication;
mod bodies;
mod bounce;
mod class;
mod filename;
mod headers;
pub mod html;
pub mod look;
mod prepare;
pub mod reply;
mod serve;
mod sniff;
#[cfg(test)]
mod tests;
pub mod unpack;

pub use serve::serve;
