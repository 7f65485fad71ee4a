//! How urgent a case is: facts only, each with its reason (domain section 7).

mod facts;
mod kind;
mod score;
mod signals;
mod weigh;

pub use facts::{BandOverride, Declared, OverrideWithoutReason, UrgencyFacts};
pub use kind::{Band, Signal};
pub use score::{QueuePlace, Urgency, urgency};
pub use signals::Reason;
pub use weigh::{Weighed, decided_until, weigh};
