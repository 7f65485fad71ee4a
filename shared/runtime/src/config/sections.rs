use std::{net::SocketAddr, num::NonZero, path::PathBuf, thread};

use chrono_tz::Tz;
use domain::Department;
use serde::Deserialize;

use super::{Mail, Secret, codes};

/// The whole configuration of one installation, merged and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Everything that must survive: private PostgreSQL, blobs. Absolute once loaded.
    pub data_dir: PathBuf,
    /// Who this installation serves.
    pub site: Site,
    /// Where the rows live.
    pub database: Database,
    /// Where the bytes live.
    pub blobs: Blobs,
    /// The staff pages.
    pub http: Http,
    /// The door of programs.
    pub api: Api,
    /// The mailroom's door.
    pub post: Post,
    /// The counters.
    pub counter: Counter,
    /// The e-mail door.
    pub mail: Mail,
    /// The telephone's door.
    pub phone: Phone,
    /// The separate executable that opens strangers' bytes.
    pub reader: Reader,
    /// What signed codes on papers are checked with.
    pub two_d_doc: TwoDDoc,
    /// What files of strangers are checked with.
    pub antivirus: Antivirus,
    /// Letter templates.
    pub letters: Letters,
    /// What the program says while it works.
    pub log: Log,
}

/// `[site]`: the prefecture.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its name on letters and pages.
    pub name: String,
    /// Its département: part of every case reference, territory of its holidays.
    #[serde(deserialize_with = "codes::department")]
    pub department: Department,
    /// The zone in which the law counts days.
    #[serde(deserialize_with = "codes::zone")]
    pub zone: Tz,
    /// Files of the site that complete the catalogue.
    pub catalogue: Vec<PathBuf>,
    /// Code of its profile in the catalogue.
    #[serde(deserialize_with = "codes::text")]
    pub prefecture: String,
    /// True when the people in it are invented; pages and letters say so.
    pub demonstration: bool,
}

/// Which PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseMode {
    /// A private cluster in the data folder, started and stopped by the program.
    Embedded,
    /// A server of the site.
    External,
}

/// `[database]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Which PostgreSQL.
    pub mode: DatabaseMode,
    /// URL of the application role (external); `DATABASE_URL` sets it too.
    pub url: Option<Secret>,
    /// File that holds `url`.
    pub url_file: Option<PathBuf>,
    /// URL of the role that owns the schema (external); `url` when absent.
    pub owner_url: Option<Secret>,
    /// File that holds `owner_url`.
    pub owner_url_file: Option<PathBuf>,
    /// Connections of this process.
    pub pool_size: u32,
    /// Folder of the PostgreSQL executables (embedded); searched when absent.
    pub binaries: Option<PathBuf>,
    /// System account of the private PostgreSQL when the program is root.
    pub run_as: String,
    /// Shared memory of the private PostgreSQL, MiB.
    pub shared_buffers_mb: u32,
    /// Connections the private PostgreSQL accepts.
    pub max_connections: u32,
}

/// Which blob store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlobsKind {
    /// A folder of this machine.
    Folder,
    /// A bucket of an S3-compatible store.
    S3,
}

/// `[blobs]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blobs {
    /// Which store.
    pub kind: BlobsKind,
    /// The folder; `data_dir/blobs` when absent.
    pub folder: Option<PathBuf>,
    /// The bucket (S3).
    pub bucket: Option<String>,
    /// Its region (S3).
    pub region: Option<String>,
    /// Address of the store when it is not the first provider's (S3).
    pub endpoint: Option<String>,
    /// Access key (S3).
    pub access_key: Option<Secret>,
    /// File that holds `access_key`.
    pub access_key_file: Option<PathBuf>,
    /// Secret key (S3).
    pub secret_key: Option<Secret>,
    /// File that holds `secret_key`.
    pub secret_key_file: Option<PathBuf>,
}

/// `[http]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address and port listened on.
    pub listen: SocketAddr,
    /// The address people type, without a final slash; `http://listen` when absent.
    pub public_url: Option<String>,
}

impl Http {
    /// The address people type.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.public_url
            .as_ref()
            .map_or_else(|| format!("http://{}", self.listen), |url| url.trim_end_matches('/').to_owned())
    }

    /// Whether cookies must travel encrypted only.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.base_url().starts_with("https://")
    }
}

/// `[api]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Whether programs are served, under `/api` of the staff pages' address.
    pub enabled: bool,
    /// Size of one request, MiB.
    pub max_body_mb: usize,
    /// How long a sender may be silent in the middle of a request, in seconds.
    pub stall_seconds: u64,
    /// The slowest that a request may come over its whole length, in KiB a second.
    pub slowest_kb: usize,
    /// How long a program waits for the database before it is told to come back, in seconds.
    pub answer_seconds: u64,
    /// Requests of one key in a minute; 0: as many as it likes.
    pub requests_per_minute: u32,
}

/// `[post]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The folders in which scanners leave their files.
    pub folders: Vec<ScanFolder>,
    /// What sheets of others say that separate documents here, besides the patch sheet.
    pub separators: Vec<String>,
}

/// One `[[post.folders]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanFolder {
    /// Its lasting name: part of the identity of what arrives there.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// A file is taken once it has not changed for this long, in seconds.
    #[serde(default = "settle_seconds")]
    pub settle_seconds: u64,
    /// The folder of the fronts, when a scanner that sees one side of a sheet leaves the backs here, the last sheet first.
    #[serde(default)]
    pub backs_of: Option<String>,
    /// How long before the backs the fronts were scanned at most, in minutes.
    #[serde(default = "backs_within_minutes")]
    pub backs_within_minutes: u32,
}

const fn settle_seconds() -> u64 {
    3
}

const fn backs_within_minutes() -> u32 {
    60
}

/// `[counter]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// The desks at which people are received.
    pub desks: Vec<CounterDesk>,
    /// What the files of one upload may weigh together, MiB.
    pub max_upload_mb: usize,
}

/// One `[[counter.desks]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterDesk {
    /// Its lasting name: part of the identity of what arrives there.
    pub name: String,
    /// The folder in which its scanner leaves files; none when it has no scanner.
    pub scan_folder: Option<PathBuf>,
    /// A file is taken once it has not changed for this long, in seconds.
    #[serde(default = "settle_seconds")]
    pub settle_seconds: u64,
}

/// `[phone]`: the telephone operator. Without an account there is none: agents note calls by hand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// The account at the operator.
    pub account_sid: Option<String>,
    /// Its token: it also signs the webhooks.
    pub auth_token: Option<Secret>,
    /// File that holds `auth_token`.
    pub auth_token_file: Option<PathBuf>,
    /// The number that people call, E.164.
    pub number: Option<String>,
    /// Address of the operator's interface.
    pub api_url: String,
    /// The address under which the operator reaches the webhooks, without a final slash.
    pub public_url: Option<String>,
    /// Address and port of the webhooks: the only listener that may be public.
    pub listen: SocketAddr,
    /// The line of the agents, rung before the voicemail; none: straight to the voicemail.
    pub agents: Option<String>,
    /// The operator is asked this often, in seconds, for calls that never reached us; one that has been over for as long is taken
    /// as missed.
    pub catch_up_seconds: u32,
}

impl Phone {
    /// Whether there is an operator.
    #[must_use]
    pub const fn enabled(&self) -> bool {
        self.account_sid.is_some()
    }
}

/// `[reader]`: limits of the executable that opens strangers' bytes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// The executable; `passerelle-reader` beside the program when absent.
    pub executable: Option<PathBuf>,
    /// Files read at once.
    pub processes: usize,
    /// Pages of one file read at once; 0 means one per processor.
    pub threads: usize,
    /// Folder of the language data: `fra.traineddata`, and others if documents are to be read in other languages.
    pub tessdata: PathBuf,
    /// Memory of one reading process, MiB.
    pub memory_mb: u64,
    /// Wall time of one page, seconds.
    pub page_seconds: u64,
    /// Size of one file, MiB.
    pub max_file_mb: u64,
    /// Pages of one file.
    pub max_pages: u32,
    /// Pixels of one page.
    pub max_pixels: u64,
}

impl Reader {
    /// How many pages of one file are read at once on this machine.
    #[must_use]
    pub fn pages_at_once(&self) -> usize {
        if self.threads > 0 { self.threads } else { thread::available_parallelism().map_or(1, NonZero::get) }
    }
}

/// `[two_d_doc]`: what signed codes on papers are checked with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoDDoc {
    /// Trust lists as published (XML).
    pub trust_lists: Vec<PathBuf>,
    /// Certificates of those who sign the lists; with any, only what they signed is taken.
    pub list_signers: Vec<PathBuf>,
    /// Certificates of issuers (PEM or DER).
    pub certificates: Vec<PathBuf>,
}

/// `[antivirus]`: what files of strangers are checked with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Antivirus {
    /// Where `clamd` listens (`ClamAV`): a socket (an absolute path) or `host:port`. None: programs and macros alone are held back.
    pub clamd: Option<String>,
}

/// `[letters]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// A folder whose templates replace the program's own.
    pub templates: Option<PathBuf>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One readable line.
    Plain,
    /// One JSON object a line.
    Json,
}

/// `[log]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How lines look.
    pub format: LogFormat,
    /// A level, or directives such as `info,post=debug`.
    pub filter: String,
}
