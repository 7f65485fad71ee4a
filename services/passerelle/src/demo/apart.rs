//! The same day with every service in a process of its own, under its own database role: two for the mail, three for the
//! mailroom, one for each other.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use domain::SystemClock;
use runtime::{Config, postgres::Plan};

use super::{Set, play, say};
use crate::installation::Installation;

/// The services and how many processes each has.
const PROCESSES: [(&str, usize); 6] =
    [("mail", 2), ("post", 3), ("phone", 1), ("counter", 1), ("cases", 1), ("api", 1)];
/// How long a process may take to answer.
const START: Duration = Duration::from_mins(1);

/// A service at work in a process of its own; dropped, it is asked to end.
struct Alone {
    service: &'static str,
    address: String,
    child: Child,
}

impl Drop for Alone {
    fn drop(&mut self) {
        let id = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(0));
        if id.as_raw() > 0 {
            let _gone = nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGTERM);
        }
        let _status = self.child.wait();
    }
}

/// Plays the day over processes that meet in one PostgreSQL.
pub async fn play_apart(mut config: Config, set: Set) -> Result<ExitCode> {
    let site = write_site(&config, &set)?;
    // Each process has a pool of its own, and so has the play.
    let processes: usize = PROCESSES.iter().map(|(_, count)| count).sum();
    config.database.max_connections += config.database.pool_size * u32::try_from(processes)?;
    let plan = Plan::of(&config);
    let installation = Installation::without_services(config, Arc::new(SystemClock)).await?;
    let outcome = over(&installation, set, &site, &plan).await;
    installation.stop().await;
    outcome
}

async fn over(installation: &Installation, set: Set, site: &Path, plan: &Plan) -> Result<ExitCode> {
    let mut alone = Vec::new();
    for (service, count) in PROCESSES {
        for _ in 0..count {
            alone.push(start(service, site, &plan.service_url(service))?);
        }
    }
    for process in &mut alone {
        ready(process).await?;
    }
    say::line(&format!("{} processus, un rôle de base de données par service", alone.len()));
    let api = alone.iter().find(|process| process.service == "api").map(|process| process.address.clone());
    let address = api.context("no api")?;
    let outcome = play(installation, set, &address, &address, true).await?;
    for process in &mut alone {
        if let Some(status) = process.child.try_wait()? {
            bail!("le service {} s'est arrêté : {status}", process.service);
        }
    }
    Ok(outcome)
}

/// The settings that all processes share.
fn write_site(config: &Config, set: &Set) -> Result<PathBuf> {
    fs::create_dir_all(&set.folder)?;
    let path = set.folder.join("site.toml");
    let folder = config.post.folders.first().context("post.folders")?;
    let text = format!(
        "data_dir = \"{}\"\n\n[database]\npool_size = {}\n\n[log]\nfilter = \"{}\"\n\n[reader]\nthreads = 1\n\n[[post.folders]]\nname = \"{}\"\npath = \"{}\"\n\
         settle_seconds = {}\n\n{}",
        config.data_dir.display(),
        config.database.pool_size,
        config.log.filter,
        folder.name,
        folder.path.display(),
        folder.settle_seconds,
        set.outside.settings
    );
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    Ok(path)
}

fn start(service: &'static str, site: &Path, database: &str) -> Result<Alone> {
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let child = Command::new(std::env::current_exe()?)
        .args(["run", "--service", service, "--config"])
        .arg(site)
        .env("DATABASE_URL", database)
        .env("PASSERELLE__HTTP__LISTEN", listen.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| service.to_owned())?;
    Ok(Alone { service, address: format!("http://{listen}"), child })
}

/// Waits until a process says that it is ready.
async fn ready(process: &mut Alone) -> Result<()> {
    let http = reqwest::Client::new();
    let url = format!("{}/ready", process.address);
    let start = std::time::Instant::now();
    loop {
        if let Some(status) = process.child.try_wait()? {
            bail!("le service {} s'est arrêté : {status}", process.service);
        }
        if http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        if start.elapsed() > START {
            bail!("le service {} ne répond pas", process.service);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
