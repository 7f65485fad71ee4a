//! The scan folders: a file that has stopped changing is kept for ever, then taken out of the folder.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use bytes::Bytes;
use casework::{BatchArrival, BatchReceived, Casework, ReceiveError, WatchLease, receive_batch};
use domain::{Actor, ChannelKind};
use runtime::{FileLook, Settling};
use store::StoreError;
use tokio_util::sync::CancellationToken;

/// How often a folder is looked at while something is in it, and while it is empty.
const LOOK_BUSY: Duration = Duration::from_millis(250);
const LOOK_IDLE: Duration = Duration::from_secs(1);
/// The pause after a failure of the folder, the disk or the database.
const PAUSE: Duration = Duration::from_secs(2);

/// A folder in which a scanner leaves its files.
#[derive(Clone, Debug)]
pub struct ScanFolder {
    /// Its lasting name: part of the identity of what arrives there.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// A file is taken once it has not changed for this long.
    pub settle: Duration,
}

impl ScanFolder {
    /// The folder of a configuration.
    #[must_use]
    pub fn of(folder: &runtime::config::ScanFolder) -> Self {
        Self {
            name: folder.name.clone(),
            path: folder.path.clone(),
            settle: Duration::from_secs(folder.settle_seconds),
        }
    }
}

/// Why a file was not taken. It stays in the folder and is tried again.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder or the file cannot be read or cleared.
    #[error("scan folder {folder}: {source}")]
    Folder {
        /// Name of the folder.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// The neck could not keep it.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Watches a folder until `stop`. Network folders give no reliable notice of change, so it is looked at.
///
/// However many processes share the folder, one watches it.
pub(crate) async fn watch(folder: ScanFolder, casework: Casework, stop: CancellationToken) {
    let mut settling = Settling::default();
    let mut lease =
        WatchLease::new(format!("folder:{}", folder.name), Actor::Door(ChannelKind::Post), uuid::Uuid::now_v7());
    while !stop.is_cancelled() {
        let pause = match look(&folder, &casework.current(), &mut settling, &mut lease).await {
            Ok(()) if settling.is_waiting() => LOOK_BUSY,
            Ok(()) => LOOK_IDLE,
            Err(error) => {
                metrics::counter!("passerelle_intake_failures_total", "folder" => folder.name.clone()).increment(1);
                tracing::error!(folder = folder.name, %error, "the scan folder is tried again");
                PAUSE
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Err(error) = lease.release(&casework).await {
        tracing::debug!(folder = folder.name, %error, "the lease of the scan folder ends by itself");
    }
}

async fn look(
    folder: &ScanFolder,
    casework: &Casework,
    settling: &mut Settling,
    lease: &mut WatchLease,
) -> Result<(), FolderError> {
    if !lease.held(casework).await? {
        return Ok(());
    }
    let in_folder = |source| FolderError::Folder { folder: folder.name.clone(), source };
    tokio::fs::create_dir_all(&folder.path).await.map_err(in_folder)?;
    let ready = settling.look(&folder.path, Instant::now(), folder.settle).map_err(in_folder)?;
    let mut failed = None;
    for path in ready {
        if let Err(error) = take(folder, casework, &path).await {
            settling.again(&path);
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Keeps a file, then removes it from the folder: only what is durable is removed. A crash between the two finds the
/// file again, and the neck knows it. One that the scanner wrote on meanwhile stays, to be taken whole.
async fn take(folder: &ScanFolder, casework: &Casework, path: &Path) -> Result<(), FolderError> {
    let in_folder = |source| FolderError::Folder { folder: folder.name.clone(), source };
    let before = FileLook::at(path).map_err(in_folder)?;
    let content = tokio::fs::read(path).await.map_err(in_folder)?;
    let arrival = BatchArrival {
        folder: folder.name.clone(),
        file_name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        content: Bytes::from(content),
        received_at: casework.clock.now(),
    };
    let received = receive_batch(casework, arrival).await?;
    if FileLook::at(path).map_err(in_folder)? == before {
        tokio::fs::remove_file(path).await.map_err(in_folder)?;
    }
    match received {
        BatchReceived::Kept { batch, .. } => {
            metrics::counter!("passerelle_batches_received_total", "folder" => folder.name.clone()).increment(1);
            tracing::info!(folder = folder.name, %batch, "a batch is kept");
        }
        BatchReceived::Again { batch } => tracing::info!(folder = folder.name, %batch, "a file was already received"),
    }
    Ok(())
}
