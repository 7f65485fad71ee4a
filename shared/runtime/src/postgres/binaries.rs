use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::PostgresError;

/// The oldest major version the schema is written for.
pub const OLDEST: u32 = 15;

const NEEDED: [&str; 3] = ["postgres", "initdb", "psql"];

/// The PostgreSQL executables of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// Their folder.
    pub folder: PathBuf,
    /// Their major version.
    pub major: u32,
}

impl Binaries {
    /// The executables in `configured`, else those of the newest version found; `major` asks for one version (that of existing data).
    ///
    /// # Errors
    /// `Missing` when no complete set of version 15 or later is there.
    pub fn find(configured: Option<&Path>, major: Option<u32>) -> Result<Self, PostgresError> {
        let folders = configured.map_or_else(candidates, |folder| vec![folder.to_owned()]);
        let searched = folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ");
        folders
            .into_iter()
            .filter_map(Self::of_folder)
            .filter(|found| major.map_or(found.major >= OLDEST, |major| found.major == major))
            .max_by_key(|found| found.major)
            .ok_or_else(|| PostgresError::Missing {
                wanted: major.map_or_else(|| format!("{OLDEST} ou plus récent"), |major| major.to_string()),
                searched,
            })
    }

    /// The path of one executable.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn of_folder(folder: PathBuf) -> Option<Self> {
        if !NEEDED.iter().all(|name| folder.join(name).is_file()) {
            return None;
        }
        let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let major = version(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { folder, major })
    }
}

/// `postgres (PostgreSQL) 15.14 (Debian ...)` is 15; `17beta1` is 17.
fn version(text: &str) -> Option<u32> {
    let number = text.split_whitespace().nth(2)?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).map_or(number, |end| &number[..end]);
    digits.parse().ok()
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for root in ["/usr/lib/postgresql", "/usr/local/pgsql"] {
        folders.extend(fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path().join("bin")));
    }
    folders.extend(fs::read_dir("/usr").into_iter().flatten().flatten().filter_map(|entry| {
        entry.file_name().to_str().is_some_and(|name| name.starts_with("pgsql-")).then(|| entry.path().join("bin"))
    }));
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    folders.extend(env::var_os("PATH").iter().flat_map(|path| env::split_paths(path).collect::<Vec<_>>()));
    folders
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(version("postgres (PostgreSQL) 17beta1\n"), Some(17));
        assert_eq!(version("something else"), None);
    }
}
