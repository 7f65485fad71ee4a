//! Files that nobody wants, made here.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tempfile::TempDir;

/// A PDF of one white page.
pub(super) fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
        "<< /Length 25 >>\nstream\n1 1 1 rg 0 0 300 300 re f\nendstream",
    ];
    let (mut file, mut offsets) = (String::from("%PDF-1.4\n"), Vec::new());
    for (number, object) in (1..).zip(objects) {
        offsets.push(file.len());
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let table = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    write!(file, "trailer << /Root 1 0 R /Size 5 >>\nstartxref\n{table}\n%%EOF\n").unwrap();
    file.into_bytes()
}

/// The same behind a password; `None` without qpdf.
pub(super) fn encrypted() -> Option<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    let (open, closed) = (folder.path().join("open.pdf"), folder.path().join("closed.pdf"));
    fs::write(&open, pdf()).unwrap();
    let made = Command::new("qpdf").args(["--encrypt", "user", "owner", "256", "--"]).args([&open, &closed]).status();
    made.ok().and_then(|_| fs::read(closed).ok())
}

/// Bytes that are no file of any kind.
pub(super) fn noise() -> Vec<u8> {
    let mut rng = StdRng::seed_from_u64(1);
    (0..100_000).map(|_| rng.random()).collect()
}

/// A disk of one megabyte.
pub(super) struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None` without the right to mount.
    pub(super) fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(folder))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves no room; removing the file returned makes some.
    pub(super) fn fill(&self) -> PathBuf {
        let path = self.path().join("filler");
        let _full = fs::write(&path, vec![0; 2 << 20]);
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _still_used = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
