use std::time::Duration;

use axum::{
    extract::State as Extract,
    http::{StatusCode, header},
    response::{IntoResponse, Json, Response},
};
use domain::Actor;
use runtime::{Context, postgres::State, telemetry::PrometheusHandle};
use serde_json::json;
use tokio::{sync::watch, time::timeout};

use super::figures;

/// What the database may take to answer a machine that asks whether all is well.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the answers to machines are made from.
#[derive(Clone)]
pub struct Machine {
    pub context: Context,
    pub metrics: PrometheusHandle,
    pub postgres: Option<watch::Receiver<State>>,
}

/// `GET /health`: the process answers.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /ready`: the database answers and every service works; else 503 with what does not.
pub async fn ready(Extract(machine): Extract<Machine>) -> Response {
    let database = database(&machine).await;
    let services = &machine.context.health;
    let ready = database.is_ok() && services.all_running() && !machine.context.cancel.is_cancelled();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let database = database.map_or_else(|reason| reason, |()| "ok".to_owned());
    (status, Json(json!({ "ready": ready, "database": database, "services": services.services() }))).into_response()
}

async fn database(machine: &Machine) -> Result<(), String> {
    match machine.postgres.as_ref().map(|state| state.borrow().clone()) {
        None | Some(State::Ready { .. }) => {}
        Some(State::Starting) => return Err("starting".to_owned()),
        Some(State::Down { failures, .. }) => return Err(format!("down, {failures} failures")),
        Some(State::Stopped) => return Err("stopped".to_owned()),
    }
    match timeout(PATIENCE, machine.context.database.begin(&Actor::Operator("ready"))).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no answer in time".to_owned()),
    }
}

/// `GET /metrics`: the figures, in Prometheus' text format. What lives in the database is read at each call.
pub async fn metrics(Extract(machine): Extract<Machine>) -> Response {
    if let Err(error) = figures::read(&machine.context).await {
        tracing::warn!(%error, "the figures of the database cannot be read");
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, machine.metrics.render()).into_response()
}
