//! The HTTP server: the pages of the desks and what machines ask (`/health`, `/ready`, `/metrics`).

mod figures;
mod measure;
mod probes;

use std::{
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Result;
use axum::{Router, middleware::from_fn, routing::get};
use runtime::{Context, Service, postgres::State, telemetry::PrometheusHandle};
use tokio::sync::watch;
use web::{Patience, Settings, Web};

use crate::services::{self, Desk};
use probes::Machine;

/// The pages of `desks` as a service; `listener` is open already, a later life opens the same address again.
pub fn service(
    listener: TcpListener,
    metrics: PrometheusHandle,
    desks: Vec<Desk>,
    postgres: Option<watch::Receiver<State>>,
) -> Service {
    let (first, desks) = (Arc::new(Mutex::new(Some(listener))), Arc::new(desks));
    Service::new("http", move |context| {
        let (first, desks) = (Arc::clone(&first), Arc::clone(&desks));
        let machine = Machine { context: context.clone(), metrics: metrics.clone(), postgres: postgres.clone() };
        async move {
            let listener = first.lock().unwrap_or_else(PoisonError::into_inner).take();
            serve(listener, &desks, machine, context).await
        }
    })
}

async fn serve(listener: Option<TcpListener>, desks: &[Desk], machine: Machine, context: Context) -> Result<()> {
    let listener = match listener {
        Some(listener) => tokio::net::TcpListener::from_std(listener)?,
        None => tokio::net::TcpListener::bind(context.config.http.listen).await?,
    };
    let cancel = context.cancel.clone();
    let router = router(desks, machine, &context)?;
    web::serve(listener, router, Patience::default(), cancel.cancelled_owned()).await;
    Ok(())
}

fn router(desks: &[Desk], machine: Machine, context: &Context) -> Result<Router> {
    let site = &context.config.site;
    let settings = Settings {
        demonstration: site.demonstration,
        secure_cookies: context.config.http.secure_cookies(),
        ..Settings::new(site.name.clone(), site.zone)
    };
    let web = Web::new(context.database.clone(), Arc::clone(&context.clock), settings)?;
    let pages = web::assemble(&web, services::pages(desks, &web, context)).router.layer(from_fn(measure::measure));
    let machines = Router::new()
        .route("/health", get(probes::health))
        .route("/ready", get(probes::ready))
        .route("/metrics", get(probes::metrics))
        .with_state(machine);
    let programs = services::machines(desks, context)?.layer(from_fn(measure::measure));
    Ok(machines.merge(programs).merge(pages))
}
