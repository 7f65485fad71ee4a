use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

/// What one file may cost. Enforced by the kernel where it can be, by the reader otherwise, and by the
/// client's clock at last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Size of the file, bytes.
    pub file_bytes: u64,
    /// Address space of the process, bytes (`RLIMIT_AS`).
    pub memory_bytes: u64,
    /// Processor seconds of the process (`RLIMIT_CPU`): this much for the file, plus `cpu_seconds_per_page` for each.
    pub cpu_seconds: u64,
    /// Processor seconds added for each page.
    pub cpu_seconds_per_page: u64,
    /// Pixels of one page, width times height, checked before anything is decoded.
    pub page_pixels: u64,
    /// Pages of one file.
    pub pages: u32,
    /// Bytes the reader may write for one file, all pages together.
    pub output_bytes: u64,
    /// Wall-clock seconds until the file is opened and its pages are counted.
    pub open_seconds: u64,
    /// Wall-clock seconds the next page may take.
    pub page_seconds: u64,
    /// Wall-clock seconds one e-mail may take.
    pub message_seconds: u64,
    /// What may be taken out of the archives of one e-mail.
    pub unpack: UnpackLimits,
}

/// What may be taken out of the archives of one e-mail; what would exceed it stays packed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnpackLimits {
    /// Archives inside archives: 1 opens an archive and none inside it.
    pub depth: u32,
    /// Files, all archives of the message together.
    pub files: u32,
    /// Unpacked bytes, all archives of the message together.
    pub bytes: u64,
    /// Unpacked bytes for each packed byte of an archive (a zip bomb has 1,000).
    pub ratio: u64,
}

impl Default for UnpackLimits {
    fn default() -> Self {
        Self { depth: 4, files: 1_000, bytes: 512 << 20, ratio: 200 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            memory_bytes: 3 << 30,
            cpu_seconds: 60,
            cpu_seconds_per_page: 30,
            page_pixels: 120_000_000,
            pages: 2_000,
            output_bytes: 4 << 30,
            open_seconds: 30,
            page_seconds: 60,
            message_seconds: 60,
            unpack: UnpackLimits::default(),
        }
    }
}

impl Limits {
    pub(crate) fn open_timeout(&self) -> Duration {
        Duration::from_secs(self.open_seconds)
    }

    pub(crate) fn page_timeout(&self) -> Duration {
        Duration::from_secs(self.page_seconds)
    }

    pub(crate) fn message_timeout(&self) -> Duration {
        Duration::from_secs(self.message_seconds)
    }
}

/// Where the reader is and what it may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderConfig {
    /// The executable `passerelle-reader`.
    pub executable: PathBuf,
    /// Folder of the language data: `fra.traineddata`, and others if documents are to be read in other languages.
    #[serde(default = "ReaderConfig::default_tessdata")]
    pub tessdata: PathBuf,
    /// Files read at the same time, at least 1.
    #[serde(default = "ReaderConfig::default_processes")]
    pub processes: usize,
    /// What one file may cost.
    #[serde(default)]
    pub limits: Limits,
}

impl ReaderConfig {
    /// Debian's language data, two processes, default limits.
    #[must_use]
    pub fn new(executable: PathBuf) -> Self {
        Self {
            executable,
            tessdata: Self::default_tessdata(),
            processes: Self::default_processes(),
            limits: Limits::default(),
        }
    }

    fn default_tessdata() -> PathBuf {
        PathBuf::from("/usr/share/tesseract-ocr/5/tessdata")
    }

    fn default_processes() -> usize {
        2
    }
}
