//! Services at work, each in a process of its own: started, watched, started again when they die, as a service manager does.

use std::{
    fs::{self, File},
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::say;

/// How long a process may take to answer, and to end.
const START: Duration = Duration::from_mins(1);
const END: Duration = Duration::from_secs(45);
/// How often the processes are looked at.
const LOOK: Duration = Duration::from_millis(100);
/// A process that dies this often has a fault that starting it again does not mend.
const LIVES: u32 = 5;

/// A service in a process of its own.
struct Process {
    service: &'static str,
    number: usize,
    /// Where its pages and its state of health are, the same in each of its lives.
    address: String,
    command: Command,
    log: PathBuf,
    child: Child,
    lives: u32,
}

/// All processes. Dropped, they are asked to end.
pub struct Crew {
    processes: Vec<Process>,
}

/// What all processes share.
pub struct Common<'a> {
    /// The settings.
    pub site: &'a Path,
    /// Where each leaves its log.
    pub logs: &'a Path,
}

impl Crew {
    /// Starts `count` processes of each service, each with its database, and waits until all are ready.
    pub async fn start(
        common: &Common<'_>,
        wanted: &[(&'static str, usize)],
        database: impl Fn(&str) -> String,
    ) -> Result<Self> {
        fs::create_dir_all(common.logs).with_context(|| common.logs.display().to_string())?;
        let mut crew = Self { processes: Vec::new() };
        for (service, count) in wanted {
            for number in 1..=*count {
                crew.processes.push(Process::start(service, number, common, &database(service))?);
            }
        }
        for process in &mut crew.processes {
            process.ready().await?;
        }
        Ok(crew)
    }

    /// How many processes work.
    pub const fn len(&self) -> usize {
        self.processes.len()
    }

    /// Where the first process of a service answers.
    pub fn address(&self, service: &str) -> Result<String> {
        let found = self.processes.iter().find(|process| process.service == service);
        Ok(found.with_context(|| format!("no process of {service}"))?.address.clone())
    }

    /// Starts again whatever dies, until a process dies too often.
    pub async fn watch(&mut self) -> Result<()> {
        loop {
            for process in &mut self.processes {
                if let Some(status) = process.child.try_wait()? {
                    process.start_again(status)?;
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Asks all to end and waits for them. An end that was not clean is told.
    pub async fn stop(mut self) -> Result<()> {
        for process in &self.processes {
            process.ask_to_end();
        }
        let start = Instant::now();
        let mut unclean = Vec::new();
        for process in &mut self.processes {
            let status = loop {
                match process.child.try_wait()? {
                    Some(status) => break Some(status),
                    None if start.elapsed() > END => break None,
                    None => tokio::time::sleep(LOOK).await,
                }
            };
            if !status.is_some_and(|status| status.success()) {
                let how = status.map_or_else(|| "ne s'arrête pas".to_owned(), |status| status.to_string());
                unclean.push(format!("{} : {how} (journal : {})", process.name(), process.log.display()));
            }
        }
        if !unclean.is_empty() {
            bail!("arrêt incomplet : {}", unclean.join(" ; "));
        }
        Ok(())
    }
}

impl Process {
    fn start(service: &'static str, number: usize, common: &Common<'_>, database: &str) -> Result<Self> {
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = common.logs.join(format!("{service}-{number}.log"));
        // Ends with this program, however that ends. A Ctrl-C at the terminal is for this program alone: it ends the others in
        // their order.
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "TERM", "--"])
            .arg(std::env::current_exe()?)
            .args(["run", "--service", service, "--config"])
            .arg(common.site)
            .env("DATABASE_URL", database)
            .env("PASSERELLE__HTTP__LISTEN", listen.to_string())
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let child = spawn(&mut command, &log)?;
        Ok(Self { service, number, address: format!("http://{listen}"), command, log, child, lives: 1 })
    }

    fn name(&self) -> String {
        format!("{} (processus {})", self.service, self.number)
    }

    /// Waits until it says that it is ready.
    async fn ready(&mut self) -> Result<()> {
        let http = reqwest::Client::new();
        let url = format!("{}/ready", self.address);
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("le service {} n'a pas démarré : {status} ; {}", self.name(), self.last_words());
            }
            if http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            if start.elapsed() > START {
                bail!("le service {} ne répond pas ; {}", self.name(), self.last_words());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    fn start_again(&mut self, status: ExitStatus) -> Result<()> {
        if self.lives == LIVES {
            bail!("le service {} s'est arrêté {LIVES} fois : {status} ; {}", self.name(), self.last_words());
        }
        say::line(&format!("le service {} s'est arrêté ({status}) → il redémarre, les autres continuent", self.name()));
        self.child = spawn(&mut self.command, &self.log)?;
        self.lives += 1;
        Ok(())
    }

    fn ask_to_end(&self) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            // It may have ended by itself.
            let _gone = kill(Pid::from_raw(pid), Signal::SIGTERM);
        }
    }

    fn last_words(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let last: Vec<&str> = text.lines().rev().take(5).collect();
        let words = last.into_iter().rev().collect::<Vec<_>>().join(" / ");
        format!("journal {} : {words}", self.log.display())
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        let left = self.processes.iter_mut().filter_map(|process| {
            let runs = process.child.try_wait().is_ok_and(|ended| ended.is_none());
            runs.then_some(process)
        });
        let left: Vec<_> = left.inspect(|process| process.ask_to_end()).collect();
        for process in left {
            let _status = process.child.wait();
        }
    }
}

fn spawn(command: &mut Command, log: &Path) -> Result<Child> {
    let file = File::options().create(true).append(true).open(log).with_context(|| log.display().to_string())?;
    command.stderr(file).spawn().context("setpriv (paquet util-linux)")
}
