//! What the program says of itself: log lines and figures. Neither carries personal data.

use std::io;

use metrics_exporter_prometheus::{BuildError, PrometheusBuilder};
use tracing_subscriber::{EnvFilter, filter::ParseError, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::config::{Log, LogFormat};

pub use metrics_exporter_prometheus::PrometheusHandle;

/// Why the program cannot say what it does.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `log.filter` is not a level or a list of directives.
    #[error("log.filter refusé : {0}")]
    Filter(#[from] ParseError),
    /// Somebody listens already (called twice in one process).
    #[error("journal déjà ouvert : {0}")]
    Log(#[from] tracing_subscriber::util::TryInitError),
    /// Figures are collected already (called twice in one process).
    #[error("mesures déjà ouvertes : {0}")]
    Metrics(#[from] BuildError),
}

/// Opens the log on standard error.
///
/// # Errors
/// A wrong filter, or a second call.
pub fn open_log(log: &Log) -> Result<(), TelemetryError> {
    let registry = tracing_subscriber::registry().with(EnvFilter::try_new(&log.filter)?);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    match log.format {
        LogFormat::Plain => {
            registry.with(lines.with_target(false).with_ansi(io::IsTerminal::is_terminal(&io::stderr()))).try_init()?;
        }
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init()?,
    }
    Ok(())
}

/// Collects the figures of this process from now on; the handle renders them for Prometheus.
///
/// # Errors
/// On a second call.
pub fn open_metrics() -> Result<PrometheusHandle, TelemetryError> {
    let handle = PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0])?
        .install_recorder()?;
    metrics::describe_counter!("passerelle_service_failures_total", "Services that ended by themselves");
    metrics::gauge!("passerelle_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(handle)
}
