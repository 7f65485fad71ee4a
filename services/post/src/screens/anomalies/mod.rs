//! M7: what needs a person's eye.

pub(crate) mod sentence;
