use super::layout::{Layout, PORT};

/// How much the private PostgreSQL may take.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Shared memory, MiB.
    pub shared_buffers_mb: u32,
    /// Connections accepted.
    pub max_connections: u32,
}

/// The settings given on the command line of the server, so that no edited file can weaken them: every commit durable, no
/// network, and a log that never repeats a statement or a value (they name people).
pub(super) fn settings(layout: &Layout, size: Size) -> Vec<String> {
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("port={PORT}"),
        format!("unix_socket_directories={}", quoted(&layout.socket.to_string_lossy())),
        "unix_socket_permissions=0700".to_owned(),
        format!("shared_buffers={}MB", size.shared_buffers_mb),
        format!("max_connections={}", size.max_connections),
    ];
    settings.extend(FIXED.iter().map(|setting| (*setting).to_owned()));
    settings
}

/// An element of a list setting, between double quotes: a comma in the path must not split it.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('"', "\"\""))
}

const FIXED: [&str; 29] = [
    "cluster_name=passerelle",
    // Durability: what is acknowledged survives a power cut.
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "restart_after_crash=on",
    // Backups while it runs.
    "wal_level=replica",
    "max_wal_senders=2",
    "max_replication_slots=2",
    // A small, quiet server.
    "max_wal_size=512MB",
    "checkpoint_timeout=10min",
    "work_mem=8MB",
    "maintenance_work_mem=64MB",
    "effective_cache_size=512MB",
    "random_page_cost=1.1",
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "max_worker_processes=4",
    "autovacuum_max_workers=2",
    "idle_in_transaction_session_timeout=5min",
    // A log without personal data: no statement, no parameter, no detail; errors go to the caller only.
    "logging_collector=off",
    "log_destination=stderr",
    "log_line_prefix=",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_parameter_max_length=0",
    "log_checkpoints=off",
    "log_timezone=UTC",
    "TimeZone=UTC",
];
