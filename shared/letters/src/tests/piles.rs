//! Print runs and the list handed over with them.

use domain::LetterKind;
use serde_json::json;

use super::{LETTERS, codes::pictures, letter};
use crate::{DispatchList, LetterError, merge};

fn one_page(text: &str) -> Vec<u8> {
    LETTERS.compile_document(text, &json!(null)).expect("document")
}

/// Whether each page of a pile has ink.
fn inked(pile: Vec<u8>) -> Vec<bool> {
    pictures(pile, 30.0).iter().map(|page| page.grey.iter().any(|grey| *grey < 200)).collect()
}

#[test]
fn each_letter_of_a_pile_starts_on_a_new_sheet_when_both_sides_are_printed() {
    let acknowledgement = LETTERS.render(&letter(LetterKind::Acknowledgement, |_| ())).expect("letter").pdf;
    let documents = [one_page("un"), acknowledgement, one_page("trois")];
    assert_eq!(inked(merge(&documents, true).expect("pile")), [true, false, true, true, true, false]);
    assert_eq!(inked(merge(&documents, false).expect("pile")), [true, true, true, true]);
}

#[test]
fn a_file_that_is_no_pdf_is_named_by_its_place_in_the_pile() {
    let error = merge(&[one_page("un"), b"not a PDF".to_vec()], true).expect_err("refused");
    assert!(matches!(error, LetterError::Merge { number: 2, .. }), "{error}");
}

#[test]
fn the_dispatch_list_counts_the_letters() {
    let letters: Vec<_> = (0..3)
        .map(|n| json!({"letter": format!("let_{n:032x}"), "kind": "LT-01", "reference": "26-067-0000123-31", "sheets": 1}))
        .collect();
    let list: DispatchList = serde_json::from_value(json!({
        "prefecture": "Préfecture du Bas-Rhin", "service": "Courrier", "run": format!("imp_{:032x}", 7),
        "date": "2026-11-21", "letters": letters,
    }))
    .expect("list");
    let rendered = LETTERS.dispatch_list(&list).expect("list");
    assert_eq!((rendered.pages, rendered.standards.len()), (1, 2));
}
