//! `demo`: one day of the demonstration prefecture, on the real program with real page images.

mod accounts;
mod apart;
mod books;
mod clerk;
mod confirm;
mod counter;
mod dispatch;
mod messages;
mod outside;
mod say;
mod scanner;
mod structures;
mod telephone;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result};
use casework::Casework;
use clap::Args;
use domain::SystemClock;
use runtime::{Config, asked_to_stop, telemetry};

use crate::installation::Installation;

/// The seed of the demonstration: the same persons every day.
const SEED: u64 = 67;
/// Files, messages, voicemails and deposits of each door that wait for the visitor when the pages stay open.
const LEFT_FOR_THE_VISITOR: usize = 2;

#[derive(Debug, Args)]
pub struct DemoOptions {
    /// Joue la journée entière, vérifie les comptes et s'arrête
    #[arg(long)]
    once: bool,
    /// Chaque service dans son propre processus, sous son propre rôle de base de données
    #[arg(long, requires = "once")]
    apart: bool,
    /// Dossier des données (par défaut : ./data)
    #[arg(long, value_name = "DOSSIER")]
    data: Option<PathBuf>,
    /// Adresse des pages
    #[arg(long, value_name = "ADRESSE")]
    listen: Option<String>,
}

/// What the play works with.
pub struct Stage {
    casework: Casework,
    scan_folder: PathBuf,
    desk_scans: PathBuf,
    folder: PathBuf,
    staff: accounts::Staff,
}

/// Plays the day; without `--once` the pages stay open until Ctrl-C.
pub async fn demo(site_file: Option<&Path>, options: &DemoOptions) -> Result<ExitCode> {
    let mut config = config(site_file, options)?;
    telemetry::open_log(&config.log)?;
    let metrics = telemetry::open_metrics()?;
    let base_url = config.http.base_url();
    let folder = config.data_dir.join("demonstration");
    let scan_folder = config.post.folders.first().map(|f| f.path.clone()).context("post.folders")?;
    let desk_scans = config.data_dir.join("guichet");
    say::title("Préfecture de démonstration : tout y est imaginaire");
    say::line(&format!("PostgreSQL privé et données : {}", config.data_dir.display()));
    let outside = outside::open(&config.data_dir.join("poste-electronique"), &desk_scans).await?;
    join(&mut config, &outside.settings)?;
    let set = Set { folder, scan_folder, desk_scans, outside };
    if options.apart {
        return apart::play_apart(config, set).await;
    }
    let installation = Installation::start(config, Arc::new(SystemClock), metrics, &[]).await?;
    let address = format!("http://{}", installation.address);
    let outcome = tokio::select! {
        played = play(&installation, set, &address, &base_url, options.once) => played,
        stopped = asked_to_stop() => stopped.map(|()| ExitCode::SUCCESS).map_err(Into::into),
    };
    say::line("Arrêt des services et de PostgreSQL ; les données sont gardées.");
    installation.stop().await;
    outcome
}

/// The doors that the servers outside stand behind.
fn join(config: &mut Config, settings: &str) -> Result<()> {
    let outside = Config::from_toml(settings)?;
    (config.phone, config.counter, config.mail) = (outside.phone, outside.counter, outside.mail);
    Ok(())
}

/// The configuration of the demonstration: the site's, with a scan folder and quiet logs.
fn config(site_file: Option<&Path>, options: &DemoOptions) -> Result<Config> {
    let mut config = Config::load(site_file)?;
    config.site.demonstration = true;
    if let Some(data) = &options.data {
        config.data_dir = std::path::absolute(data)?;
    }
    if let Some(listen) = &options.listen {
        config.http.listen = listen.parse().with_context(|| format!("--listen {listen}"))?;
    } else if options.once {
        config.http.listen.set_port(0);
    }
    if config.post.folders.is_empty() {
        let path = config.data_dir.join("numerisation");
        config.post.folders.push(runtime::config::ScanFolder {
            name: "numerisation".to_owned(),
            path,
            settle_seconds: 1,
        });
    }
    if std::env::var_os("PASSERELLE__LOG__FILTER").is_none() {
        "warn".clone_into(&mut config.log.filter);
    }
    Ok(config)
}

/// Where the play happens.
pub struct Set {
    folder: PathBuf,
    scan_folder: PathBuf,
    desk_scans: PathBuf,
    outside: outside::Outside,
}

async fn play(installation: &Installation, set: Set, address: &str, base_url: &str, once: bool) -> Result<ExitCode> {
    let context = &installation.context;
    let staff = accounts::prepare(context, &set.folder).await?;
    let casework = context.casework()?;
    let Set { folder, scan_folder, desk_scans, outside } = set;
    let stage = Stage { casework, scan_folder, desk_scans, folder, staff };
    let today = stage.casework.today();
    say::title(&format!("La journée du {}", formats::french_date::long(today)));
    let deposited = scanner::day(&stage, today).await?;
    let for_visitor = if once { 0 } else { LEFT_FOR_THE_VISITOR };
    clerk::index(&stage, &deposited, for_visitor).await?;
    messages::day(&stage, &outside, for_visitor).await?;
    telephone::day(&stage, &outside, for_visitor).await?;
    counter::day(&stage, for_visitor).await?;
    structures::day(&stage, address).await?;
    dispatch::letters(&stage, !once).await?;
    let sound = books::close(&stage, &deposited, once).await?;
    if once {
        return Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    say::open_pages(base_url, &stage);
    asked_to_stop().await?;
    Ok(ExitCode::SUCCESS)
}

/// Looks at something again and again until it gives an answer.
async fn until<T, F: Future<Output = Result<Option<T>>>>(mut look: impl FnMut() -> F) -> Result<T> {
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
