//! The one test executable: everything that needs a real PostgreSQL.

mod queue;
