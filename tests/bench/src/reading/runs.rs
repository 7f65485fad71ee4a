use std::{process::Command, time::Duration};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};
use reading::{ReadOptions, Reader};

use super::pages::Sheet;

/// What reading some pages gave and cost.
pub(super) struct Run {
    pub(super) texts: Vec<String>,
    /// Of all processes started for it.
    pub(super) processor: Duration,
    /// Of the pages themselves, as the reader tells it.
    pub(super) on_pages: Duration,
}

/// A process of the reader for each page, as in service.
pub(super) async fn by_reader(reader: &Reader, sheets: &[Sheet]) -> Run {
    // Processes of before are waited for a moment after their last page.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let before = children();
    let options = ReadOptions { threads: 1, ..ReadOptions::default() };
    let (mut texts, mut on_pages) = (Vec::new(), 0);
    for sheet in sheets {
        let mut text = String::new();
        let outcome = reader
            .read(sheet.file.clone(), &options, |page| {
                text.push_str(&page.read.text);
                on_pages += page.read.cpu_ms;
            })
            .await;
        if let Err(error) = outcome {
            println!("  {}: {error}", sheet.file.display());
        }
        texts.push(text);
    }
    // The last process is waited for a moment after its last page.
    tokio::time::sleep(Duration::from_millis(200)).await;
    Run { texts, processor: children().saturating_sub(before), on_pages: Duration::from_millis(on_pages) }
}

/// The `tesseract` command with the same language data, one page a process, on one thread.
pub(super) fn by_command(sheets: &[Sheet]) -> Run {
    let before = children();
    let read = |sheet: &Sheet| {
        let mut command = Command::new("tesseract");
        command.arg(&sheet.file).args(["stdout", "-l", "fra"]).env("OMP_THREAD_LIMIT", "1");
        match command.output() {
            Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
            Err(error) => {
                println!("  tesseract cannot be started: {error}");
                String::new()
            }
        }
    };
    let texts = sheets.iter().map(read).collect();
    Run { texts, processor: children().saturating_sub(before), on_pages: Duration::ZERO }
}

/// `OCRmyPDF` on one page a process; nothing where it is not installed. `arguments`: as another product calls it.
pub(super) fn by_ocrmypdf(sheets: &[Sheet], arguments: &[&str]) -> Option<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let before = children();
    for sheet in sheets {
        let mut command = Command::new("ocrmypdf");
        command.args(["-l", "fra", "--jobs", "1", "--quiet", "--image-dpi", "300"]).args(arguments);
        let done = command.arg(&sheet.file).arg(folder.path().join("page.pdf")).env("OMP_THREAD_LIMIT", "1").status();
        if !done.ok()?.success() {
            println!("  ocrmypdf refuses {}", sheet.file.display());
        }
    }
    Some(children().saturating_sub(before))
}

fn children() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN);
    let time = usage.map_or(0, |usage| (usage.user_time() + usage.system_time()).num_milliseconds());
    Duration::from_millis(time.unsigned_abs())
}

/// Kilobytes that the largest process waited for held at once.
pub(super) fn largest_child() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss())
}
