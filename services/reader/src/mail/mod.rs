//! E-mails: what one says, and the files in it. Nothing here fails on what a message holds.

mod attachments;
mod authentication;
mod bodies;
mod bounce;
mod class;
mod filename;
mod headers;
mod html;
mod look;
mod prepare;
mod reply;
mod serve;
mod sniff;
#[cfg(test)]
mod tests;
mod unpack;

pub use serve::serve;
