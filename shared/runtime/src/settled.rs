//! When a file in a scan folder is complete: it has stopped changing.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

/// What a look at a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    size: u64,
    modified: Option<SystemTime>,
}

/// Remembers how the files of a folder looked and since when they look the same: scanners write page after page.
#[derive(Debug, Default)]
pub struct Settling {
    seen: HashMap<PathBuf, (Look, Instant)>,
}

impl Settling {
    /// Looks at the folder; returns the files that have looked the same for `settle`, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn look(&mut self, folder: &Path, now: Instant, settle: Duration) -> std::io::Result<Vec<PathBuf>> {
        let mut present = HashMap::new();
        let mut ready = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if !metadata.is_file() || is_hidden(&path) {
                continue;
            }
            let look = Look { size: metadata.len(), modified: metadata.modified().ok() };
            let since = match self.seen.get(&path) {
                Some((before, since)) if *before == look => *since,
                _ => now,
            };
            if now.duration_since(since) >= settle {
                ready.push((look.modified, path.clone()));
            }
            present.insert(path, (look, since));
        }
        self.seen = present;
        ready.sort();
        Ok(ready.into_iter().map(|(_, path)| path).collect())
    }

    /// Waits anew for a file that could not be taken.
    pub fn again(&mut self, path: &Path) {
        self.seen.remove(path);
    }

    /// Whether something is still changing or waiting.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.seen.is_empty()
    }
}

/// Scanners write under a hidden or marked name until they have finished.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let unfinished = [".tmp", ".part", ".partial", ".crdownload", ".filepart"];
    name.starts_with('.') || name.starts_with('~') || unfinished.iter().any(|suffix| name.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("passerelle-settled-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("folder");
        path
    }

    #[test]
    fn a_file_is_ready_only_after_it_stopped_changing() {
        let folder = folder("changing");
        let file = folder.join("scan.tif");
        std::fs::write(&file, b"one").expect("write");
        let (start, settle) = (Instant::now(), Duration::from_secs(3));
        let mut settling = Settling::default();
        assert!(settling.look(&folder, start, settle).expect("look").is_empty());
        std::fs::write(&file, b"one two").expect("write");
        assert!(settling.look(&folder, start + settle, settle).expect("look").is_empty(), "it grew in the meantime");
        assert_eq!(settling.look(&folder, start + settle * 2, settle).expect("look"), vec![file]);
        std::fs::remove_dir_all(folder).expect("clean");
    }

    #[test]
    fn unfinished_names_and_folders_are_left_alone() {
        let folder = folder("names");
        for name in [".scan.tif", "scan.tif.part", "~scan.pdf"] {
            std::fs::write(folder.join(name), b"x").expect("write");
        }
        std::fs::create_dir_all(folder.join("sub")).expect("folder");
        let ready = Settling::default().look(&folder, Instant::now(), Duration::ZERO).expect("look");
        assert!(ready.is_empty(), "{ready:?}");
        std::fs::remove_dir_all(folder).expect("clean");
    }
}
