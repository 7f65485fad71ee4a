//! A running program with an account, a scanned batch and its pages open.

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
pub(super) struct Desk {
    folder: TempDir,
    program: Child,
    pub(super) address: String,
}

pub(super) const LOGIN: &str = "aline";
pub(super) const PASSWORD: &str = "un mot de passe de test";

impl Desk {
    pub(super) async fn open() -> Self {
        runtime::choose_encryption();
        let folder = tempfile::Builder::new().prefix("passerelle-browser.").tempdir().unwrap();
        open_to_postgres(&folder);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("http://127.0.0.1:{port}");
        let scans = folder.path().join("scans");
        fs::create_dir(&scans).unwrap();
        let site = format!(
            "data_dir = \"data\"\n[http]\nlisten = \"127.0.0.1:{port}\"\n[log]\nfilter = \"warn\"\n\
             [[post.folders]]\nname = \"courrier\"\npath = \"scans\"\nsettle_seconds = 1\n"
        );
        fs::write(folder.path().join("site.toml"), site).unwrap();
        let program = command(&folder).arg("run").spawn().unwrap();
        let desk = Self { folder, program, address };
        desk.wait_until_ready().await;
        desk.add_account();
        let batch = world::small_batch(7, 2, 2).unwrap();
        let mut file = fs::File::create(scans.join("COURRIER.tif")).unwrap();
        file.write_all(&batch.bytes).unwrap();
        desk
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
        fs::write(&secret, PASSWORD).unwrap();
        let roles = ["mailroom", "indexer", "supervisor", "operator", "phone_agent", "counter_agent"]
            .map(|role| ["--role", role])
            .concat();
        let status = command(&self.folder)
            .args(["account", "add", LOGIN, "--name", "Aline Test", "--password-file"])
            .arg(secret)
            .args(roles)
            .status()
            .unwrap();
        assert!(status.success(), "the account is not made");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let pid = nix::unistd::Pid::from_raw(i32::try_from(self.program.id()).unwrap());
        let _gone = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
        let _status = self.program.wait();
    }
}

/// The account of the private PostgreSQL must reach its own folder inside.
fn open_to_postgres(folder: &TempDir) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

fn command(folder: &TempDir) -> Command {
    let mut command = Command::new(executable());
    command.arg("--config").arg(folder.path().join("site.toml")).env_remove("DATABASE_URL").stdin(Stdio::null());
    command
}

fn executable() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.ancestors().find(|folder| folder.join("passerelle").is_file());
    folder.expect("passerelle is not built: cargo build -p passerelle -p reader").join("passerelle")
}
