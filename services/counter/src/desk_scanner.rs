//! The scanner of a desk: a file that has stopped changing goes to the deposit that the desk has open, else opens one.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use bytes::Bytes;
use casework::{
    AddError, Casework, DepositArrival, DepositedFile, ReceiveError, WatchLease, add_files, deposit_key,
    receive_deposit,
};
use domain::{Actor, ChannelKind, CommunicationId};
use runtime::{FileLook, Settling};
use store::{ContentHash, StoreError, desks};
use tokio_util::sync::CancellationToken;

/// How often a folder is looked at while something is in it, and while it is empty. Somebody is waiting at the desk.
const LOOK_BUSY: Duration = Duration::from_millis(200);
const LOOK_IDLE: Duration = Duration::from_millis(500);
/// The pause after a failure of the folder, the disk or the database.
const PAUSE: Duration = Duration::from_secs(2);

/// The scanner of a desk.
#[derive(Clone, Debug)]
pub struct DeskScanner {
    /// Name of the desk.
    pub desk: String,
    /// The folder in which it leaves its files.
    pub folder: PathBuf,
    /// A file is taken once it has not changed for this long.
    pub settle: Duration,
}

impl DeskScanner {
    /// The scanner of a configured desk, if it has one.
    #[must_use]
    pub fn of(desk: &runtime::config::CounterDesk) -> Option<Self> {
        let folder = desk.scan_folder.clone()?;
        Some(Self { desk: desk.name.clone(), folder, settle: Duration::from_secs(desk.settle_seconds) })
    }
}

/// Why a file was not taken. It stays in the folder and is tried again.
#[derive(Debug, thiserror::Error)]
enum ScanError {
    #[error("scan folder of {desk}: {source}")]
    Folder { desk: String, source: std::io::Error },
    #[error(transparent)]
    Add(#[from] AddError),
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Watches the folder until `stop`. However many processes share it, one watches.
pub(crate) async fn watch(scanner: DeskScanner, casework: Casework, stop: CancellationToken) {
    let mut settling = Settling::default();
    let mut lease =
        WatchLease::new(format!("desk:{}", scanner.desk), Actor::Door(ChannelKind::Counter), uuid::Uuid::now_v7());
    while !stop.is_cancelled() {
        let pause = match look(&scanner, &casework.current(), &mut settling, &mut lease).await {
            Ok(()) if settling.is_waiting() => LOOK_BUSY,
            Ok(()) => LOOK_IDLE,
            Err(error) => {
                metrics::counter!("passerelle_intake_failures_total", "folder" => scanner.desk.clone()).increment(1);
                tracing::error!(desk = scanner.desk, %error, "the scanner of the desk is tried again");
                PAUSE
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Err(error) = lease.release(&casework).await {
        tracing::debug!(desk = scanner.desk, %error, "the lease of the desk's scanner ends by itself");
    }
}

async fn look(
    scanner: &DeskScanner,
    casework: &Casework,
    settling: &mut Settling,
    lease: &mut WatchLease,
) -> Result<(), ScanError> {
    if !lease.held(casework).await? {
        return Ok(());
    }
    let in_folder = |source| ScanError::Folder { desk: scanner.desk.clone(), source };
    tokio::fs::create_dir_all(&scanner.folder).await.map_err(in_folder)?;
    let ready = settling.look(&scanner.folder, Instant::now(), scanner.settle).map_err(in_folder)?;
    let mut failed = None;
    for path in ready {
        if let Err(error) = take(scanner, casework, &path).await {
            settling.again(&path);
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Keeps a file, then removes it from the folder: only what is durable is removed. One that the scanner wrote on meanwhile stays, to be
/// taken whole.
async fn take(scanner: &DeskScanner, casework: &Casework, path: &Path) -> Result<(), ScanError> {
    let in_folder = |source| ScanError::Folder { desk: scanner.desk.clone(), source };
    let before = FileLook::at(path).map_err(in_folder)?;
    let content = Bytes::from(tokio::fs::read(path).await.map_err(in_folder)?);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let actor = Actor::Door(ChannelKind::Counter);
    if let Some(deposit) = deposit_for(scanner, casework, &content).await? {
        add_files(casework, &actor, deposit, vec![DepositedFile { name, content }], Some(&scanner.desk)).await?;
    }
    if FileLook::at(path).map_err(in_folder)? == before {
        tokio::fs::remove_file(path).await.map_err(in_folder)?;
    }
    Ok(())
}

/// The deposit that a file belongs to: the open one, else a new one that a person will find in the list; none when the file
/// was taken before, by a process that ended before it could remove it.
async fn deposit_for(
    scanner: &DeskScanner,
    casework: &Casework,
    content: &Bytes,
) -> Result<Option<CommunicationId>, ScanError> {
    let actor = Actor::Door(ChannelKind::Counter);
    let hash = ContentHash::of(content);
    let mut tx = casework.database.begin(&actor).await?;
    if desks::has_file(&mut tx, &scanner.desk, hash).await? {
        return Ok(None);
    }
    let open = desks::open_deposit(&mut tx, &scanner.desk).await?;
    drop(tx);
    if open.is_some() {
        return Ok(open);
    }
    let arrival = DepositArrival::at_counter(casework, &scanner.desk, &deposit_key(&hash.to_string()));
    Ok(Some(receive_deposit(casework, &actor, arrival).await?.communication()))
}
