//! The cage: what the process may still do once strangers' bytes come in. Closed before the first of them is read.

mod filesystem;
mod resources;
mod syscalls;

use reading::{
    Limits,
    protocol::{Level, Protections},
};

pub use resources::{allow_message, allow_pages};

/// Closes the cage: limits, no new privileges, no file system, a handful of system calls. What the kernel does
/// not offer is left out and reported.
pub fn close(limits: &Limits, tesseract: String, language_data: bool) -> Protections {
    let resource_limits = resources::apply(limits).is_ok();
    let no_new_privs = nix::sys::prctl::set_no_new_privs().is_ok();
    let landlock = filesystem::deny().unwrap_or(Level::None);
    let seccomp = syscalls::restrict().is_ok();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Protections { version, landlock, seccomp, no_new_privs, resource_limits, tesseract, language_data }
}
