use std::{
    fs,
    io::{Seek, SeekFrom, Write},
    time::{Duration, Instant},
};

use sqlx::PgPool;

/// Prints how many of `what` were done per second since `start`.
pub(crate) fn rate(what: &str, count: u32, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:<60} {:>9.0}/s   ({count} in {seconds:.2} s)", f64::from(count) / seconds);
}

/// Prints the median, the 99th percentile and the longest of `times`.
pub(crate) fn times(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
    let ms = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0);
    println!(
        "{what:<60} p50 {:.2} ms   p99 {:.2} ms   max {:.2} ms   ({} samples)",
        ms(at(50)),
        ms(at(99)),
        ms(times.last()),
        times.len()
    );
}

/// Processor time of this process so far, in steps of 10 ms as Linux counts them for programs.
pub(crate) fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Prints the settings that decide what a commit costs, and what a sync costs on this disk.
pub(crate) async fn commit_settings(pool: &PgPool) {
    for setting in ["server_version", "fsync", "synchronous_commit", "wal_sync_method", "shared_buffers"] {
        let value: Result<String, _> =
            sqlx::query_scalar("SELECT current_setting($1)").bind(setting).fetch_one(pool).await;
        println!("  {setting} = {}", value.unwrap_or_else(|error| error.to_string()));
    }
    match syncs() {
        Ok(samples) => times("  8 KB written and synced (fdatasync)", samples),
        Err(error) => println!("  syncing could not be measured: {error}"),
    }
}

/// The times of writes of 8 KB with their sync, where temporary files are.
fn syncs() -> std::io::Result<Vec<Duration>> {
    let mut file = tempfile::tempfile()?;
    let mut samples = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&[7; 8192])?;
        file.sync_data()?;
        samples.push(start.elapsed());
    }
    Ok(samples)
}
