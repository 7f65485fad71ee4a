use std::{path::Path, process::ExitCode};

use anyhow::Result;
use runtime::{Config, database};

/// `migrate`: brings the schema up to date; beside a running program or alone.
pub async fn migrate(site_file: Option<&Path>) -> Result<ExitCode> {
    let config = Config::load(site_file)?;
    runtime::telemetry::open_log(&config.log)?;
    let handle = database::join(&config).await?;
    let done = handle.migrate().await;
    handle.close().await;
    done?;
    println!("Le schéma de la base est à jour.");
    Ok(ExitCode::SUCCESS)
}
