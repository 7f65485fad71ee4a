//! What the tests share: a real PostgreSQL with a fresh database for each test.
//!
//! Run under `tests/postgres run ...`, all tests use one cluster (`TEST_DATABASE_URL`); run by hand, each test process
//! starts its own. Databases are clones of one template that has every migration applied.

mod cluster;
mod database;
mod template;
mod wait;

pub use database::TestDb;
pub use wait::eventually;
