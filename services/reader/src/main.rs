//! `passerelle-reader`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    reader::answer()
}
