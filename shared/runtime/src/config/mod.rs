//! The configuration: defaults built into the program, then the site's file, then the environment. Unknown keys are refused
//! wherever they stand; secrets may lie in files; relative paths belong to the file that names them.

mod check;
mod check_mail;
mod codes;
mod error;
mod mail;
mod paths;
mod secret;
mod sections;
mod trust;

use std::{
    env,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};

use reading::{Limits, ReaderConfig};

pub use error::{ConfigError, Problem};
pub use mail::{AfterReading, Mail, MailTls, Mailbox, Smtp};
pub use secret::Secret;
pub use sections::{
    Antivirus, Api, Blobs, BlobsKind, Config, Counter, CounterDesk, Database, DatabaseMode, Http, Letters, Log,
    LogFormat, Phone, Post, Reader, ScanFolder, Site, TwoDDoc,
};
pub use trust::list_refused;

const DEFAULTS: &str = include_str!("../../../../config/default.toml");

/// The environment variable that names the site file when the command line does not.
pub const CONFIG_VARIABLE: &str = "PASSERELLE_CONFIG";

impl Config {
    /// The configuration of this installation: `site_file`, else the file named by `PASSERELLE_CONFIG`, over the defaults and
    /// under the environment.
    ///
    /// # Errors
    /// `Unreadable` when the site file is not there; `Refused` with every key that is unknown or wrong.
    pub fn load(site_file: Option<&Path>) -> Result<Self, ConfigError> {
        let site_file = site_file.map(Path::to_owned).or_else(|| env::var_os(CONFIG_VARIABLE).map(PathBuf::from));
        Self::from_figment(&layers(site_file.as_deref())?)
    }

    /// The defaults under a text in the site file's format; the environment is not read. For tests and the demonstration.
    ///
    /// # Errors
    /// `Refused` as for `load`.
    pub fn from_toml(site: &str) -> Result<Self, ConfigError> {
        Self::from_figment(&Figment::from(Toml::string(DEFAULTS)).merge(Toml::string(site)))
    }

    fn from_figment(figment: &Figment) -> Result<Self, ConfigError> {
        let mut config: Self = figment.extract().map_err(|error| ConfigError::from_figment(figment, error))?;
        let mut problems = paths::resolve(&mut config, figment);
        problems.extend(paths::read_secrets(&mut config, figment));
        problems.extend(check::problems(&config, figment));
        if problems.is_empty() { Ok(config) } else { Err(ConfigError::Refused(problems)) }
    }

    /// The folder of the private PostgreSQL.
    #[must_use]
    pub fn cluster_folder(&self) -> PathBuf {
        self.data_dir.join("postgres")
    }

    /// The folder of the blobs when they are kept on this machine.
    #[must_use]
    pub fn blob_folder(&self) -> PathBuf {
        self.blobs.folder.clone().unwrap_or_else(|| self.data_dir.join("blobs"))
    }

    /// Where the reader is and what it may use.
    #[must_use]
    pub fn reader_config(&self) -> ReaderConfig {
        let reader = &self.reader;
        let limits = Limits {
            file_bytes: reader.max_file_mb << 20,
            memory_bytes: reader.memory_mb << 20,
            page_pixels: reader.max_pixels,
            pages: reader.max_pages,
            page_seconds: reader.page_seconds,
            ..Limits::default()
        };
        ReaderConfig {
            executable: self.reader_executable(),
            tessdata: reader.tessdata.clone(),
            processes: reader.processes,
            limits,
        }
    }

    /// The reader executable: as configured, else beside the running program.
    #[must_use]
    pub fn reader_executable(&self) -> PathBuf {
        const NAME: &str = "passerelle-reader";
        self.reader.executable.clone().unwrap_or_else(|| {
            let beside = env::current_exe().ok().and_then(|program| program.parent().map(|folder| folder.join(NAME)));
            beside.unwrap_or_else(|| PathBuf::from(NAME))
        })
    }
}

fn layers(site_file: Option<&Path>) -> Result<Figment, ConfigError> {
    let mut figment = Figment::from(Toml::string(DEFAULTS));
    if let Some(path) = site_file {
        std::fs::File::open(path).map_err(|reason| ConfigError::Unreadable { path: path.to_owned(), reason })?;
        figment = figment.merge(Toml::file_exact(path));
    }
    figment = figment.merge(Env::prefixed("PASSERELLE__").split("__"));
    if let Ok(url) = env::var("DATABASE_URL") {
        figment = figment
            .merge(Serialized::default("database.url", url))
            .merge(Serialized::default("database.mode", "external"));
    }
    Ok(figment)
}

#[cfg(test)]
mod tests;
