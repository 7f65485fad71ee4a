use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};
use reading::{PageRead, ReadFailure, ReadOptions, Reader, ReaderConfig};
use serde_json::Value;

use crate::mailbox::reader;

/// Opens every PDF and picture that the references of the corpus name, without reading text, and compares: opened or refused
/// with a reason, number of pages, size of pictures, upright ones alike. Each difference is printed.
pub(crate) async fn measure() {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build -p reader");
        return;
    };
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let (Some(documents), Some(pictures)) = (known(&corpus, "pdf"), known(&corpus, "image")) else {
        println!("  skipped: no ../shared/corpus here");
        return;
    };
    let reader = Reader::new(ReaderConfig::new(executable));
    compared("PDF files (reference: PDFium)", &reader, &corpus, &documents).await;
    compared("pictures (reference: Pillow, pillow-heif)", &reader, &corpus, &pictures).await;
    turned(&reader, &corpus.join("exif-orientation")).await;
    println!(
        "  largest process: {} MB",
        getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss()) / 1024
    );
}

/// What the reference of the corpus says of each file.
fn known(corpus: &Path, kind: &str) -> Option<BTreeMap<String, Value>> {
    serde_json::from_slice(&fs::read(corpus.join(format!("{kind}_reference.json"))).ok()?).ok()
}

async fn opened(reader: &Reader, file: PathBuf) -> Result<Vec<PageRead>, ReadFailure> {
    let options = ReadOptions { ocr: false, barcodes: false, images: false, ..ReadOptions::default() };
    let mut pages = Vec::new();
    reader.read(file, &options, |page| pages.push(page.read)).await?;
    Ok(pages)
}

/// How an opening ended, as a count of the table.
const COUNTS: [&str; 8] = [
    "as the reference says",
    "opened though the reference does not",
    "refused as by the reference",
    "REFUSED though the reference opens it",
    "another number of pages",
    "another size",
    "ended its process",
    "timed out",
];

async fn compared(title: &str, reader: &Reader, corpus: &Path, known: &BTreeMap<String, Value>) {
    let (start, before) = (Instant::now(), processor());
    let mut counts = [0_usize; COUNTS.len()];
    let (mut blank, mut pages) = (0, 0);
    for (name, reference) in known {
        let outcome = opened(reader, corpus.join(name)).await;
        if let Ok(read) = &outcome {
            pages += read.len();
            blank += read.iter().filter(|page| page.blank).count();
        }
        let count = judged(reference, &outcome);
        counts[count] += 1;
        if count > 0 && count != 2 {
            let told = outcome.map_or_else(|error| error.to_string(), |pages| told(&pages));
            println!("    {name}: {}: {told} (reference: {})", COUNTS[count], said(reference));
        }
    }
    println!("  {title}: {} files, {pages} pages, {blank} of them blank", known.len());
    for (count, name) in counts.iter().zip(COUNTS) {
        println!("    {count:>4} {name}");
    }
    let spent = processor().saturating_sub(before);
    println!("    {:.1} s, {:.1} s of processor", start.elapsed().as_secs_f64(), spent.as_secs_f64());
}

/// Which of `COUNTS` an opening is.
fn judged(reference: &Value, outcome: &Result<Vec<PageRead>, ReadFailure>) -> usize {
    let opens = reference["open"] == true && reference["load"] != false;
    match outcome {
        Err(ReadFailure::Crashed { .. }) => 6,
        Err(ReadFailure::TimedOut { .. }) => 7,
        Err(_) if opens => 3,
        Err(_) => 2,
        Ok(pages) => match (opens, pages.iter().all(|page| page.error.is_some())) {
            (true, true) => 3,
            (false, true) => 2,
            (false, false) => 1,
            (true, false) => differences(reference, pages),
        },
    }
}

/// Pages of a PDF are counted; of a picture the first frame is compared, lying pictures by either side.
fn differences(reference: &Value, pages: &[PageRead]) -> usize {
    if let Some(count) = reference["pages"].as_u64() {
        return if count == pages.len() as u64 { 0 } else { 4 };
    }
    let side = |at: usize| reference["size"][at].as_u64().unwrap_or(0);
    let (own, theirs) = ([pages[0].width_px, pages[0].height_px].map(u64::from), [side(0), side(1)]);
    if own == theirs || own == [theirs[1], theirs[0]] { 0 } else { 5 }
}

fn told(pages: &[PageRead]) -> String {
    let error = pages.iter().find_map(|page| page.error.as_deref()).unwrap_or("no error");
    let size = pages.first().map_or_else(String::new, |page| format!("{} by {}", page.width_px, page.height_px));
    format!("{} pages, first {size}, {error}", pages.len())
}

fn said(reference: &Value) -> String {
    let key = |name: &str| reference.get(name).map(|value| format!("{name} {value}"));
    ["open", "load", "pages", "size", "err"].into_iter().filter_map(key).collect::<Vec<_>>().join(", ")
}

/// The nine pictures that must all stand upright the same way.
async fn turned(reader: &Reader, folder: &Path) {
    let mut shown: Vec<(u32, u32)> = Vec::new();
    for number in 0..=8 {
        let pages = opened(reader, folder.join(format!("Landscape_{number}.jpg"))).await.unwrap_or_default();
        shown.extend(pages.first().map(|page| (page.width_px, page.height_px)));
    }
    let alike = shown.iter().filter(|size| shown.first() == Some(size)).count();
    println!("  exif-orientation: {alike} of 9 stand upright alike");
}

fn processor() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN);
    let time = usage.map_or(0, |usage| (usage.user_time() + usage.system_time()).num_milliseconds());
    Duration::from_millis(time.unsigned_abs())
}
