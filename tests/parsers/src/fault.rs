use std::{
    cell::RefCell,
    collections::HashSet,
    fmt,
    fs::OpenOptions,
    io::Write as _,
    panic,
    sync::{Mutex, Once},
};

use crate::Target;

/// A parser failed on an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File and line.
    pub place: String,
    /// What the panic said.
    pub message: String,
    /// In our code. One in a library ends one page or one message in the caged reader, which says so; it is told, and no failure.
    pub ours: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = if self.ours { "failed" } else { "a fault in a library" };
        write!(f, "{whose} at {}: {}", self.place, self.message)
    }
}

thread_local! {
    static LAST: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

/// Gives a target an input.
///
/// # Errors
/// Where it panicked.
pub fn feed(target: &Target, input: &[u8]) -> Result<(), Fault> {
    static HOOK: Once = Once::new();
    // Takes the place of the fuzzer's own, which would end the process for the libraries' faults too.
    HOOK.call_once(|| panic::set_hook(Box::new(|panic| LAST.set(Some(fault(panic))))));
    let failed = panic::catch_unwind(|| (target.run)(input)).is_err();
    if failed { Err(LAST.take().unwrap_or_else(|| unknown(String::new()))) } else { Ok(()) }
}

fn fault(panic: &panic::PanicHookInfo<'_>) -> Fault {
    let message = panic.payload_as_str().unwrap_or_default().chars().take(200).collect();
    let Some(at) = panic.location() else { return unknown(message) };
    let library = at.file().split_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/'));
    let file = library.map_or(at.file(), |(_, file)| file);
    Fault { place: format!("{file}:{}", at.line()), message, ours: library.is_none() }
}

fn unknown(message: String) -> Fault {
    Fault { place: "an unknown place".to_owned(), message, ours: true }
}

/// Writes a fault of a library into the file that the environment names, once for each place.
pub fn note(fault: &Fault) {
    static SEEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let is_new = SEEN.lock().is_ok_and(|mut seen| seen.get_or_insert_default().insert(fault.place.clone()));
    let Some(file) = std::env::var_os("PASSERELLE_FUZZ_NOTES").filter(|_| is_new) else { return };
    let file = OpenOptions::new().append(true).create(true).open(file);
    if let Ok(mut file) = file
        && let Err(error) = writeln!(file, "{}: {}", fault.place, fault.message)
    {
        eprintln!("a fault in a library cannot be written down: {error}");
    }
}
