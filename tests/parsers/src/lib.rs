//! Every parser of strangers' bytes, each as a target that is fed with damaged inputs: for minutes by `tests/fuzz/run`, and with
//! everything that once made it fail (`failures`) by an ordinary test.

mod carried;
mod fault;
mod files;
mod mail;
mod pictures;
mod pipe;
mod seeds;
mod written;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub use fault::{Fault, feed};

/// A parser, and inputs that it understands.
pub struct Target {
    /// The name of its executable in `tests/fuzz/src/bin`.
    pub name: &'static str,
    /// Gives it an input; panics where what comes out cannot be right.
    pub run: fn(&[u8]),
    /// Small inputs, made here.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
#[must_use]
pub fn targets() -> Vec<Target> {
    [carried::TARGETS, mail::TARGETS, files::TARGETS, pictures::TARGETS, pipe::TARGETS, written::TARGETS]
        .into_iter()
        .flatten()
        .map(|(name, run, seeds)| Target { name, run: *run, seeds: *seeds })
        .collect()
}

type Listed = (&'static str, fn(&[u8]), fn() -> Vec<Vec<u8>>);

/// What once made this target fail.
///
/// # Errors
/// Those of the file system.
pub fn failures(target: &str) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("failures").join(target);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.sort();
    files.into_iter().map(|path| Ok((path.clone(), fs::read(path)?))).collect()
}

/// For the fuzzer: gives its target an input and ends the process where it fails by our fault. A fault in a library is
/// written once into the file `PASSERELLE_FUZZ_NOTES`.
pub fn fuzz(name: &str, input: &[u8]) {
    thread_local! {
        static TARGET: std::cell::OnceCell<Option<Target>> = const { std::cell::OnceCell::new() };
    }
    TARGET.with(|known| {
        let target = known.get_or_init(|| targets().into_iter().find(|target| target.name == name));
        let Some(target) = target else {
            eprintln!("no target is called {name}");
            std::process::exit(1);
        };
        match feed(target, input) {
            Ok(()) => {}
            Err(fault) if fault.ours => {
                eprintln!("{name}: {fault}");
                std::process::abort();
            }
            Err(fault) => fault::note(&fault),
        }
    });
}

/// For the fuzzer: with `PASSERELLE_FUZZ_SEEDS=folder` in the environment, writes the seeds of a target there and ends.
pub fn write_seeds(name: &str) {
    let Some(folder) = std::env::var_os("PASSERELLE_FUZZ_SEEDS").map(PathBuf::from) else { return };
    let seeds = targets().into_iter().find(|target| target.name == name).map(|target| (target.seeds)());
    let known = failures(name).unwrap_or_default().into_iter().map(|(_, bytes)| bytes);
    for (number, seed) in seeds.into_iter().flatten().chain(known).enumerate() {
        if let Err(error) = fs::write(folder.join(format!("seed-{number}")), seed) {
            eprintln!("{}: {error}", folder.display());
            std::process::exit(1);
        }
    }
    std::process::exit(0);
}
