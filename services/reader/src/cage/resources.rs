use nix::sys::resource::{Resource, getrlimit, setrlimit};
use reading::Limits;

/// Limits memory and processor time, and forbids new files, written files and core dumps.
///
/// The number of processes is not limited here: that limit counts all processes of the user. Starting one is
/// refused by the system call filter instead.
pub fn apply(limits: &Limits) -> nix::Result<()> {
    lower(Resource::RLIMIT_AS, limits.memory_bytes, limits.memory_bytes)?;
    lower(Resource::RLIMIT_CPU, cpu(limits, 0), cpu(limits, limits.pages))?;
    lower(Resource::RLIMIT_CORE, 0, 0)?;
    lower(Resource::RLIMIT_FSIZE, 0, 0)?;
    lower(Resource::RLIMIT_NOFILE, 16, 16)
}

/// Gives the processor time of this many pages, now that they are counted.
pub fn allow_pages(limits: &Limits, pages: u32) {
    // A failure leaves the stricter limit of opening.
    let _ = lower(Resource::RLIMIT_CPU, cpu(limits, pages), cpu(limits, limits.pages));
}

fn cpu(limits: &Limits, pages: u32) -> u64 {
    limits.cpu_seconds + limits.cpu_seconds_per_page * u64::from(pages)
}

/// Sets a limit, never above what already holds.
fn lower(resource: Resource, soft: u64, hard: u64) -> nix::Result<()> {
    let (_, present) = getrlimit(resource)?;
    setrlimit(resource, soft.min(present), hard.min(present))
}
