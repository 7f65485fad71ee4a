//! When a file in a scan folder is complete: it has stopped changing.

use std::{
    collections::HashMap,
    fs::{File, Metadata},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

/// How many times longer a file that is visibly unfinished is left alone: a scanner opens its file first, and writes when the sheet has
/// passed or the jam is mended. What it writes into a file that was taken and removed is lost.
const UNFINISHED: u32 = 10;
/// Where the mark stands that ends a file.
const TAIL: u64 = 1024;

/// What a look at a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLook {
    size: u64,
    modified: Option<SystemTime>,
}

impl FileLook {
    /// Looks at a file. One that looks otherwise once it is kept has been written on: it must stay in the folder.
    ///
    /// # Errors
    /// When the file is gone or cannot be looked at.
    pub fn at(path: &Path) -> std::io::Result<Self> {
        path.symlink_metadata().map(|metadata| Self::of(&metadata))
    }

    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// Remembers how the files of a folder looked and since when they look the same: scanners write page after page.
#[derive(Debug, Default)]
pub struct Settling {
    seen: HashMap<PathBuf, (FileLook, Instant)>,
}

impl Settling {
    /// Looks at the folder; returns the files that have looked the same for `settle`, oldest first. An empty file, and one whose end is
    /// missing, is awaited ten times longer.
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
            let look = FileLook::of(&metadata);
            let since = match self.seen.get(&path) {
                Some((before, since)) if *before == look => *since,
                _ => now,
            };
            let waited = now.duration_since(since);
            if waited >= settle && (waited >= settle * UNFINISHED || !is_unfinished(&path, look.size)) {
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

/// Whether a file shows that more must come: nothing is in it, or the mark that ends its format is not there. What cannot be read is as
/// finished as it will ever be.
fn is_unfinished(path: &Path, size: u64) -> bool {
    size == 0 || ends_of(path, size).is_ok_and(|(head, tail)| lacks_its_end(&head, &tail, size))
}

/// The first and the last bytes of a file.
fn ends_of(path: &Path, size: u64) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let (mut file, mut head, mut tail) = (File::open(path)?, Vec::new(), Vec::new());
    file.by_ref().take(8).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok((head, tail))
}

/// PDF ends with `%%EOF` (ISO 32000-1, 7.5.5), JPEG with the marker EOI, and the fifth to eighth byte of a TIFF say where its first
/// directory is, which many writers put behind the page.
fn lacks_its_end(head: &[u8], tail: &[u8], size: u64) -> bool {
    let lacks = |mark: &[u8]| !tail.windows(mark.len()).any(|window| window == mark);
    match head {
        [b'%', b'P', b'D', b'F', ..] => lacks(b"%%EOF"),
        [0xff, 0xd8, ..] => lacks(&[0xff, 0xd9]),
        [b'I', b'I', 42, 0, a, b, c, d] => outside(u32::from_le_bytes([*a, *b, *c, *d]), size),
        [b'M', b'M', 0, 42, a, b, c, d] => outside(u32::from_be_bytes([*a, *b, *c, *d]), size),
        _ => false,
    }
}

fn outside(place: u32, size: u64) -> bool {
    place == 0 || u64::from(place) >= size
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
    fn a_file_whose_end_is_missing_is_awaited_longer_than_a_whole_one() {
        let folder = folder("unfinished");
        let whole: [(&str, &[u8]); 3] = [
            ("a.pdf", b"%PDF-1.4 page %%EOF\n"),
            ("b.jpg", b"\xff\xd8 page \xff\xd9"),
            ("c.tif", b"II*\0\x08\0\0\0 page"),
        ];
        let cut: [(&str, &[u8]); 4] =
            [("d.tif", b""), ("e.pdf", b"%PDF-1.4 page"), ("f.jpg", b"\xff\xd8 page"), ("g.tif", b"MM\0*\0\0\x10\0")];
        for (name, bytes) in whole.iter().chain(&cut) {
            std::fs::write(folder.join(name), bytes).expect("write");
        }
        let (start, settle) = (Instant::now(), Duration::from_secs(3));
        let mut settling = Settling::default();
        let mut names = |after: Duration| {
            let ready = settling.look(&folder, start + after, settle).expect("look");
            let mut names: Vec<_> =
                ready.iter().filter_map(|path| path.file_name()?.to_str().map(str::to_owned)).collect();
            names.sort();
            names
        };
        assert!(names(Duration::ZERO).is_empty());
        assert_eq!(names(settle), ["a.pdf", "b.jpg", "c.tif"]);
        assert_eq!(names(settle * UNFINISHED), ["a.pdf", "b.jpg", "c.tif", "d.tif", "e.pdf", "f.jpg", "g.tif"]);
        std::fs::remove_dir_all(folder).expect("clean");
    }

    #[test]
    fn a_file_that_was_written_on_looks_otherwise() {
        let folder = folder("written-on");
        let file = folder.join("scan.tif");
        std::fs::write(&file, b"one").expect("write");
        let before = FileLook::at(&file).expect("look");
        assert_eq!(FileLook::at(&file).expect("look"), before);
        std::fs::write(&file, b"one two").expect("write");
        assert_ne!(FileLook::at(&file).expect("look"), before);
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
