use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Result;
use domain::SystemClock;
use runtime::{Config, asked_to_stop, telemetry};

use crate::{cli::RunOptions, installation::Installation};

/// `run`: starts, works until asked to stop, finishes what is in hand. A second request ends at once.
pub async fn run(site_file: Option<&Path>, options: &RunOptions) -> Result<ExitCode> {
    let config = Config::load(site_file)?;
    telemetry::open_log(&config.log)?;
    let metrics = telemetry::open_metrics()?;
    let base_url = config.http.base_url();
    let installation = Installation::start(config, Arc::new(SystemClock), metrics, &options.service).await?;
    tracing::info!(address = %installation.address, "ready");
    println!("Passerelle est prête : {base_url} (Ctrl-C pour arrêter)");
    asked_to_stop().await?;
    tokio::select! {
        () = installation.stop() => Ok(ExitCode::SUCCESS),
        again = asked_to_stop() => {
            again?;
            eprintln!("Arrêt immédiat.");
            Ok(ExitCode::FAILURE)
        }
    }
}
