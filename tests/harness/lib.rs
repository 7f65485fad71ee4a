//! What the tests and the measurements share: a real PostgreSQL with a fresh database for each test, a real Chromium, the program
//! at work.
//!
//! Run under `tests/postgres run ...`, all tests use one cluster (`TEST_DATABASE_URL`); run by hand, each test process
//! starts its own. Databases are clones of one template that has every migration applied.

mod chromium;
mod cluster;
mod database;
pub mod desk;
mod template;
mod wait;

pub use chromium::{CTRL, Chromium, SHIFT};
pub use database::TestDb;
pub use desk::Desk;
pub use wait::eventually;
