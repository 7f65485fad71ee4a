//! `demo`: one day of the demonstration prefecture, on the real program with real page images.

mod accounts;
mod apart;
mod arrivals;
mod books;
mod clerk;
mod confirm;
mod counter;
mod crew;
mod dispatch;
mod messages;
mod options;
mod outside;
mod say;
mod scanner;
mod structures;
mod telephone;
mod wait;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use anyhow::{Context as _, Result};
use casework::Casework;
use chrono::{DateTime, Utc};
use domain::SystemClock;
use runtime::{Config, asked_to_stop, telemetry};
use tokio::sync::mpsc;
use world::{Size, World};

use crate::installation::Installation;

pub use options::DemoOptions;
use wait::until;

/// The seed of the demonstration: the same persons every day.
const SEED: u64 = 67;
/// Files, messages, voicemails and deposits of each door that wait for the visitor when the pages stay open.
const LEFT_FOR_THE_VISITOR: usize = 2;
/// What a program says that was stopped by Ctrl-C.
const INTERRUPTED: u8 = 130;

/// What the play works with.
pub struct Stage {
    casework: Casework,
    world: World,
    opened_at: DateTime<Utc>,
    scan_folder: PathBuf,
    desk_scans: PathBuf,
    folder: PathBuf,
    staff: accounts::Staff,
}

/// Plays the day; without `--once` the pages stay open until Ctrl-C.
pub async fn demo(site_file: Option<&Path>, options: &DemoOptions) -> Result<ExitCode> {
    let mut config = options.config(site_file)?;
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
    let set = Set { size: options.size(), folder, scan_folder, desk_scans, outside };
    if options.apart {
        return Box::pin(apart::play_apart(config, set)).await;
    }
    let installation = Installation::start(config, Arc::new(SystemClock), metrics, &[]).await?;
    let address = format!("http://{}", installation.address);
    let outcome = tokio::select! {
        played = play(&installation, &set, &address, &base_url, options.once) => played,
        stopped = asked_to_stop() => stopped.map(|()| interrupted(options.once)).map_err(Into::into),
    };
    say::line("Arrêt des services, puis de PostgreSQL ; les données sont gardées.");
    installation.stop().await;
    outcome
}

/// A day that was stopped on the way has no balance.
fn interrupted(once: bool) -> ExitCode {
    if once {
        say::line("Journée interrompue : les comptes ne sont pas vérifiés.");
        return ExitCode::from(INTERRUPTED);
    }
    ExitCode::SUCCESS
}

/// The doors that the servers outside stand behind.
fn join(config: &mut Config, settings: &str) -> Result<()> {
    let outside = Config::from_toml(settings)?;
    (config.phone, config.counter, config.mail) = (outside.phone, outside.counter, outside.mail);
    Ok(())
}

/// Where the play happens. The servers outside end after the services.
pub struct Set {
    size: Size,
    folder: PathBuf,
    scan_folder: PathBuf,
    desk_scans: PathBuf,
    outside: outside::Outside,
}

async fn play(installation: &Installation, set: &Set, address: &str, base_url: &str, once: bool) -> Result<ExitCode> {
    let start = Instant::now();
    let context = &installation.context;
    let staff = accounts::prepare(context, &set.folder).await?;
    let casework = context.casework()?;
    let world = World { seed: SEED, date: casework.today(), size: set.size };
    let outside = &set.outside;
    let stage = Stage {
        world,
        opened_at: casework.clock.now(),
        casework,
        scan_folder: set.scan_folder.clone(),
        desk_scans: set.desk_scans.clone(),
        folder: set.folder.clone(),
        staff,
    };
    say::title(&format!("La journée du {}", formats::french_date::long(world.date)));
    let for_visitor = if once { 0 } else { LEFT_FOR_THE_VISITOR };
    // The clerk registers what is read while the scanner goes on; what comes by the other doors is set meanwhile.
    let (scanned, to_index) = mpsc::channel(64);
    let before_noon = async {
        scanner::day(&stage, scanned).await?;
        arrivals::make(&stage, outside).await
    };
    let (arrivals, files) = tokio::try_join!(before_noon, clerk::index(&stage, to_index, for_visitor))?;
    messages::day(&stage, &arrivals.mail, for_visitor).await?;
    telephone::day(&stage, outside, &arrivals.calls, for_visitor).await?;
    counter::day(&stage, &arrivals.visits, for_visitor).await?;
    structures::day(&stage, &arrivals.handovers, address).await?;
    dispatch::letters(&stage, !once).await?;
    if !once {
        // As each morning: the visitor finds whose document ends.
        let watched = casework::watch_documents(&stage.casework).await?;
        say::row("Personnes dont le titre ou le document finit bientôt", &watched.ending.to_string());
    }
    let sound = books::close(&stage, files, once).await?;
    say::row("Durée", &format!("{} s", start.elapsed().as_secs()));
    if once {
        return Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    say::open_pages(base_url, &stage);
    asked_to_stop().await?;
    Ok(ExitCode::SUCCESS)
}
