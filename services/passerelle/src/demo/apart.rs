//! The same day with every service in a process of its own, under its own database role: two for the mail, three for the
//! mailroom, one for each other.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, Result};
use domain::SystemClock;
use runtime::{Config, asked_to_stop, postgres::Plan};
use serde_json::json;

use super::{
    Set,
    crew::{Common, Crew},
    interrupted, play, say,
};
use crate::installation::Installation;

/// The services and how many processes each has.
const PROCESSES: [(&str, usize); 6] =
    [("mail", 2), ("post", 3), ("phone", 1), ("counter", 1), ("cases", 1), ("api", 1)];
/// Database connections of each process.
const CONNECTIONS: u32 = 6;

/// Plays the day over processes that meet in one PostgreSQL.
pub async fn play_apart(mut config: Config, set: Set) -> Result<ExitCode> {
    let site = write_site(&config, &set)?;
    // Each process has a pool of its own, and so has the play.
    let processes: usize = PROCESSES.iter().map(|(_, count)| count).sum();
    config.database.max_connections += CONNECTIONS * u32::try_from(processes)?;
    let plan = Plan::of(&config);
    let installation = Installation::without_services(config, Arc::new(SystemClock)).await?;
    let outcome = over(&installation, &set, &site, &plan).await;
    installation.stop().await;
    outcome
}

async fn over(installation: &Installation, set: &Set, site: &Path, plan: &Plan) -> Result<ExitCode> {
    let logs = set.folder.join("journaux");
    say::line("démarrage d'un processus par service…");
    let mut crew = Crew::start(&Common { site, logs: &logs }, &PROCESSES, |service| plan.service_url(service)).await?;
    let counts: Vec<String> = PROCESSES.iter().map(|(service, count)| format!("{count} {service}")).collect();
    say::line(&format!("{} processus, un rôle de base de données par service : {}", crew.len(), counts.join(", ")));
    say::line(&format!("journaux : {}", logs.display()));
    let address = crew.address("api")?;
    let outcome = tokio::select! {
        played = play(installation, set, &address, &address, true) => played,
        failed = crew.watch() => failed.map(|()| ExitCode::FAILURE),
        stopped = asked_to_stop() => stopped.map(|()| interrupted(true)).map_err(Into::into),
    };
    say::line("Arrêt des services, puis de PostgreSQL ; les données sont gardées.");
    let stopped = crew.stop().await;
    let outcome = outcome?;
    stopped.map(|()| outcome)
}

/// The settings that all processes share.
fn write_site(config: &Config, set: &Set) -> Result<PathBuf> {
    fs::create_dir_all(&set.folder)?;
    let path = set.folder.join("site.toml");
    let folder = config.post.folders.first().context("post.folders")?;
    let text = format!(
        "data_dir = {}\n\n[database]\npool_size = {CONNECTIONS}\n\n[log]\nfilter = {}\n\n[reader]\nthreads = 1\n\n\
         [[post.folders]]\nname = {}\npath = {}\nsettle_seconds = {}\n\n{}",
        json!(config.data_dir),
        json!(config.log.filter),
        json!(folder.name),
        json!(folder.path),
        folder.settle_seconds,
        set.outside.settings
    );
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    Ok(path)
}
