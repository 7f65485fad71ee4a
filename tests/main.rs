//! The one test executable: everything that needs a real PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps, in its helpers too")]

mod database;
mod queue;
