#![expect(clippy::cast_precision_loss, reason = "shares of a few thousand characters")]

mod distance;
mod pages;
mod runs;

use std::{
    fs,
    path::{Path, PathBuf},
};

use distance::{Errors, shared_words};
use pages::{Kind, Sheet};
use reading::{ReadOptions, Reader, ReaderConfig};
use runs::{Run, by_command, by_ocrmypdf, by_reader};

use crate::mailbox::reader;

/// Reads pages of known text in the reader executable and with the `tesseract` command, one after the other in the same run:
/// letters drawn here (clean, degraded, photographed, small print, tables), then the sets of the corpus. `--only` and a part of its name
/// choose a set (`--only workers`, `--only linn`); `--pages` a folder of one's own, each picture beside its text (`a.png`, `a.txt`);
/// `--keep` an existing folder in which the pages drawn here are left, in the same way.
pub(crate) async fn measure() {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build -p reader");
        return;
    };
    let reader = Reader::new(ReaderConfig::new(executable));
    println!("  processor time is of whole processes, start and end included");
    println!("{:<34} {:>9} {:>9} {:>6} {:>20} {:>20}", "", "ours", "command", "ratio", "errors: ours", "command");
    if let Some(own) = crate::option("--pages") {
        return compared(&own, &reader, &beside_their_texts(Path::new(&own))).await;
    }
    let drawn = tempfile::tempdir().expect("a folder");
    let kept = crate::option("--keep").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(drawn.path());
    let kinds: Vec<&Kind> = pages::KINDS.iter().filter(|kind| wanted(kind.name)).collect();
    if !kinds.is_empty() || wanted(WORKERS) {
        let letters = pages::letters(&reader).await;
        for kind in kinds {
            let sheets = pages::drawn(kind, &letters, folder);
            compared(kind.name, &reader, &sheets).await;
            if kind.name == pages::KINDS[0].name {
                peers(&sheets);
            }
        }
        if wanted(WORKERS) {
            together(&reader, &letters, folder).await;
        }
    }
    corpus(&reader).await;
}

const WORKERS: &str = "workers";

/// Whether this set is to be read.
fn wanted(name: &str) -> bool {
    crate::option("--only").is_none_or(|only| name.contains(&only))
}

/// Pictures with their texts.
fn beside_their_texts(folder: &Path) -> Vec<Sheet> {
    let files = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.sort();
    let pictures = files.into_iter().filter(|file| file.extension().is_some_and(|kind| kind != "txt"));
    pictures
        .filter_map(|file| Some(Sheet { text: fs::read_to_string(file.with_extension("txt")).ok()?, file }))
        .collect()
}

/// What `OCRmyPDF` costs on the same pages, where it is installed: as it is, and with what docspell and paperless-ngx ask of it.
fn peers(sheets: &[Sheet]) {
    const DOCSPELL: &[&str] = &["--skip-text", "--deskew"];
    const PAPERLESS: &[&str] = &[
        "--skip-text",
        "--deskew",
        "--rotate-pages",
        "--rotate-pages-threshold",
        "12",
        "--clean",
        "--output-type",
        "pdfa",
    ];
    for (name, arguments) in [("alone", &[][..]), ("as docspell", DOCSPELL), ("as paperless-ngx", PAPERLESS)] {
        match by_ocrmypdf(sheets, arguments) {
            Some(processor) => {
                let each = processor.as_secs_f64() / sheets.len().max(1) as f64;
                println!("  ocrmypdf, the same pages, {name:<18} {each:>7.2} s");
            }
            None => return println!("  ocrmypdf is not installed: not measured"),
        }
    }
}

/// One line of the table: processor seconds a page, and the share of characters that are wrong (of the accents, apart).
async fn compared(name: &str, reader: &Reader, sheets: &[Sheet]) {
    let (ours, command) = both(reader, sheets).await;
    let words = |run: &Run| {
        let errors: Errors = run.texts.iter().zip(sheets).map(|(text, sheet)| Errors::between(text, &sheet.text)).sum();
        format!("{:>6.3} % ({:.3} %)", errors.share() * 100.0, errors.share_of_accents() * 100.0)
    };
    print_line(name, sheets.len(), &ours, &command, &words(&ours), &words(&command));
}

/// The reader first: the largest process that was waited for is then one of its own.
async fn both(reader: &Reader, sheets: &[Sheet]) -> (Run, Run) {
    (by_reader(reader, sheets).await, by_command(sheets))
}

fn print_line(name: &str, pages: usize, ours: &Run, command: &Run, own_errors: &str, errors: &str) {
    let each = |run: &Run| run.processor.as_secs_f64() / pages.max(1) as f64;
    let ratio = each(ours) / each(command);
    println!(
        "{name:<34} {:>7.2} s {:>7.2} s {ratio:>6.2} {own_errors:>20} {errors:>20}   (pages alone {:.2} s)",
        each(ours),
        each(command),
        ours.on_pages.as_secs_f64() / pages.max(1) as f64
    );
}

/// All clean pages as one file, by one worker and by two, and the memory of the process. Each is read three times, in turn, and the
/// fastest counts: what else runs on the machine slows down, and never speeds up.
async fn together(reader: &Reader, letters: &[pages::LetterText], folder: &Path) {
    let batch = folder.join("batch.pdf");
    fs::write(&batch, pages::batch(letters)).expect("a file");
    let mut fastest = [f64::MAX; 2];
    let mut count = 0;
    for _ in 0..3 {
        for (threads, fastest) in [1, 2].into_iter().zip(&mut fastest) {
            let options = ReadOptions { threads, ..ReadOptions::default() };
            let start = std::time::Instant::now();
            count = 0;
            reader.read(batch.clone(), &options, |_| count += 1).await.expect("a batch of scans");
            *fastest = fastest.min(start.elapsed().as_secs_f64());
        }
    }
    let [one, two] = fastest;
    println!("{count} pages in one PDF: {one:.2} s by one worker, {two:.2} s by two, {:.2} times as fast", one / two);
    println!("largest process so far: {} MB", runs::largest_child() / 1024);
}

/// Pages that others published with their text.
async fn corpus(reader: &Reader) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let sheet = |file: &str, text: &str| {
        let text = fs::read_to_string(corpus.join(text)).ok()?;
        let file = corpus.join(file);
        file.is_file().then_some(Sheet { file, text })
    };
    let folder = "tesseract-test/testing";
    let of = |file: &str, text: &str| sheet(&format!("{folder}/{file}"), &format!("{folder}/{text}"));
    let printed = [
        of("phototest.tif", "phototest.gold.txt"),
        of("phototestrot.tif", "phototest.gold.txt"),
        of("phototest-rotated-180.png", "phototest.gold.txt"),
        of("phototest-rotated-L.png", "phototest.gold.txt"),
        of("phototest-rotated-R.png", "phototest.gold.txt"),
        of("eurotext.tif", "eurotext.txt"),
    ];
    let printed: Vec<Sheet> = printed.into_iter().flatten().collect();
    let linn: Vec<Sheet> =
        sheet("ocrmypdf/tests/resources/linn.png", "ocrmypdf/tests/resources/linn.txt").into_iter().collect();
    let receipts = receipts(&corpus.join("sroie/data"));
    if printed.is_empty() || linn.is_empty() || receipts.is_empty() {
        println!("  skipped: no ../shared/corpus here");
        return;
    }
    for (name, sheets) in [("tesseract-test", &printed), ("ocrmypdf/linn", &linn)] {
        if wanted(name) {
            compared(name, reader, sheets).await;
        }
    }
    if !wanted("sroie") {
        return;
    }
    let (ours, command) = both(reader, &receipts).await;
    let words = |run: &Run| {
        let shares = run.texts.iter().zip(&receipts).map(|(text, sheet)| shared_words(text, &sheet.text));
        format!("{:.1} % of words", shares.sum::<f64>() / receipts.len() as f64 * 100.0)
    };
    print_line("sroie, words found (F1)", receipts.len(), &ours, &command, &words(&ours), &words(&command));
}

/// Receipts with their lines: eight numbers, then the text.
fn receipts(folder: &Path) -> Vec<Sheet> {
    let Ok(files) = fs::read_dir(folder.join("img")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.sort();
    let text = |file: &PathBuf| {
        let lines = fs::read_to_string(folder.join("box").join(file.file_stem()?).with_extension("csv")).ok()?;
        Some(lines.lines().filter_map(|line| line.splitn(9, ',').nth(8)).collect::<Vec<_>>().join("\n"))
    };
    files.into_iter().filter_map(|file| Some(Sheet { text: text(&file)?, file })).collect()
}
