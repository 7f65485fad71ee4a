//! Provisional documents: which one a person is owed, from when to when, with which right to work.

mod kind;

pub use kind::{DocumentKind, MentionKey};
