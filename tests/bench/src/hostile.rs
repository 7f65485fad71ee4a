//! Every parser of strangers' bytes, fed for a while with files that were damaged on purpose: `HOSTILE_SECONDS=600 tests/hostile`.
//! What makes one fail is kept in `target/hostile`; once understood, it becomes a test beside the parser.

use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash as _, Hasher as _},
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use formats::{
    Address, PhoneNumber, TrackingNumber,
    mrz::Mrz,
    two_d_doc::{Certificate, TrustList, TrustStore, TwoDDoc},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use reading::{Limits, ReadFailure, ReadOptions, Reader, ReaderConfig};

use crate::mailbox::reader;

/// A parser and texts that it understands, to be damaged.
type Target = (&'static str, fn(&[u8]), &'static [&'static str]);

const TARGETS: [Target; 6] = [
    (
        "mrz",
        mrz,
        &[
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "IRFRAX2RT4567P27503123456<<<<<\n9002144F2703154MAR<<<<<<<<<<<6\nEL<FICTIF<<AMINA<<<<<<<<<<<<<<",
            "I<UTOD23145890<1233<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<2\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            "D1FRA13AA000026181231MARTIN<<9",
        ],
    ),
    (
        "two_d_doc",
        two_d_doc,
        &[
            "DC04FR99000123DC23DC1301FR60AMINA\u{1d}62FICTIF\u{1d}67MA69120319906Q1234567890\u{1f}OOXND3NRRGDZKBYZ6VDMHSM7",
            "DC02FR000001125E125B0126FR247500010MME/SPECIMEN\u{1d}\u{1f}54LDD5F7JD4J",
        ],
    ),
    (
        "trust_list",
        trust_list,
        &[
            "<t:TrustServiceStatusList xmlns:t='x'><t:NextUpdate><t:dateTime>2026-01-01T00:00:00Z</t:dateTime></t:NextUpdate>\
         <t:TrustServiceProvider><t:TSPTradeName><t:Name>FR99</t:Name></t:TSPTradeName><t:ServiceInformation>\
         <t:X509Certificate>MIIB</t:X509Certificate></t:ServiceInformation></t:TrustServiceProvider></t:TrustServiceStatusList>",
        ],
    ),
    ("tracking", tracking, &["RB 12 345 678 5 GB", "1A 123 456 7890 1", "RA341356713FR 1A12345678901"]),
    (
        "address",
        address,
        &["Mme Aminata DIALLO\n12 bis rue du Faubourg\nBP 40\n67000 STRASBOURG CEDEX", "chez M. X, 75001 Paris"],
    ),
    ("phone", phone, &["06 12 34 56 78", "+33 (0)1 23 45 67 89", "0262 12 34 56"]),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn mrz(bytes: &[u8]) {
    if let Ok(zone) = Mrz::parse(&text(bytes)) {
        assert!(!zone.valid() || zone.checks.iter().all(|check| check.right), "valid with a wrong check digit");
        let _ = formats::inspect::zone_object(&zone);
    }
}

fn two_d_doc(bytes: &[u8]) {
    let code = TwoDDoc::in_bytes(bytes).unwrap_or_else(|| TwoDDoc::parse(&text(bytes)));
    let _ = formats::inspect::code_object(&code, &TrustStore::default(), super::codes::now());
}

fn trust_list(bytes: &[u8]) {
    let _ = TrustList::parse(&text(bytes));
    let _ = Certificate::all_in(bytes);
}

fn tracking(bytes: &[u8]) {
    for number in TrackingNumber::all_in(&text(bytes)) {
        let _ = number.printed();
    }
    let _ = TrackingNumber::parse(&text(bytes)).printed();
}

fn address(bytes: &[u8]) {
    let _ = Address::parse(&text(bytes));
}

fn phone(bytes: &[u8]) {
    let _ = PhoneNumber::parse(&text(bytes));
}

/// Half of the time for the parsers of texts, half for the reader and its files.
pub(crate) async fn measure() {
    let seconds = env::var("HOSTILE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let mut random =
        StdRng::seed_from_u64(env::var("HOSTILE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1));
    let each = Duration::from_secs(seconds) / (2 * u32::try_from(TARGETS.len()).unwrap_or(1));
    let hook = take_hook();
    set_hook(Box::new(|_| ()));
    for (name, target, seeds) in TARGETS {
        let (end, mut tried, mut failed) = (Instant::now() + each, 0_u64, 0_u64);
        let seeds: Vec<&[u8]> = seeds.iter().map(|seed| seed.as_bytes()).collect();
        while Instant::now() < end {
            let input = damaged(&seeds, &mut random);
            tried += 1;
            if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
                failed += 1;
                keep(name, &input);
            }
        }
        println!("  {name:<12} {tried:>9} inputs, {failed} failures");
    }
    set_hook(hook);
    files(Duration::from_secs(seconds / 2), &mut random).await;
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
