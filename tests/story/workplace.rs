//! The real program at work in a folder of its own, its private PostgreSQL included.

use std::{
    env,
    fs::{self, File, Permissions},
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
};

use casework::Casework;
use domain::SystemClock;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use runtime::{Config, postgres::Plan};
use tempfile::TempDir;

use crate::office::catalogue;

/// The folder and, while it runs, the program.
pub(super) struct Workplace {
    folder: TempDir,
    pub(super) config: Config,
    running: Option<Child>,
}

/// An executable built beside the tests.
pub(crate) fn executable(name: &str) -> PathBuf {
    let tests = env::current_exe().unwrap();
    let folder = tests.ancestors().find(|folder| folder.join(name).is_file());
    folder.unwrap_or_else(|| panic!("{name} is not built: cargo build -p passerelle -p reader")).join(name)
}

impl Workplace {
    /// A workplace with these settings beside the scan folder; `listen` is the address of its pages.
    pub(super) fn open(listen: SocketAddr, settings: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("passerelle-story.").tempdir().unwrap();
        // The account of PostgreSQL must reach its own folder inside.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let site = folder.path().join("site.toml");
        fs::create_dir(folder.path().join("scans")).unwrap();
        fs::write(&site, format!("{}\n{settings}", SITE.replace("127.0.0.1:0", &listen.to_string()))).unwrap();
        let config = Config::load(Some(&site)).unwrap();
        Self { folder, config, running: None }
    }

    /// The scan folder.
    pub(super) fn scans(&self) -> PathBuf {
        self.folder.path().join("scans")
    }

    /// A pool that waits for nothing: the server may be down at any moment.
    pub(super) fn database(&self) -> store::Database {
        let url = Plan::of(&self.config).application_url();
        let options =
            sqlx::postgres::PgPoolOptions::new().max_connections(4).acquire_timeout(std::time::Duration::from_secs(5));
        store::Database::from_pool(options.connect_lazy(&url).unwrap())
    }

    /// The operations over the same database and the same contents, for somebody who works beside the program.
    pub(super) fn casework(&self) -> Casework {
        let blobs = runtime::open_blobs(&self.config).unwrap();
        Casework::new(self.database(), blobs, Arc::new(SystemClock), catalogue(), "demo-67").unwrap()
    }

    /// Starts the program unless it runs; true when it had to.
    pub(super) fn start(&mut self) -> bool {
        if let Some(child) = &mut self.running
            && child.try_wait().unwrap().is_none()
        {
            return false;
        }
        let site = self.folder.path().join("site.toml");
        self.run(Command::new(executable("passerelle")).arg("run").arg("--config").arg(site));
        true
    }

    /// Starts a play of the demonstration day in the data folder.
    pub(super) fn play(&mut self, options: &[&str]) {
        let data = &self.config.data_dir.clone();
        self.run(Command::new(executable("passerelle")).arg("demo").args(options).arg("--data").arg(data));
    }

    fn run(&mut self, command: &mut Command) {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let command =
            command.env_remove("DATABASE_URL").stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        self.running = Some(command.spawn().unwrap());
    }

    /// How the program ended, once it has.
    pub(super) fn over(&mut self) -> Option<ExitStatus> {
        self.running.as_mut()?.try_wait().unwrap()
    }

    /// Kills the program without a word.
    pub(super) fn kill_program(&mut self) {
        if let Some(mut child) = self.running.take() {
            let _gone = child.kill();
            let _status = child.wait();
        }
    }

    /// Asks the program to stop, waits until it has.
    pub(super) fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            let _gone = kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGTERM);
            let _status = child.wait();
        }
    }

    /// The processes of the private PostgreSQL, its first one first.
    pub(super) fn postgres(&self) -> Vec<i32> {
        let mark = self.config.cluster_folder().join("cluster/postmaster.pid");
        let Some(first) = fs::read_to_string(mark).ok().and_then(|text| text.lines().next()?.parse().ok()) else {
            return Vec::new();
        };
        let is_ours = processes().iter().any(|p| p.pid == first && p.name.starts_with("postgres"));
        if !is_ours {
            return Vec::new();
        }
        let children = processes().into_iter().filter(|p| p.parent == first).map(|p| p.pid);
        std::iter::once(first).chain(children).collect()
    }

    /// The processes that read files for the program.
    pub(super) fn readers(&self) -> Vec<i32> {
        let Some(program) = &self.running else { return Vec::new() };
        readers_of(i32::try_from(program.id()).unwrap())
    }

    /// The services that the program runs in processes of their own: their names and processes.
    pub(super) fn services(&self) -> Vec<(String, i32)> {
        let Some(program) = &self.running else { return Vec::new() };
        let program = i32::try_from(program.id()).unwrap();
        let children = processes().into_iter().filter(|p| p.parent == program && p.name == "passerelle");
        children.filter_map(|p| Some((after(&command_line(p.pid), "--service")?, p.pid))).collect()
    }

    /// What still works in the folder.
    pub(super) fn leftovers(&self) -> Vec<String> {
        let folder = self.folder.path().to_str().unwrap();
        let lines = processes().into_iter().map(|p| command_line(p.pid).join(" "));
        lines.filter(|line| line.contains(folder)).collect()
    }

    /// The last lines that the program wrote.
    pub(super) fn last_words(&self, lines: usize) -> String {
        let Ok(log) = File::open(self.log()) else { return String::new() };
        let all: Vec<String> = BufReader::new(log).lines().map_while(Result::ok).collect();
        all[all.len().saturating_sub(lines)..].join("\n")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        self.stop();
        if std::thread::panicking() {
            eprintln!("the program said last:\n{}", self.last_words(60));
        }
    }
}

/// An address of this machine that nobody listens on.
pub(super) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Ends processes without a word.
pub(super) fn kill_all(pids: &[i32]) {
    for pid in pids {
        let _gone = kill(Pid::from_raw(*pid), Signal::SIGKILL);
    }
}

/// The processes that read files for one process.
pub(super) fn readers_of(parent: i32) -> Vec<i32> {
    let theirs = processes().into_iter().filter(|p| p.parent == parent && p.name.starts_with("passerelle-read"));
    theirs.map(|p| p.pid).collect()
}

fn command_line(pid: i32) -> Vec<String> {
    let text = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    text.split('\0').map(str::to_owned).collect()
}

/// The word that follows an option.
fn after(words: &[String], option: &str) -> Option<String> {
    words.iter().skip_while(|word| *word != option).nth(1).cloned()
}

struct Process {
    pid: i32,
    parent: i32,
    name: String,
}

fn processes() -> Vec<Process> {
    let entries = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    entries.filter_map(|entry| process(entry.file_name().to_str()?.parse().ok()?)).collect()
}

fn process(pid: i32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (before, after) = (stat.find('(')?, stat.rfind(')')?);
    let parent = stat[after + 1..].split_whitespace().nth(1)?.parse().ok()?;
    Some(Process { pid, parent, name: stat[before + 1..after].to_owned() })
}

const SITE: &str = r#"
data_dir = "data"

[http]
listen = "127.0.0.1:0"

[reader]
threads = 1

[[post.folders]]
name = "courrier"
path = "scans"
settle_seconds = 2
"#;
