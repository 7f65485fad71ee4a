//! Print runs and the list handed over with them.

use domain::LetterKind;
use serde_json::json;

use super::{
    LETTERS,
    codes::pictures,
    letter,
    pages::{runs_of, text_of},
};
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

#[test]
fn an_envelope_with_two_letters_is_one_line_that_names_both() {
    let envelope = json!({
        "letter": format!("let_{:032x}", 1), "kind": "LT-01", "reference": "26-067-0000123-31", "sheets": 3,
        "with": [{"letter": format!("let_{:032x}", 2), "kind": "LT-03"}], "tracking": "1A 123 456 7890 1",
    });
    let list: DispatchList = serde_json::from_value(json!({
        "prefecture": "Préfecture du Bas-Rhin", "service": "Courrier", "run": format!("imp_{:032x}", 7),
        "date": "2026-11-21", "letters": [envelope],
    }))
    .expect("list");
    let data = serde_json::to_value(&list).expect("data");
    let text = text_of(&runs_of(&LETTERS.lay_out_dispatch_list(&list, &data).expect("list")));
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("1 pli (2 lettres)"), "{text}");
    assert!(text.contains("0000-0001 LT-01") && text.contains("0000-0002 LT-03"), "{text}");
}
