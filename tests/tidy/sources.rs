//! Files short enough to read, nothing unfinished, nothing of one machine.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use super::root;

/// The files under version control, and those about to be.
fn files() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.lines().map(PathBuf::from).filter(|path| root().join(path).is_file()).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let rust = files().into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    rust.map(|path| (path.clone(), fs::read_to_string(root().join(path)).unwrap())).collect()
}

/// A word put together here, so that this file does not hold it.
fn word(parts: [&str; 2]) -> String {
    parts.concat()
}

#[test]
fn no_file_is_longer_than_400_lines_and_half_are_shorter_than_120() {
    let mut lengths: Vec<(usize, PathBuf)> = sources().into_iter().map(|(p, text)| (text.lines().count(), p)).collect();
    lengths.sort();
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 400).collect();
    assert!(long.is_empty(), "{long:?}");
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= 120, "the median is {median} lines");
}

#[test]
fn nothing_is_left_unfinished() {
    let words = [word(["todo", "!"]), word(["unimplemented", "!"]), word(["TO", "DO:"]), word(["FIX", "ME"])];
    for (path, text) in sources() {
        let found: Vec<_> = words.iter().filter(|word| text.contains(word.as_str())).collect();
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

#[test]
fn no_path_of_one_machine() {
    let words = [word(["/wo", "rk/"]), word(["/tmp/", "plan"]), word(["/home/", "user"]), word(["/ro", "ot/"])];
    let texts = ["rs", "toml", "md", "sql", "html", "css", "js", "ftl", "typ", "sh", "yml", "json", ""];
    for path in files() {
        let kind = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        let found: Vec<_> = words.iter().filter(|word| text.contains(word.as_str())).collect();
        assert!(!texts.contains(&kind.as_str()) || found.is_empty(), "{}: {found:?}", path.display());
    }
}

#[test]
fn every_kind_of_job_is_registered_once() {
    let mut registered: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("services")) {
        for (_, rest) in text.match_indices(".handle(").map(|(at, call)| (at, &text[at + call.len()..])) {
            let kind = rest.split(',').next().unwrap_or_default().trim().to_owned();
            registered.entry(kind).or_default().push(path.clone());
        }
    }
    let twice: Vec<_> = registered.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let (jobs, kinds) = (root().join("shared/casework/src/jobs.rs"), registered.keys());
    let declared = fs::read_to_string(jobs).unwrap();
    let declared: Vec<&str> = declared
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str"))
        .map(|(name, _)| name)
        .collect();
    assert!(!declared.is_empty());
    let kinds: Vec<&String> = kinds.collect();
    let nobody: Vec<_> = declared.iter().filter(|name| !kinds.iter().any(|kind| kind.ends_with(**name))).collect();
    assert!(nobody.is_empty(), "nobody does {nobody:?}");
}
