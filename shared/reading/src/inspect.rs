use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use domain::{CaseReference, SeparatorKind, SeparatorSheet};
use formats::two_d_doc::TrustStore;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    ForeignSheet, MachineZone, Page, PageRead, ReadOptions, Reader, archive_number, mark, splitting::separator_in,
};

/// The options of `passerelle inspect document`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InspectOptions {
    /// First and last page wanted, 1-based and inclusive; all when absent.
    pub pages: Option<(u32, u32)>,
    /// Do not recognise text in pictures.
    pub no_ocr: bool,
    /// Add the words with their places.
    pub words: bool,
    /// Folder for the page images, one JPEG a page.
    pub render: Option<PathBuf>,
    /// Barcode texts that separate documents besides the sheets of the product.
    pub separators: Vec<String>,
    /// Pages read at the same time; the reader's own default when absent.
    pub threads: Option<usize>,
    /// The language to recognise; French when absent.
    pub language: Option<String>,
    /// What 2D-Doc codes are checked with.
    pub trust: TrustStore,
    /// The instant at which they are.
    pub now: DateTime<Utc>,
}

/// One JSON object for each file, in order (keys of the inspect contract). A file that cannot be read gives
/// `"ok": false` with its reason; the run never fails.
pub async fn inspect_documents(reader: &Reader, options: &InspectOptions, files: &[PathBuf]) -> Vec<Value> {
    let mut answers = Vec::with_capacity(files.len());
    for file in files {
        answers.push(inspect_document(reader, options, file).await);
    }
    answers
}

/// One JSON object for one file: see [`inspect_documents`].
pub async fn inspect_document(reader: &Reader, options: &InspectOptions, file: &Path) -> Value {
    let mut answer = Map::from_iter([("file".to_owned(), json!(file))]);
    let bytes = match tokio::fs::read(file).await {
        Ok(bytes) => bytes,
        Err(error) => return failed(answer, &error),
    };
    answer.insert("sha256".into(), json!(hex(&Sha256::digest(&bytes))));
    let mut pages = Vec::new();
    let outcome = read_pages(reader, options, file, bytes, &mut pages, &mut answer).await;
    answer.insert("documents".into(), documents(&pages, &options.separators));
    answer.insert("separators".into(), separators(&pages, &options.separators));
    let pages: Vec<Value> = pages.iter().map(|page| page_object(page, options)).collect();
    answer.insert("pages".into(), json!(pages));
    match outcome {
        Ok(()) => Value::Object(answer.into_iter().chain([("ok".to_owned(), json!(true))]).collect()),
        Err(error) => failed(answer, &error),
    }
}

/// One JSON object for each picture or document: `file ok barcodes[]`, the codes of all pages together.
pub async fn inspect_barcodes(reader: &Reader, files: &[PathBuf]) -> Vec<Value> {
    let options = ReadOptions { ocr: false, all_barcodes: true, zones: false, images: false, ..ReadOptions::default() };
    let mut answers = Vec::with_capacity(files.len());
    for file in files {
        let answer = Map::from_iter([("file".to_owned(), json!(file))]);
        let mut codes = Vec::new();
        let mut unreadable = None;
        let outcome = reader
            .read(file.clone(), &options, |page| {
                codes.extend(page.read.barcodes);
                unreadable = unreadable.take().or(page.read.error);
            })
            .await;
        answers.push(match (outcome, unreadable) {
            (Err(error), _) => failed(answer, &error),
            (Ok(_), Some(error)) if codes.is_empty() => failed(answer, &error),
            (Ok(_), _) => {
                let found = [("ok".to_owned(), json!(true)), ("barcodes".to_owned(), json!(codes))];
                Value::Object(answer.into_iter().chain(found).collect())
            }
        });
    }
    answers
}

async fn read_pages(
    reader: &Reader,
    options: &InspectOptions,
    file: &Path,
    bytes: Vec<u8>,
    pages: &mut Vec<PageRead>,
    answer: &mut Map<String, Value>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let defaults = ReadOptions::default();
    let wanted = ReadOptions {
        pages: options.pages,
        ocr: !options.no_ocr,
        images: options.render.is_some(),
        threads: options.threads.unwrap_or(defaults.threads),
        language: options.language.clone().unwrap_or(defaults.language),
        ..defaults
    };
    let mut reading = reader.start(bytes, &wanted).await?;
    answer.insert("media_type".into(), json!(reading.document().media_type));
    while let Some(page) = reading.next_page().await? {
        if let Some(folder) = &options.render {
            render(folder, file, &page).await?;
        }
        pages.push(page.read);
    }
    Ok(())
}

async fn render(folder: &Path, file: &Path, page: &Page) -> std::io::Result<()> {
    if page.screen.is_empty() {
        return Ok(());
    }
    tokio::fs::create_dir_all(folder).await?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    tokio::fs::write(folder.join(format!("{stem}-{:03}.jpg", page.read.number)), &page.screen).await
}

fn failed(mut answer: Map<String, Value>, error: &dyn std::fmt::Display) -> Value {
    answer.insert("ok".into(), json!(false));
    answer.insert("error".into(), json!(error.to_string()));
    Value::Object(answer)
}

fn page_object(page: &PageRead, options: &InspectOptions) -> Value {
    let mut object = json!(PageRead { ink: String::new(), ..page.clone() });
    let zones: Vec<Value> = page.mrz.iter().map(zone_object).collect();
    let codes = page.two_d_docs();
    let codes = codes.iter().map(|code| formats::inspect::code_object(code, &options.trust, options.now));
    let numbers = page.posted_numbers();
    let numbers = numbers.iter().map(|found| formats::inspect::tracking_object(&found.number));
    for (key, found) in [("mrz", zones), ("two_d_doc", codes.collect()), ("tracking", numbers.collect())] {
        if !found.is_empty() {
            object[key] = Value::Array(found);
        }
    }
    if let Some(keys) = object.as_object_mut().filter(|_| !options.words) {
        keys.remove("words");
    }
    object
}

/// A zone as `inspect mrz` tells it, with its place and how it looked.
fn zone_object(zone: &MachineZone) -> Value {
    let mut object = match zone.understood() {
        Ok(understood) => formats::inspect::zone_object(&understood),
        Err(error) => json!({ "ok": false, "valid": false, "error": error.to_string(), "lines": zone.lines }),
    };
    object["likeness"] = json!(zone.likeness);
    object["turned"] = json!(zone.turned);
    object["box"] = json!(zone.bounds);
    object
}

/// A page that starts a document.
struct Cut {
    reason: &'static str,
    payload: String,
    /// The page itself is the first of the document; otherwise it is a sheet and belongs to none.
    kept: bool,
}

/// Why a document starts on this page, when it does.
fn cut(page: &PageRead, extra: &[String]) -> Option<Cut> {
    if let Some(sheet) = separator_in(&page.barcodes) {
        return Some(Cut { reason: reason(&sheet), payload: sheet.to_string(), kept: false });
    }
    let sheet = ForeignSheet::of(&page.barcodes, extra)?;
    let (reason, kept) = match &sheet {
        ForeignSheet::Between(_) => ("separator", false),
        ForeignSheet::First(text) if archive_number(text).is_some() => ("archive_number", true),
        ForeignSheet::First(_) => ("mark", true),
    };
    Some(Cut { reason, payload: sheet.payload().to_owned(), kept })
}

fn reason(sheet: &SeparatorSheet) -> &'static str {
    match sheet.kind() {
        SeparatorKind::Envelope => "envelope",
        SeparatorKind::Person => "person",
        SeparatorKind::Document => "document",
        SeparatorKind::Rescan => "rescan",
        SeparatorKind::Rest => "rest",
        SeparatorKind::Original => "original",
        SeparatorKind::Photo => "photo",
        SeparatorKind::Bound => "bound",
        SeparatorKind::Colour => "colour",
        SeparatorKind::Illegible => "illegible",
        SeparatorKind::End => "end",
        SeparatorKind::Backs => "backs",
    }
}

fn documents(pages: &[PageRead], extra: &[String]) -> Value {
    let mut found: Vec<Value> = Vec::new();
    let mut current: Vec<&PageRead> = Vec::new();
    let mut why = "start";
    for page in pages {
        let cut = cut(page, extra);
        if let Some(cut) = &cut {
            found.extend(document(&current, why));
            current.clear();
            why = cut.reason;
        }
        if cut.is_none_or(|cut| cut.kept) {
            current.push(page);
        }
    }
    found.extend(document(&current, why));
    Value::Array(found)
}

/// `pages reason`, and what names it: `reference` (a case of ours), `archive_number`, `marks[]`.
fn document(pages: &[&PageRead], reason: &str) -> Option<Value> {
    pages.first()?;
    let numbers: Vec<u32> = pages.iter().map(|page| page.number).collect();
    let texts = || pages.iter().flat_map(|page| &page.barcodes).map(|code| &code.text[..]);
    let mut object = json!({ "pages": numbers, "reason": reason });
    if let Some(reference) = texts().find_map(|text| text.parse::<CaseReference>().ok()) {
        object["reference"] = json!(reference.to_string());
    }
    if let Some(number) = texts().find_map(archive_number) {
        object["archive_number"] = json!(number);
    }
    let marks: Vec<&str> = texts().filter_map(mark).collect();
    if !marks.is_empty() {
        object["marks"] = json!(marks);
    }
    Some(object)
}

/// The pages at which documents are cut. A first page of a document that is the first page of all cuts nothing.
fn separators(pages: &[PageRead], extra: &[String]) -> Value {
    let cuts = pages.iter().filter_map(|page| Some((page.number, cut(page, extra)?)));
    let first = pages.first().map(|page| page.number);
    let real = cuts.filter(|(page, cut)| !(cut.kept && Some(*page) == first));
    real.map(|(page, cut)| json!({ "page": page, "payload": cut.payload, "kept": cut.kept })).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Barcode;

    fn page(number: u32, code: Option<&str>) -> PageRead {
        let mut page = PageRead::unreadable(number, String::new());
        page.error = None;
        page.barcodes = code
            .map(|text| Barcode {
                format: "Code128".into(),
                text: text.into(),
                bytes_hex: String::new(),
                corners: [[0; 2]; 4],
            })
            .into_iter()
            .collect();
        page
    }

    #[test]
    fn extra_payloads_and_product_sheets_cut_documents_and_empty_ones_are_left_out() {
        let sheet = SeparatorSheet::new(SeparatorKind::Person, "1", None).expect("sheet").to_string();
        let pages = [
            page(1, None),
            page(2, Some("PATCHT")),
            page(3, Some("MINE")),
            page(4, None),
            page(5, Some(&sheet)),
            page(6, None),
        ];
        let extra = ["MINE".to_owned()];
        assert_eq!(
            documents(&pages, &extra),
            json!([
                { "pages": [1], "reason": "start" },
                { "pages": [4], "reason": "separator" },
                { "pages": [6], "reason": "person" }
            ])
        );
        assert_eq!(separators(&pages, &extra).as_array().map(Vec::len), Some(3));
        let without = documents(&pages, &[]);
        assert_eq!(without[1], json!({ "pages": [3, 4], "reason": "separator" }));
    }

    #[test]
    fn an_archive_number_starts_a_document_and_stays_in_it() {
        let pages = [page(1, Some("ASN00123")), page(2, None), page(3, Some("ASN00124")), page(4, Some("TAG:invoice"))];
        let expected = json!([
            { "pages": [1, 2], "reason": "archive_number", "archive_number": 123 },
            { "pages": [3], "reason": "archive_number", "archive_number": 124 },
            { "pages": [4], "reason": "mark", "marks": ["invoice"] }
        ]);
        assert_eq!(documents(&pages, &[]), expected);
        let cuts = json!([
            { "page": 3, "payload": "ASN00124", "kept": true }, { "page": 4, "payload": "TAG:invoice", "kept": true }
        ]);
        assert_eq!(separators(&pages, &[]), cuts);
    }

    #[test]
    fn a_case_reference_is_given_with_its_document_and_separates_nothing() {
        let reference = CaseReference::new(2026, "67".parse().expect("département"), 7).expect("reference");
        let pages = [page(1, None), page(2, Some(&reference.digits()))];
        let expected = json!([{ "pages": [1, 2], "reason": "start", "reference": reference.to_string() }]);
        assert_eq!(documents(&pages, &[]), expected);
        assert_eq!(separators(&pages, &[]), json!([]));
    }

    #[test]
    fn what_is_unknown_has_no_key() {
        let object = page_object(&page(1, None), &InspectOptions::default());
        for key in ["words", "dpi", "confidence", "error", "mrz", "two_d_doc", "tracking"] {
            assert!(object.get(key).is_none(), "{key}");
        }
    }
}
