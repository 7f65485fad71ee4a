//! A running program with an account, a scan folder and its pages open.

use std::{
    fs,
    io::Write as _,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

/// The program at work; it ends with this value.
pub struct Desk {
    folder: TempDir,
    /// The database when it is not the program's own.
    database: Option<String>,
    program: Option<Child>,
    /// Where its pages are.
    pub address: String,
}

/// The account of the desk.
pub const LOGIN: &str = "aline";
/// Its password.
pub const PASSWORD: &str = "un mot de passe de test";

/// Language data in which a document can be read again, whatever is installed on the machine: French, and French under another name.
fn two_languages(folder: &std::path::Path) -> PathBuf {
    let installed = runtime::Config::from_toml("").expect("settings").reader_config().tessdata;
    let languages = folder.join("langues");
    fs::create_dir(&languages).expect("a folder of languages");
    for name in ["fra", "spa"] {
        fs::copy(installed.join("fra.traineddata"), languages.join(format!("{name}.traineddata")))
            .expect("language data");
    }
    languages
}

impl Desk {
    /// The program with a PostgreSQL of its own, or over the database of this URL.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn open(database: Option<String>) -> Self {
        runtime::choose_encryption();
        let folder = tempfile::Builder::new().prefix("passerelle-browser.").tempdir().expect("a folder");
        open_to_postgres(&folder);
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        fs::create_dir(folder.path().join("scans")).expect("a scan folder");
        let languages = two_languages(folder.path());
        let site = format!(
            "data_dir = \"data\"\n[http]\nlisten = \"127.0.0.1:{port}\"\n[log]\nfilter = \"warn\"\n\
             [reader]\ntessdata = '{}'\n[[post.folders]]\nname = \"courrier\"\npath = \"scans\"\nsettle_seconds = 1\n",
            languages.display()
        );
        fs::write(folder.path().join("site.toml"), site).expect("settings");
        let mut desk = Self { folder, database, program: None, address: format!("http://127.0.0.1:{port}") };
        desk.program = Some(desk.command().arg("run").spawn().expect("the program"));
        desk.wait_until_ready().await;
        desk.add_account();
        desk
    }

    /// Leaves a file in the scan folder.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn leave(&self, name: &str, bytes: &[u8]) {
        let mut file = fs::File::create(self.folder.path().join("scans").join(name)).expect("a file");
        file.write_all(bytes).expect("a file written");
    }

    async fn wait_until_ready(&self) {
        for _ in 0..600 {
            if let Ok(answer) = reqwest::get(format!("{}/ready", self.address)).await
                && answer.status().is_success()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the program does not become ready");
    }

    fn add_account(&self) {
        let secret = self.folder.path().join("secret");
        fs::write(&secret, PASSWORD).expect("a password");
        let roles = ["mailroom", "indexer", "supervisor", "operator", "phone_agent", "counter_agent"]
            .map(|role| ["--role", role])
            .concat();
        let status = self
            .command()
            .args(["account", "add", LOGIN, "--name", "Aline Test", "--password-file"])
            .arg(secret)
            .args(roles)
            .stdout(Stdio::null())
            .status();
        assert!(status.is_ok_and(|status| status.success()), "the account is not made");
    }

    fn command(&self) -> Command {
        let mut command = Command::new(executable());
        command.arg("--config").arg(self.folder.path().join("site.toml")).env_remove("DATABASE_URL");
        if let Some(url) = &self.database {
            command.env("DATABASE_URL", url);
        }
        command.stdin(Stdio::null());
        command
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let Some(program) = &mut self.program else { return };
        if let Ok(pid) = i32::try_from(program.id()) {
            let _gone = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGTERM);
        }
        let _status = program.wait();
    }
}

/// The account of the private PostgreSQL must reach its own folder inside.
fn open_to_postgres(folder: &TempDir) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("rights");
}

fn executable() -> PathBuf {
    let here = std::env::current_exe().expect("this program");
    let folder = here.ancestors().find(|folder| folder.join("passerelle").is_file());
    folder.expect("passerelle is not built: cargo build -p passerelle -p reader").join("passerelle")
}
