//! A private Dovecot: its own configuration, folder, ports and accounts. It ends when its master process does.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill, killpg},
    unistd::Pid,
};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

use crate::{PASSWORD, PostOfficeError, USER, account::Account, certificate::Certificate, maildir::Maildir};

/// Where Debian and others put it.
const PROGRAMS: [&str; 3] = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/usr/bin/dovecot"];
/// How long it may take to start, in looks of 20 ms.
const LOOKS: u32 = 500;

/// The server.
#[derive(Debug)]
pub(crate) struct Dovecot {
    folder: PathBuf,
    account: Account,
    port: u16,
    running: Option<Child>,
}

impl Dovecot {
    pub(crate) async fn start(
        folder: &Path,
        account: &Account,
        certificate: &Certificate,
        imaps: u16,
        imap: u16,
    ) -> Result<Self, PostOfficeError> {
        let mut server = Self { folder: folder.to_owned(), account: account.clone(), port: imaps, running: None };
        fs::create_dir_all(folder.join("mail"))?;
        server.inbox().make()?;
        if let Some((user, group)) = server.owner() {
            nix::unistd::chown(&folder.join("mail"), Some(user), Some(group)).map_err(std::io::Error::from)?;
        }
        fs::write(folder.join("users"), format!("{USER}:{{PLAIN}}{PASSWORD}\n"))?;
        fs::write(folder.join("dovecot.conf"), configuration(folder, account, certificate, imaps, imap))?;
        server.run_again().await?;
        Ok(server)
    }

    fn owner(&self) -> Option<(nix::unistd::Uid, nix::unistd::Gid)> {
        self.account.mail_ids().filter(|_| self.account.is_root)
    }

    pub(crate) fn inbox(&self) -> Maildir {
        Maildir::new(self.folder.join("mail").join("box"), self.owner())
    }

    /// A folder of the mailbox; Maildir++ writes `Archive` as `.Archive`.
    pub(crate) fn folder(&self, name: &str) -> Maildir {
        let inbox = self.folder.join("mail").join("box");
        let path = if name.eq_ignore_ascii_case("INBOX") { inbox } else { inbox.join(format!(".{name}")) };
        Maildir::new(path, self.owner())
    }

    pub(crate) async fn run_again(&mut self) -> Result<(), PostOfficeError> {
        self.stop().await;
        let program = PROGRAMS.iter().find(|program| Path::new(program).is_file());
        let program = program.ok_or(PostOfficeError::Missing("dovecot"))?;
        let log = fs::File::options().create(true).append(true).open(self.folder.join("dovecot.out"))?;
        // Ends with this process, however that ends.
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "TERM", "--", program])
            .arg("-F")
            .arg("-c")
            .arg(self.folder.join("dovecot.conf"))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .map_err(|_| PostOfficeError::Missing("setpriv"))?;
        self.running = Some(child);
        self.answers().await
    }

    async fn answers(&mut self) -> Result<(), PostOfficeError> {
        for _ in 0..LOOKS {
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return Ok(());
            }
            let ended = self.running.as_mut().and_then(|child| child.try_wait().ok().flatten());
            if ended.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let said = |file: &str| fs::read_to_string(self.folder.join(file)).unwrap_or_default();
        let words = said("dovecot.out") + &said("dovecot.log");
        let last: Vec<&str> = words.lines().rev().take(5).collect();
        Err(PostOfficeError::Dovecot(last.into_iter().rev().collect::<Vec<_>>().join(" / ")))
    }

    /// Asks it to end, and ends what it leaves: the processes of clients that are connected would go on.
    pub(crate) async fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            let group = group(&child);
            terminate(group);
            let _ended = tokio::time::timeout(Duration::from_secs(5), child.wait()).await;
            end(group);
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        if let Some(mut child) = self.running.take() {
            let group = group(&child);
            terminate(group);
            // Its processes are gone before the folder is removed under them.
            for _ in 0..100 {
                if child.try_wait().is_ok_and(|ended| ended.is_some()) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            end(group);
        }
    }
}

/// Its processes form a group that has the number of the first.
fn group(child: &Child) -> Option<Pid> {
    child.id().and_then(|pid| i32::try_from(pid).ok()).map(Pid::from_raw)
}

fn terminate(first: Option<Pid>) {
    // It may have ended by itself.
    let _gone = first.map(|first| kill(first, Signal::SIGTERM));
}

fn end(group: Option<Pid>) {
    let _gone = group.map(|group| killpg(group, Signal::SIGKILL));
}

fn configuration(folder: &Path, account: &Account, certificate: &Certificate, imaps: u16, imap: u16) -> String {
    let folder = folder.display();
    let ((mail, mail_group), (internal, internal_group)) = (&account.mail, &account.internal);
    let (certificate, key) = (certificate.certificate.display(), certificate.key.display());
    let mut text = format!(
        "base_dir = {folder}/run\nstate_dir = {folder}/state\nlog_path = {folder}/dovecot.log\nprotocols = imap\n\
         listen = 127.0.0.1\nssl = required\nssl_cert = <{certificate}\nssl_key = <{key}\n\
         default_internal_user = {internal}\ndefault_internal_group = {internal_group}\ndefault_login_user = {}\n\
         first_valid_uid = 1\nmail_location = maildir:{folder}/mail/box\nmailbox_idle_check_interval = 1s\n\
         passdb {{\n  driver = passwd-file\n  args = username_format=%u {folder}/users\n}}\n\
         userdb {{\n  driver = static\n  args = uid={mail} gid={mail_group} home={folder}/mail\n}}\n\
         service imap-login {{\n  inet_listener imap {{\n    port = {imap}\n  }}\n  inet_listener imaps {{\n    port = {imaps}\n    ssl = yes\n  }}\n}}\n\
         service stats {{\n  client_limit = 1000\n}}\n",
        account.login
    );
    if !account.is_root {
        // Only root may change its root.
        for service in ["imap-login", "anvil", "stats"] {
            let _ = write!(text, "service {service} {{\n  chroot =\n}}\n");
        }
    }
    text
}
