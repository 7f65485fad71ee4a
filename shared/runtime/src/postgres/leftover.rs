//! What an earlier run left: a server that is still ending, or the mark of one that was killed.

use std::{
    fs, io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{PostgresError, layout::Layout};

const FAST_STOP: Duration = Duration::from_mins(1);
const IMMEDIATE_STOP: Duration = Duration::from_secs(15);

/// Ends every PostgreSQL process that still works in the cluster and removes the mark of a dead one. Only for the holder of
/// the lock on the data folder.
pub(super) fn end(layout: &Layout) -> Result<(), PostgresError> {
    if !processes(layout).is_empty() {
        if let Some(postmaster) = postmaster(layout) {
            tracing::warn!(pid = postmaster.as_raw(), "a PostgreSQL of an earlier run is still there: stopping it");
            send(postmaster, Signal::SIGINT);
        }
        if !gone(layout, FAST_STOP) {
            for pid in processes(layout) {
                send(pid, Signal::SIGQUIT);
            }
        }
        if !gone(layout, IMMEDIATE_STOP) {
            return Err(PostgresError::Leftover(processes(layout).first().map_or(0, |pid| pid.as_raw())));
        }
    }
    // Marks of processes that are gone: their numbers may belong to others by now, which PostgreSQL would respect.
    let unclean = remove(&layout.pid_file())? | remove(&layout.socket_mark())?;
    if unclean {
        tracing::info!("PostgreSQL had not been stopped cleanly: it recovers from its log");
    }
    Ok(())
}

/// Removes a file; false when it was not there.
fn remove(file: &Path) -> Result<bool, PostgresError> {
    match fs::remove_file(file) {
        Ok(()) => Ok(true),
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(reason) => Err(PostgresError::file("suppression de", file)(reason)),
    }
}

/// The server named by the cluster's own mark, if it is alive and works in this cluster.
pub(super) fn postmaster(layout: &Layout) -> Option<Pid> {
    let text = fs::read_to_string(layout.pid_file()).ok()?;
    let pid = Pid::from_raw(text.lines().next()?.trim().parse().ok()?);
    processes(layout).contains(&pid).then_some(pid)
}

/// Every PostgreSQL process whose working directory is the cluster: the server and its children.
fn processes(layout: &Layout) -> Vec<Pid> {
    let Ok(data) = layout.data.canonicalize() else { return Vec::new() };
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter(|entry| fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == data))
        .filter(|entry| fs::read_to_string(entry.path().join("comm")).is_ok_and(|name| name.starts_with("postgres")))
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok().map(Pid::from_raw))
        .collect()
}

fn gone(layout: &Layout, within: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < within {
        if processes(layout).is_empty() {
            return true;
        }
        thread::sleep(Duration::from_millis(50));
    }
    processes(layout).is_empty()
}

fn send(pid: Pid, signal: Signal) {
    if let Err(reason) = kill(pid, signal) {
        tracing::debug!(pid = pid.as_raw(), %reason, "the process has already ended");
    }
}
