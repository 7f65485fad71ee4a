use std::{
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use nix::unistd::{Uid, User};

use super::PostgresError;

/// The system account PostgreSQL runs as: the program's own, or another when the program is root.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
    name: String,
    drops: bool,
}

impl Account {
    pub(super) fn choose(run_as: &str) -> Result<Self, PostgresError> {
        let uid = Uid::effective();
        if !uid.is_root() {
            let gid = nix::unistd::getegid().as_raw();
            return Ok(Self { uid: uid.as_raw(), gid, name: uid.to_string(), drops: false });
        }
        match User::from_name(run_as) {
            Ok(Some(user)) if !user.uid.is_root() => {
                Ok(Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), name: user.name, drops: true })
            }
            Ok(_) | Err(_) => Err(PostgresError::NoAccount(run_as.to_owned())),
        }
    }

    /// A command that runs `program` as this account, in a clean environment, its standard input closed.
    /// With `ends_with_parent`, the kernel sends it SIGINT (PostgreSQL's fast stop) when the thread that started it ends.
    pub(super) fn command(&self, program: &Path, ends_with_parent: bool) -> Command {
        let mut command = Command::new("setpriv");
        if self.drops {
            command.arg(format!("--reuid={}", self.uid)).arg(format!("--regid={}", self.gid)).arg("--clear-groups");
        }
        if ends_with_parent {
            command.arg("--pdeathsig=INT");
        }
        if !self.drops && !ends_with_parent {
            command.arg("--no-new-privs");
        }
        command
            .arg("--")
            .arg(program)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC");
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// Gives a folder or file to this account.
    pub(super) fn own(&self, path: &Path) -> Result<(), PostgresError> {
        if !self.drops {
            return Ok(());
        }
        chown(path, Some(self.uid), Some(self.gid)).map_err(PostgresError::file("changement de propriétaire de", path))
    }

    /// Checks that this account can enter and write `folder`.
    pub(super) fn reaches(&self, folder: &Path) -> Result<(), PostgresError> {
        let status =
            self.command(Path::new("test"), false).arg("-w").arg(folder).arg("-a").arg("-x").arg(folder).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(PostgresError::Unreachable { account: self.name.clone(), folder: PathBuf::from(folder) }),
            Err(_) => Err(PostgresError::NoSetpriv),
        }
    }
}
