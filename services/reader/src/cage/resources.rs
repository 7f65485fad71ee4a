use nix::sys::{
    resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit},
    time::TimeValLike as _,
};
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

/// Gives the processor time of one more message on top of what was used up to now.
pub fn allow_message(limits: &Limits) {
    let used = getrusage(UsageWho::RUSAGE_SELF).map(|usage| usage.user_time() + usage.system_time());
    let used = used.map_or(0, |time| time.num_seconds().unsigned_abs());
    // A failure leaves the limit of the message before.
    let _ = lower(Resource::RLIMIT_CPU, used + limits.cpu_seconds, cpu(limits, limits.pages));
}

fn cpu(limits: &Limits, pages: u32) -> u64 {
    limits.cpu_seconds + limits.cpu_seconds_per_page * u64::from(pages)
}

/// Sets a limit, never above what already holds.
fn lower(resource: Resource, soft: u64, hard: u64) -> nix::Result<()> {
    let (_, present) = getrlimit(resource)?;
    setrlimit(resource, soft.min(present), hard.min(present))
}
