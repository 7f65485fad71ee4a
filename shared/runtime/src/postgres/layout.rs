use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::{PostgresError, account::Account};

/// The port, which only names the socket: nothing listens on the network.
pub(super) const PORT: u16 = 5432;

/// Longest path of a Unix socket (`sun_path`), its final zero left out.
const LONGEST_SOCKET: usize = 107;

/// Where the private PostgreSQL keeps its things.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// All of it, closed to others.
    pub(super) root: PathBuf,
    /// The cluster.
    pub(super) data: PathBuf,
    /// The folder of the socket.
    pub(super) socket: PathBuf,
}

impl Layout {
    pub(super) fn of(root: &Path) -> Self {
        let root = root.to_owned();
        let beside = root.join("socket");
        let socket = if beside.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= LONGEST_SOCKET {
            beside
        } else {
            let mut hasher = DefaultHasher::new();
            root.hash(&mut hasher);
            env::temp_dir().join(format!("passerelle-{:016x}", hasher.finish()))
        };
        Self { data: root.join("cluster"), socket, root }
    }

    /// Makes the folders that are missing, closed to everybody but `account`.
    pub(super) fn prepare(&self, account: &Account) -> Result<(), PostgresError> {
        if let Some(parent) = self.root.parent() {
            fs::create_dir_all(parent).map_err(PostgresError::file("création de", parent))?;
        }
        for folder in [&self.root, &self.socket] {
            private_folder(folder, account)?;
        }
        account.reaches(&self.root)
    }

    /// The major version that made the cluster, none when there is no cluster yet.
    pub(super) fn cluster_version(&self) -> Option<u32> {
        fs::read_to_string(self.data.join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    pub(super) fn pid_file(&self) -> PathBuf {
        self.data.join("postmaster.pid")
    }

    pub(super) fn socket_mark(&self) -> PathBuf {
        self.socket.join(format!(".s.PGSQL.{PORT}.lock"))
    }

    /// The URL of the database `passerelle` for one role.
    pub(super) fn url(&self, role: &str) -> String {
        let socket: String = self.socket.to_string_lossy().bytes().map(escaped).collect();
        format!("postgres://{role}@localhost/{database}?host={socket}&port={PORT}", database = super::DATABASE)
    }
}

fn escaped(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn private_folder(folder: &Path, account: &Account) -> Result<(), PostgresError> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.own(folder),
        Err(reason) if reason.kind() == io::ErrorKind::AlreadyExists => check_private(folder, account),
        Err(reason) => Err(PostgresError::file("création de", folder)(reason)),
    }
}

/// A folder that was there before: ours, not a link, closed to others. One left open inside our own data is closed again.
fn check_private(folder: &Path, account: &Account) -> Result<(), PostgresError> {
    let metadata = fs::symlink_metadata(folder).map_err(PostgresError::file("lecture de", folder))?;
    let ours = metadata.uid() == account.uid || metadata.uid() == nix::unistd::geteuid().as_raw();
    if !metadata.is_dir() || !ours {
        return Err(PostgresError::NotPrivate(folder.to_owned()));
    }
    if metadata.mode() & 0o077 != 0 {
        let closed = fs::Permissions::from_mode(0o700);
        fs::set_permissions(folder, closed).map_err(PostgresError::file("fermeture de", folder))?;
    }
    account.own(folder)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Layout;

    #[test]
    fn the_socket_lies_with_the_data_unless_its_path_is_too_long() {
        assert_eq!(Layout::of(Path::new("/srv/p/postgres")).socket, Path::new("/srv/p/postgres/socket"));
        let deep = format!("/srv/{}/postgres", "d".repeat(100));
        assert!(Layout::of(Path::new(&deep)).socket.as_os_str().len() < 60);
    }

    #[test]
    fn the_url_carries_a_socket_path_with_spaces_and_accents() {
        let url = Layout::of(Path::new("/srv/préf 67")).url("passerelle");
        assert_eq!(url, "postgres://passerelle@localhost/passerelle?host=%2Fsrv%2Fpr%C3%A9f%2067%2Fsocket&port=5432");
    }
}
