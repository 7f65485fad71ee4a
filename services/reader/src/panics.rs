use std::{cell::RefCell, panic};

thread_local! {
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the place in the code of a decoder's fault, silently and without its message, which may quote the file.
pub fn record_places() {
    panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(|at| format!("{}:{}", short(at.file()), at.line())).unwrap_or_default();
        PLACE.with(|last| *last.borrow_mut() = place);
    }));
}

/// Where this thread failed last.
pub fn last_place() -> String {
    PLACE.with(|last| last.borrow().clone())
}

/// The package and file, without the folders of the machine it was built on.
fn short(file: &str) -> String {
    let parts: Vec<&str> = file.split('/').collect();
    parts[parts.len().saturating_sub(3)..].join("/")
}
