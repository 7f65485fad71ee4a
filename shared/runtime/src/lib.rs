//! What every service stands on: configuration, the private PostgreSQL, supervision, the log and the figures.

mod antivirus;
mod blobs;
mod catalogue;
pub mod config;
mod context;
pub mod database;
mod encryption;
mod follow_catalogue;
mod health;
mod operations;
pub mod postgres;
mod settled;
mod signals;
mod supervision;
pub mod telemetry;

pub use antivirus::{Antivirus, Verdict};
pub use blobs::open_blobs;
pub use catalogue::{CatalogueFault, load_catalogue};
pub use config::{Config, ConfigError};
pub use context::Context;
pub use database::DatabaseError;
pub use encryption::choose_encryption;
pub use follow_catalogue::follow_catalogue;
pub use health::{Health, ServiceState};
pub use operations::Operations;
pub use settled::{FileLook, Settling};
pub use signals::asked_to_stop;
pub use supervision::{Service, ServiceError, supervise};
