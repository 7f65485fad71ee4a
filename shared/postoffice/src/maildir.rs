use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use nix::unistd::{Gid, Uid};

/// Dovecot's lock of a folder.
const LOCK: &str = "dovecot-uidlist.lock";

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A folder of messages, one file each.
#[derive(Clone, Debug)]
pub(crate) struct Maildir {
    path: PathBuf,
    owner: Option<(Uid, Gid)>,
}

impl Maildir {
    pub(crate) const fn new(path: PathBuf, owner: Option<(Uid, Gid)>) -> Self {
        Self { path, owner }
    }

    /// Makes the folders that are missing.
    pub(crate) fn make(&self) -> std::io::Result<()> {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(self.path.join(part))?;
            self.give(&self.path.join(part))?;
        }
        self.give(&self.path)
    }

    fn give(&self, path: &Path) -> std::io::Result<()> {
        match self.owner {
            Some((user, group)) => Ok(nix::unistd::chown(path, Some(user), Some(group))?),
            None => Ok(()),
        }
    }

    /// Adds a message: written beside, then moved in whole.
    pub(crate) fn deliver(&self, raw: &[u8], at: Option<SystemTime>) -> std::io::Result<()> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{number:08}.P{}.postoffice", std::process::id());
        let unfinished = self.path.join("tmp").join(&name);
        let mut file = File::create(&unfinished)?;
        file.write_all(raw)?;
        if let Some(at) = at {
            file.set_modified(at)?;
        }
        self.give(&unfinished)?;
        fs::rename(unfinished, self.path.join("new").join(name))
    }

    /// Messages, and those of them marked as read.
    pub(crate) fn count(&self) -> std::io::Result<(usize, usize)> {
        let mut names = Vec::new();
        for part in ["new", "cur"] {
            let Ok(entries) = fs::read_dir(self.path.join(part)) else { continue };
            for entry in entries {
                names.push(entry?.file_name().to_string_lossy().into_owned());
            }
        }
        let is_read = |name: &&String| name.rsplit_once(":2,").is_some_and(|(_, flags)| flags.contains('S'));
        Ok((names.len(), names.iter().filter(is_read).count()))
    }

    /// Takes the lock that Dovecot takes before it adds a message.
    pub(crate) fn lock(&self) -> std::io::Result<()> {
        File::create_new(self.path.join(LOCK)).map(|_| ())
    }

    /// Gives it back.
    pub(crate) fn unlock(&self) -> std::io::Result<()> {
        fs::remove_file(self.path.join(LOCK))
    }

    /// Forgets the numbers that the server gave: it gives new ones, worth something else.
    pub(crate) fn renumber(&self) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with("dovecot") && path.is_file() {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}
