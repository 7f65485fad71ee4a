//! The door of programs: counters, support structures and the online service hand in requests from their own software,
//! with a key bound to one channel. What they hand in passes the neck like a letter; nothing registers by itself.
//!
//! Errors are `application/problem+json` (RFC 9457), repetitions are recognised by `Idempotency-Key`, and the document of
//! the interface (`OpenAPI` 3.1) is served by the program itself.

mod answers;
mod auth;
mod body;
mod cases;
mod cursor;
mod document;
mod examples;
mod json;
mod keys;
mod limits;
mod linking;
mod online;
mod pieces;
mod problem;
mod rates;
mod receptions;
mod routes;
mod schema;
mod state;
mod suggestions;
mod token;

use axum::Router;
use casework::{Casework, SiteError};
use runtime::Context;

pub use document::openapi;
pub use keys::KEY_MEMORY;
pub use limits::Limits;
pub use problem::Problem;
pub use routes::RouteEntry;
pub use token::mint;

/// The interface: what the HTTP server serves, and the inventory of its routes.
#[derive(Debug)]
pub struct Assembled {
    /// Everything under `/api`.
    pub router: Router,
    /// Every route with the scope it asks for; none when it is open to everybody.
    pub routes: Vec<RouteEntry>,
}

/// The interface over the operations, without the rest of a running installation.
#[must_use]
pub fn assemble(casework: &Casework, limits: Limits) -> Assembled {
    routes::assemble(state::Api::new(casework, limits))
}

/// The interface of a running installation; nothing when it is switched off.
///
/// # Errors
/// When the catalogue does not know the prefecture.
pub fn router(context: &Context) -> Result<Router, SiteError> {
    let config = &context.config;
    if !config.api.enabled {
        return Ok(Router::new());
    }
    Ok(assemble(&context.casework()?, Limits::of(&config.api)).router)
}
