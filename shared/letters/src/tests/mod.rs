mod addresses;
mod codes;
mod mentions;
mod pages;
mod piles;

use std::sync::LazyLock;

use domain::LetterKind;
use serde_json::{Value, json};

use crate::{Letter, Letters, assets, sample};

/// One typesetter for all tests, as in service.
pub static LETTERS: LazyLock<Letters> = LazyLock::new(|| Letters::new(None).expect("the shipped templates"));

/// The sample data of a letter as JSON, to change and read back.
pub fn data(kind: LetterKind) -> Value {
    let assets = assets::load(None).expect("assets");
    serde_json::from_slice(&assets[&format!("samples/{}.json", kind.word())]).expect("sample")
}

pub fn letter(kind: LetterKind, change: impl FnOnce(&mut Value)) -> Letter {
    let mut data = data(kind);
    change(&mut data);
    Letter::from_json(kind, &data).expect("letter")
}

pub fn variations(kind: LetterKind) -> Vec<Letter> {
    sample::variations(&letter(kind, |_| ()))
}

#[test]
fn a_free_document_is_typeset_and_a_wrong_one_says_where_without_what() {
    let data = json!({"name": "DIALLO Aminata İ 中"});
    let source = "#set text(font: \"Atkinson Hyperlegible\")\n#json(\"/data.json\").name";
    assert!(LETTERS.compile_document(source, &data).expect("pdf").starts_with(b"%PDF-"));
    let error = LETTERS.compile_document("ok\n\n#int(json(\"/data.json\").name)", &data).expect_err("wrong");
    assert!(error.to_string().starts_with("template document.typ line 3: "), "{error}");
    assert!(!error.to_string().contains("DIALLO"), "{error}");
}

#[test]
fn a_document_reads_no_file_and_no_package() {
    for source in ["#read(\"/etc/hostname\")", "#read(\"../../Cargo.toml\")", "#import \"@preview/cetz:0.3.0\": *"] {
        assert!(LETTERS.compile_document(source, &Value::Null).is_err(), "{source}");
    }
}

#[test]
fn the_same_letter_is_the_same_file_on_every_thread() {
    let letter = letter(LetterKind::Acknowledgement, |_| ());
    let render = || LETTERS.render(&letter).expect("letter").pdf;
    let others: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(render)).collect();
        threads.into_iter().map(|thread| thread.join().expect("thread")).collect()
    });
    assert!(others.iter().all(|other| *other == render()));
}

#[test]
fn an_unknown_field_is_refused_and_named() {
    let mut data = data(LetterKind::Acknowledgement);
    data["channel_bassis"] = json!(true);
    let error = Letter::from_json(LetterKind::Acknowledgement, &data).expect_err("typing mistake");
    assert!(error.to_string().contains("channel_bassis"), "{error}");
}

#[test]
fn the_inspection_answers_with_pages_standards_and_what_is_missing() {
    let mut data = data(LetterKind::Acknowledgement);
    let (answer, pdf) = crate::inspect::letter(&LETTERS, LetterKind::Acknowledgement, &data);
    assert_eq!(answer, json!({"ok": true, "pages": 2, "standards": ["PDF/A-2a", "PDF/UA-1"], "missing": []}));
    assert!(pdf.is_some());
    data["head"]["sender"]["phone"] = json!("");
    let (answer, pdf) = crate::inspect::letter(&LETTERS, LetterKind::Acknowledgement, &data);
    assert_eq!((&answer["ok"], &answer["missing"], pdf.is_some()), (&json!(false), &json!(["phone"]), true));
    let schema = crate::inspect::schema(LetterKind::Acknowledgement);
    assert!(schema["input"]["properties"]["implicit_rejection"].is_object(), "{schema}");
}
