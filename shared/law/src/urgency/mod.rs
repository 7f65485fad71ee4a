//! How urgent a case is: facts only, each with its reason (domain section 7).

mod kind;

pub use kind::{Band, Signal};
