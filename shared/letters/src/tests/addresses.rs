//! The address and its window (NF Z 11-001): x 110-195 mm, y 50-85 mm, a quiet zone of 5 mm around.

use domain::LetterKind;
use serde_json::json;

use super::{
    LETTERS,
    codes::{Picture, pictures},
    letter,
};
use crate::{Letter, LetterError};

const DPI: f32 = 100.0;

/// Dark pixels of the first page as (x, y) in millimetres.
fn ink(picture: &Picture) -> Vec<(f32, f32)> {
    let millimetres = |pixels: usize| f32::from(u16::try_from(pixels).expect("a page")) * 25.4 / DPI;
    let dark = picture.grey.iter().enumerate().filter(|(_, grey)| **grey < 160);
    dark.map(|(index, _)| (millimetres(index % picture.width), millimetres(index / picture.width))).collect()
}

fn within((x, y): (f32, f32), left: f32, top: f32, right: f32, bottom: f32) -> bool {
    (left..right).contains(&x) && (top..bottom).contains(&y)
}

fn addressed_to(kind: LetterKind, lines: &[&str]) -> Letter {
    letter(kind, |data| {
        data["head"]["recipient"] = json!(lines);
        data["head"]["variant"] = json!({"demonstration": true, "duplicate": true});
        data["head"]["sender"]["address"] = json!([
            "Immeuble Le Ponant",
            "Escalier B, 3e étage",
            "5 place de la République",
            "CS 51022",
            "67073 STRASBOURG CEDEX"
        ]);
    })
}

#[test]
fn the_address_fills_the_window_and_nothing_else_comes_near() {
    let widest = "RESIDENCE LES GRANDS MARRONNIERS WWWWW";
    assert_eq!(widest.len(), 38);
    for kind in LetterKind::ALL {
        let pdf = LETTERS.render(&addressed_to(*kind, &[widest; 7])).expect("letter").pdf;
        let ink = ink(&pictures(pdf, DPI)[0]);
        let near: Vec<_> = ink.iter().filter(|p| within(**p, 105.0, 45.0, 200.0, 90.0)).collect();
        assert!(near.len() > 1000, "the address is printed");
        let outside = near.iter().find(|p| !within(***p, 109.9, 49.9, 195.1, 85.1));
        assert_eq!(outside, None);
    }
}

#[test]
fn a_name_that_no_font_can_draw_does_not_keep_the_letter_from_leaving() {
    let letter = addressed_to(
        LetterKind::Acknowledgement,
        &["Mme İNCİ 李 Ṩađa Đặng Αθηνά", "12 RUE DES MERLES", "67000 STRASBOURG"],
    );
    assert_eq!(LETTERS.render(&letter).expect("letter").undrawable, 1);
}

#[test]
fn an_address_of_no_line_or_of_eight_is_refused() {
    for lines in [&[][..], &["X"; 8][..]] {
        let error = LETTERS.render(&addressed_to(LetterKind::Acknowledgement, lines)).expect_err("refused");
        assert!(matches!(error, LetterError::Data { letter: "LT-01", .. }), "{error}");
    }
}
