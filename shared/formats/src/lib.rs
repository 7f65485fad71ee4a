//! What people and papers carry, understood without ever being refused: a value that fails a check is kept as typed, and a
//! person decides (domain section 3).
//!
//! Pure: text in, values out.

pub mod address;
pub mod department;
pub mod fold;
pub mod french_date;
pub mod inspect;
pub mod likeness;
pub mod mrz;
mod online_request;
mod phone;
pub mod postmark;
pub mod spelling;
pub mod telephony;
mod tracking;
pub mod two_d_doc;
pub mod typography;

pub use address::{Address, AddressWarning};
pub use online_request::OnlineRequestNumber;
pub use phone::{PhoneNumber, PhoneWarning};
pub use tracking::{TrackingKind, TrackingNumber};
