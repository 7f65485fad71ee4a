//! Files of the corpus, damaged on purpose, through the reader executable in its cage: `HOSTILE_SECONDS=600 tests/hostile`. The parsers
//! by themselves are fed by `tests/fuzz/run`, which sees what their code does. What ends the reader is kept in `target/hostile`.

use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash as _, Hasher as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use reading::{Limits, ReadFailure, ReadOptions, Reader, ReaderConfig};

use crate::mailbox::reader;

pub(crate) async fn measure() {
    let seconds = env::var("HOSTILE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let seed = env::var("HOSTILE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    files(Duration::from_secs(seconds), &mut StdRng::seed_from_u64(seed)).await;
}

/// One of the inputs, changed in a few places, or two of them joined.
fn damaged(seeds: &[&[u8]], random: &mut StdRng) -> Vec<u8> {
    let mut input = seeds[random.random_range(0..seeds.len())].to_vec();
    for _ in 0..random.random_range(1..8) {
        let at = random.random_range(0..=input.len());
        match random.random_range(0..6) {
            0 if at < input.len() => input[at] ^= 1 << random.random_range(0..8),
            1 if at < input.len() => input[at] = random.random(),
            2 => input.insert(at, random.random()),
            3 => input.truncate(at),
            4 => {
                let length = random.random_range(0..=(input.len() - at).min(64));
                input.drain(at..at + length);
            }
            _ => {
                let other = seeds[random.random_range(0..seeds.len())];
                let from = random.random_range(0..=other.len());
                let piece = &other[from..other.len().min(from + random.random_range(0..256))];
                input.splice(at..at, piece.iter().copied());
            }
        }
    }
    input
}

fn keep(name: &str, input: &[u8]) {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let folder = PathBuf::from("target/hostile");
    let file = folder.join(format!("{name}-{:016x}", hasher.finish()));
    if fs::create_dir_all(&folder).and_then(|()| fs::write(&file, input)).is_ok() {
        println!("    kept {}", file.display());
    }
}

/// Files of the corpus, damaged, through the reader executable in its cage: it may refuse them, never fall.
async fn files(time: Duration, random: &mut StdRng) {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build --release -p reader");
        return;
    };
    let mut seeds = Vec::new();
    small_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"), &mut seeds);
    if seeds.is_empty() {
        println!("  files: skipped, no ../shared/corpus here");
        return;
    }
    let limits = Limits { page_seconds: 20, open_seconds: 10, ..Limits::default() };
    let reader = Reader::new(ReaderConfig { limits, ..ReaderConfig::new(executable) });
    let options =
        ReadOptions { ocr: false, all_barcodes: true, pages: Some((1, 2)), threads: 1, ..ReadOptions::default() };
    let (end, mut tried, mut refused, mut fallen) = (Instant::now() + time, 0_u64, 0_u64, 0_u64);
    while Instant::now() < end {
        let two = [0, 1].map(|_| &seeds[random.random_range(0..seeds.len())][..]);
        let input = damaged(&two, random);
        tried += 1;
        match reader.read(input.clone(), &options, |_| ()).await {
            Ok(_) => {}
            Err(ReadFailure::Refused { .. }) => refused += 1,
            Err(failure) => {
                fallen += 1;
                println!("    {failure}");
                keep("file", &input);
            }
        }
    }
    println!("  files        {tried:>9} inputs, {refused} refused, {fallen} ended the reader");
}

fn small_files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    const KINDS: [&str; 9] = ["pdf", "tif", "tiff", "png", "jpg", "webp", "jp2", "heic", "bmp"];
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let kind = path.extension().is_some_and(|e| KINDS.iter().any(|known| e.eq_ignore_ascii_case(known)));
        if path.is_dir() {
            small_files(&path, found);
        } else if kind && path.metadata().is_ok_and(|file| file.len() < 120_000) {
            found.extend(fs::read(&path));
        }
    }
}
