//! `passerelle inspect document` and `inspect barcode`, on own files and on the development corpus when it is there.

use std::path::{Path, PathBuf};

use reading::{InspectOptions, Reader, inspect_barcodes, inspect_documents};
use serde_json::{Value, json};

use crate::{config, making};

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("file");
    file
}

/// A folder of the corpus beside the project, or nothing, said aloud.
fn corpus(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(folder);
    if !path.is_dir() {
        eprintln!("skipped: no ../shared/corpus/{folder} here");
    }
    path.is_dir().then_some(path)
}

#[tokio::test]
async fn every_file_is_answered_in_order_and_none_ends_the_run() {
    let folder = tempfile::tempdir().expect("folder");
    let sheets = making::tiff(&[making::blank(), making::sheet("PATCHT"), making::blank()], 200);
    let files = [
        written(folder.path(), "letter.bin", &making::letter_pdf()),
        folder.path().join("missing.pdf"),
        written(folder.path(), "noise.pdf", b"nothing of the kind"),
        written(folder.path(), "batch", &sheets),
    ];
    let images = folder.path().join("images");
    let options = InspectOptions {
        words: true,
        render: Some(images.clone()),
        separators: vec!["PATCHT".to_owned()],
        ..InspectOptions::default()
    };
    let reader = Reader::new(config());
    let answers = inspect_documents(&reader, &options, &files).await;
    let told: Vec<&Value> = answers.iter().map(|answer| &answer["ok"]).collect();
    assert_eq!(told, [&json!(true), &json!(false), &json!(false), &json!(true)]);
    let letter = &answers[0];
    assert_eq!((&letter["media_type"], &letter["file"]), (&json!("application/pdf"), &json!(files[0])));
    assert_eq!(letter["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(letter["pages"][0]["source"], json!("embedded"));
    assert_eq!(letter["pages"][0]["words"][0]["box"].as_array().map(Vec::len), Some(4));
    assert!(answers[2]["error"].as_str().expect("reason").contains("unknown kind"));
    assert_eq!(answers[3]["separators"], json!([{ "page": 2, "payload": "PATCHT", "kept": false }]));
    assert_eq!(answers[3]["documents"][1], json!({ "pages": [3], "reason": "separator" }));
    assert_eq!(std::fs::read_dir(images).expect("images").count(), 4);
    let codes = inspect_barcodes(&reader, &files).await;
    assert_eq!(codes[3]["barcodes"][0]["bytes_hex"], json!("504154434854"));
    assert_eq!(codes[1]["ok"], json!(false));
}

#[tokio::test]
async fn pictures_are_turned_as_their_camera_says() {
    let Some(folder) = corpus("exif-orientation") else { return };
    let reader = Reader::new(config());
    let options = InspectOptions { no_ocr: true, ..InspectOptions::default() };
    let named = |number: u32| folder.join(format!("Landscape_{number}.jpg"));
    let files: Vec<PathBuf> = (1..=8).map(named).collect();
    for answer in inspect_documents(&reader, &options, &files).await {
        let page = &answer["pages"][0];
        assert!(page["width_px"].as_u64() > page["height_px"].as_u64(), "{}", answer["file"]);
    }
}

#[tokio::test]
async fn separator_pages_of_other_systems_are_found() {
    let Some(folder) = corpus("paperless") else { return };
    let samples = folder.join("src/documents/tests/samples/barcodes");
    let reader = Reader::new(config());
    let cases = [
        ("patch-code-t.pdf", "PATCHT", vec![1]),
        ("patch-code-t-middle.tiff", "PATCHT", vec![2]),
        ("patch-code-t-middle-fuzzy.pdf", "PATCHT", vec![2]),
        ("patch-code-t-qr.pdf", "PATCHT", vec![1]),
        ("patch-code-t-double.pdf", "PATCHT", vec![2, 3]),
        ("barcode-39-custom.pdf", "CUSTOM BARCODE", vec![1]),
        ("barcode-128-custom.pdf", "CUSTOM BARCODE", vec![1]),
    ];
    for (name, payload, expected) in cases {
        let separators = vec![payload.to_owned()];
        let options = InspectOptions { no_ocr: true, separators, ..InspectOptions::default() };
        let answers = inspect_documents(&reader, &options, &[samples.join(name)]).await;
        let found = answers[0]["separators"].as_array().expect("separators").iter();
        let pages: Vec<u64> = found.filter_map(|separator| separator["page"].as_u64()).collect();
        assert_eq!(pages, expected, "{name}");
    }
}
