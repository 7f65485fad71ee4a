use std::collections::BTreeMap;

use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter_all_threads,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// System calls that need no condition: memory, threads, clocks, the pipes that are already open.
const PLAIN: [i64; 34] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_clone3,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_prlimit64,
    libc::SYS_getrusage,
    libc::SYS_membarrier,
];

/// Leaves only the system calls that reading memory and writing pages needs, on all threads. Any other answers
/// "not permitted": no file, no socket, no process, no new executable memory, no signal to others.
pub fn restrict() -> Result<(), Error> {
    // The C library tries clone3 first, whose flags a filter cannot see, and falls back to clone when it does not exist.
    let no_clone3 = Rules::from([(libc::SYS_clone3, Vec::new())]);
    apply(no_clone3, SeccompAction::Allow, errno(libc::ENOSYS))?;
    apply(allowed()?, errno(libc::EPERM), SeccompAction::Allow)
}

fn allowed() -> Result<Rules, BackendError> {
    let mut rules: Rules = PLAIN.into_iter().map(|call| (call, Vec::new())).collect();
    let thread = bits(libc::CLONE_THREAD);
    rules.insert(libc::SYS_clone, vec![when(0, SeccompCmpOp::MaskedEq(thread), thread)?]);
    let executable = SeccompCmpOp::MaskedEq(bits(libc::PROT_EXEC));
    rules.insert(libc::SYS_mmap, vec![when(2, executable.clone(), 0)?]);
    rules.insert(libc::SYS_mprotect, vec![when(2, executable, 0)?]);
    rules.insert(libc::SYS_tgkill, vec![when(0, SeccompCmpOp::Eq, u64::from(std::process::id()))?]);
    rules.insert(libc::SYS_prctl, vec![when(0, SeccompCmpOp::Eq, bits(libc::PR_SET_NAME))?]);
    Ok(rules)
}

fn apply(rules: Rules, otherwise: SeccompAction, matched: SeccompAction) -> Result<(), Error> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
    let program: BpfProgram = SeccompFilter::new(rules, otherwise, matched, architecture)?.try_into()?;
    apply_filter_all_threads(&program)
}

fn when(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?])
}

fn errno(number: i32) -> SeccompAction {
    SeccompAction::Errno(number.unsigned_abs())
}

fn bits(flags: i32) -> u64 {
    u64::from(flags.unsigned_abs())
}
