//! The one test executable: everything that needs a real PostgreSQL, and what holds for the source as a whole.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps, in its helpers too")]

mod browser;
mod conformance;
mod database;
mod neck;
mod office;
mod queue;
mod safety;
mod site;
mod story;
mod tidy;
