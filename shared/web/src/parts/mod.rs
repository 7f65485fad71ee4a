//! The components of pages. Each prints itself in a template: `{{ badge }}`.

mod badge;
mod door_mark;
mod empty;
mod field;
mod pager;
mod progress;
mod sheet;
mod timeline;
mod why;

pub use badge::{Badge, Band, Tone};
pub use door_mark::DoorMark;
pub use empty::Empty;
pub use field::{ErrorSummary, Field, FieldError};
pub use pager::Pager;
pub use progress::Progress;
pub use sheet::{Highlight, Sheet, Thumbnail, Turn, Zoom};
pub use timeline::{Moment, Timeline};
pub use why::Why;
