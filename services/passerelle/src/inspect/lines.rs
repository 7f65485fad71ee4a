use std::{
    io::{self, BufRead as _},
    process::ExitCode,
};

use anyhow::Result;
use serde_json::{Value, json};

use super::Output;

/// Answers each line of standard input; one that is not UTF-8 is answered with its reason.
pub fn each_line(output: Output, answer: impl Fn(&str) -> Value) -> Result<ExitCode> {
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let value = match std::str::from_utf8(&line) {
            Ok(text) => answer(text.trim_end_matches('\r')),
            Err(_) => json!({"ok": false, "error": "la ligne n'est pas en UTF-8"}),
        };
        output.print(&value)?;
    }
    Ok(ExitCode::SUCCESS)
}
