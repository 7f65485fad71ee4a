//! What the reader finds on pages and papers: barcodes beside the reference decoder, zones of identity papers, 2D-Doc, separator sheets.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use formats::{
    mrz::Mrz,
    two_d_doc::{Signature, TrustStore, TwoDDoc},
};
use reading::{InspectOptions, PageRead, ReadOptions, Reader, ReaderConfig, inspect_barcodes, inspect_document};
use serde_json::Value;

use crate::mailbox::reader;

mod sheets;
mod zones;

/// Everything that is printed, on the development corpus.
pub(crate) async fn measure() {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build --release -p reader");
        return;
    };
    let reader = Reader::new(ReaderConfig::new(executable));
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if corpus.is_dir() {
        barcodes(&reader, &corpus.join("zxing-cpp")).await;
        page_cost(&reader, &corpus).await;
        vectors(&corpus);
        zones(&reader, &corpus).await;
        signed(&reader, &corpus.join("2ddoc")).await;
        separators(&reader, &corpus.join("paperless")).await;
        no_false_split(&reader, &corpus).await;
    } else {
        println!("  skipped: no ../shared/corpus here");
    }
    sheets::measure(&reader).await;
    zones::measure(&reader).await;
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-30T09:00:00Z".parse().expect("a moment")
}

fn json(file: &Path) -> Value {
    fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// The pictures of a folder, by name.
fn pictures(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let picture = |path: &PathBuf| {
        path.extension()
            .is_some_and(|e| ["png", "webp", "jpg", "jpeg"].iter().any(|known| e.eq_ignore_ascii_case(known)))
    };
    let mut found: Vec<PathBuf> = entries.filter(picture).collect();
    found.sort();
    found
}

/// Hits per set beside those of the reference decoder.
async fn barcodes(reader: &Reader, root: &Path) {
    let baseline: BTreeMap<String, Value> =
        serde_json::from_value(json(&root.join("baseline_zxingcpp_3.1.1.json"))).unwrap_or_default();
    let (mut ours, mut theirs) = (0, 0);
    for (set, reference) in &baseline {
        let files = pictures(&root.join("test/samples").join(set));
        let answers = inspect_barcodes(reader, &files).await;
        let hits = files.iter().zip(&answers).filter(|(file, answer)| is_hit(file, answer)).count();
        let any = answers
            .iter()
            .filter(|answer| answer["barcodes"].as_array().is_some_and(|codes| !codes.is_empty()))
            .count();
        println!(
            "  {set:<20} {hits:>3} hits, {any:>3} read of {:>3} pictures   (reference: {} hits)",
            files.len(),
            reference["hits"]
        );
        ours += hits;
        theirs += usize::try_from(reference["hits"].as_u64().unwrap_or(0)).unwrap_or(0);
    }
    println!("  all sets             {ours} hits (reference: {theirs})");
}

fn is_hit(file: &Path, answer: &Value) -> bool {
    let expected = ["bin", "txt"].iter().find_map(|kind| fs::read(file.with_extension(kind)).ok());
    let Some(expected) = expected else { return false };
    let hex = expected.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let text = String::from_utf8_lossy(&expected);
    let codes = answer["barcodes"].as_array().into_iter().flatten();
    codes
        .into_iter()
        .any(|code| code["bytes_hex"] == hex || code["text"].as_str().is_some_and(|own| own.trim() == text.trim()))
}

async fn pages(reader: &Reader, file: &Path, options: &ReadOptions) -> Vec<PageRead> {
    let mut found = Vec::new();
    let outcome = reader.read(file.to_path_buf(), options, |page| found.push(page.read)).await;
    if let Err(error) = outcome {
        println!("  {}: {error}", file.display());
    }
    found
}

/// Processor time of the passes over A4 pages: the difference made by each of them.
async fn page_cost(reader: &Reader, corpus: &Path) {
    let bare =
        ReadOptions { ocr: false, barcodes: false, zones: false, images: false, threads: 1, ..ReadOptions::default() };
    let with_codes = ReadOptions { barcodes: true, ..bare.clone() };
    let with_zones = ReadOptions { zones: true, ..with_codes.clone() };
    let folder = corpus.join("paperless/src/documents/tests/samples/barcodes");
    let files =
        ["split-by-asn-1.pdf", "patch-code-t-middle.tiff", "patch-code-t-double.pdf"].map(|name| folder.join(name));
    let (mut count, mut sums) = (0_u64, [0_u64; 3]);
    for file in &files {
        for (sum, options) in sums.iter_mut().zip([&bare, &with_codes, &with_zones]) {
            let read = pages(reader, file, options).await;
            *sum += read.iter().map(|page| page.cpu_ms).sum::<u64>();
            count += read.len() as u64;
        }
    }
    let each = |sum: u64| sum * 3 / count.max(1);
    println!(
        "  {} A4 pages: {} ms of processor a page to open, {} more for barcodes, {} more for zones of identity papers",
        count / 3,
        each(sums[0]),
        each(sums[1]).saturating_sub(each(sums[0])),
        each(sums[2]).saturating_sub(each(sums[1]))
    );
}

/// The published vectors that are texts.
fn vectors(corpus: &Path) {
    let zones = json(&corpus.join("cheminfo-mrz/vectors.json"));
    let texts = zones.as_array().into_iter().flatten().map(|vector| {
        let lines =
            vector["mrz"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("\n");
        (lines, &vector["expect"])
    });
    let (mut right, mut all) = (0, 0);
    for (lines, expected) in texts {
        let thrown = expected.get("call:toThrow").is_some();
        let valid = expected["result:toMatchObject"]["valid"].as_bool();
        let agrees = match Mrz::parse(&lines) {
            Ok(zone) => !thrown && valid.is_none_or(|valid| valid == (zone.valid() && zone.warnings.is_empty())),
            Err(_) => thrown,
        };
        right += usize::from(agrees);
        all += 1;
    }
    println!("  MRZ vectors: {right} of {all} judged as published");
}

/// Lines of the zones on photographed and scanned papers.
async fn zones(reader: &Reader, corpus: &Path) {
    let truth = json(&corpus.join("passporteye/mrz_groundtruth.json"));
    let options = ReadOptions { ocr: false, images: false, ..ReadOptions::default() };
    let (mut exact, mut lines, mut all, mut cpu) = (0, 0, 0, 0);
    let truth = truth.as_object().cloned().unwrap_or_default();
    for (file, expected) in &truth {
        let read = pages(reader, &corpus.join(file), &options).await;
        let expected: Vec<&str> =
            expected["lines"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let found = read.iter().flat_map(|page| &page.mrz).max_by_key(|zone| zone.proved);
        let same =
            found.map_or(0, |zone| zone.lines.iter().zip(&expected).filter(|(ours, theirs)| ours == *theirs).count());
        exact += usize::from(same == expected.len());
        lines += same;
        all += expected.len();
        cpu += read.iter().map(|page| page.cpu_ms).sum::<u64>();
    }
    println!(
        "  MRZ of {} pictures: {exact} exact, {lines} of {all} lines; {} ms of processor a picture",
        truth.len(),
        cpu / (truth.len() as u64).max(1)
    );
}

/// 2D-Doc: the specimens, one changed byte in each place, and the pictures.
async fn signed(reader: &Reader, root: &Path) {
    let mut trust = TrustStore::default();
    let Ok(certificate) = fs::read(root.join("go2ddoc/assets/test_cert.pem")) else { return };
    trust.add_certificates(&certificate).expect("a certificate");
    let holds =
        |text: &str| TwoDDoc::parse(text).is_ok_and(|code| trust.check(&code, now()).signature == Signature::Valid);
    let vectors = json(&root.join("vectors.json"));
    let payloads: Vec<&str> =
        vectors.as_array().into_iter().flatten().filter_map(|vector| vector["payload"].as_str()).collect();
    let valid = payloads.iter().filter(|payload| holds(payload)).count();
    let (mut changed, mut believed) = (0, 0);
    for payload in &payloads {
        for place in 0..payload.len() {
            let mut bytes = payload.as_bytes().to_vec();
            bytes[place] ^= 1;
            changed += 1;
            believed += usize::from(String::from_utf8(bytes).is_ok_and(|text| holds(&text)));
        }
    }
    println!("  2D-Doc: {valid} of {} specimens valid; {believed} of {changed} with a changed byte", payloads.len());
    let images = json(&root.parent().unwrap_or(root).join("2ddoc/images.json"));
    let images = images.as_object().cloned().unwrap_or_default();
    let mut read = 0;
    for (file, expected) in &images {
        let found = pages(
            reader,
            &root.parent().unwrap_or(root).join(file),
            &ReadOptions { ocr: false, images: false, ..ReadOptions::default() },
        )
        .await;
        let texts = found.iter().flat_map(|page| &page.barcodes).map(reading::Barcode::bytes);
        let hit = texts
            .into_iter()
            .any(|bytes| expected["payload"].as_str().is_some_and(|text| text.as_bytes() == bytes && holds(text)));
        read += usize::from(hit);
    }
    println!("  2D-Doc pictures: {read} of {} read and valid", images.len());
}

/// The separator sheets of others.
async fn separators(reader: &Reader, root: &Path) {
    let cases = json(&root.join("expected.json"));
    let cases = cases.as_object().cloned().unwrap_or_default();
    let mut right = 0;
    for (file, expected) in &cases {
        let separators = expected["separator_text"].as_str().map(str::to_owned).into_iter().collect();
        let options = InspectOptions { no_ocr: true, separators, now: now(), ..InspectOptions::default() };
        let answer = inspect_document(reader, &options, &root.join(file)).await;
        let faults = faults(&answer, expected);
        right += usize::from(faults.is_empty());
        if !faults.is_empty() {
            println!("    {file}: {}", faults.join(", "));
        }
    }
    println!("  separator sheets of others: {right} of {} cases", cases.len());
}

/// Pages are counted from 0 in what is expected.
fn faults(answer: &Value, expected: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let cuts = |kept: bool| -> Vec<u64> {
        let own = list(&answer["separators"]).into_iter().filter(|cut| cut["kept"] == kept);
        own.filter_map(|cut| cut["page"].as_u64()).map(|page| page - 1).collect()
    };
    let numbers = |value: &Value| -> Vec<u64> { list(value).iter().filter_map(Value::as_u64).collect() };
    let mut faults = Vec::new();
    if expected["separators"].is_array() && cuts(false) != numbers(&expected["separators"]) {
        faults.push(format!("separators {:?}", cuts(false)));
    }
    if let Some(kept) = expected["separators"].as_object() {
        let wanted: Vec<u64> = kept.keys().filter_map(|page| page.parse().ok()).collect();
        if cuts(true) != wanted {
            faults.push(format!("kept separators {:?}", cuts(true)));
        }
    }
    if expected["separators_kept"].is_array() && cuts(true) != numbers(&expected["separators_kept"]) {
        faults.push(format!("kept separators {:?}", cuts(true)));
    }
    let documents = list(&answer["documents"]);
    if expected["documents"].as_u64().is_some_and(|count| count != documents.len() as u64) {
        faults.push(format!("{} documents", documents.len()));
    }
    if expected.get("asn").is_some() {
        let number = documents.first().and_then(|document| document["archive_number"].as_u64());
        if number != expected["asn"].as_u64() {
            faults.push(format!("archive number {number:?}"));
        }
    }
    let marks: Vec<Value> = documents.iter().flat_map(|document| list(&document["marks"])).collect();
    if expected["tags"].is_array() && marks != list(&expected["tags"]) {
        faults.push(format!("marks {marks:?}"));
    }
    faults
}

/// Files without any sheet, none of which may be cut.
async fn no_false_split(reader: &Reader, corpus: &Path) {
    let options = InspectOptions { no_ocr: true, now: now(), ..InspectOptions::default() };
    let (mut files, mut cut) = (0, 0);
    for folder in
        ["govuk-letters/tests/test_pdfs", "invoice2data/tests/compare", "ocrmypdf/tests/resources", "sroie/data/img"]
    {
        let entries = fs::read_dir(corpus.join(folder)).into_iter().flatten().flatten().map(|entry| entry.path());
        for file in entries.filter(|path| path.extension().is_some_and(|e| e == "pdf" || e == "jpg" || e == "png")) {
            let answer = inspect_document(reader, &options, &file).await;
            files += 1;
            cut += usize::from(answer["separators"].as_array().is_some_and(|cuts| !cuts.is_empty()));
        }
    }
    println!("  files without a sheet: {cut} of {files} cut");
}
