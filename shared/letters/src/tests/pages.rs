//! What the pages look like, measured on the laid-out pages.

use domain::LetterKind;
use serde_json::json;
use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;

use super::{LETTERS, letter, variations};
use crate::Letter;

/// A run of text on a page: its baseline in millimetres from the top, its size in points.
pub struct Run {
    pub page: usize,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

pub fn runs(letter: &Letter) -> Vec<Run> {
    runs_of(&LETTERS.lay_out(letter, &letter.view().expect("view")).expect("pages"))
}

pub fn runs_of(pages: &PagedDocument) -> Vec<Run> {
    let mut runs = Vec::new();
    for (index, page) in pages.pages().iter().enumerate() {
        collect(&page.frame, Point::zero(), index + 1, &mut runs);
    }
    runs
}

fn collect(frame: &Frame, origin: Point, page: usize, runs: &mut Vec<Run>) {
    for (place, item) in frame.items() {
        let place = origin + *place;
        match item {
            FrameItem::Group(group) => collect(&group.frame, place, page, runs),
            FrameItem::Text(text) => {
                runs.push(Run { page, y: place.y.to_mm(), size: text.size.to_pt(), text: text.text.to_string() });
            }
            _ => {}
        }
    }
}

pub fn text_of(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

#[test]
fn nothing_is_smaller_than_12_points_and_the_telephone_number_is_the_largest_figure() {
    for letter in LetterKind::ALL.iter().flat_map(|kind| variations(*kind)) {
        let runs = runs(&letter);
        let smallest = runs.iter().min_by(|a, b| a.size.total_cmp(&b.size)).expect("text");
        assert!(smallest.size >= 11.99, "{} at {} pt", smallest.text, smallest.size);
        let largest = runs.iter().max_by(|a, b| a.size.total_cmp(&b.size)).expect("text");
        assert_eq!(largest.text.replace('\u{a0}', " "), letter.head().sender.phone);
    }
}

#[test]
fn large_print_has_its_body_in_16_points() {
    let large = letter(LetterKind::Acknowledgement, |data| data["head"]["variant"] = json!({"large_print": true}));
    let body: f64 = runs(&large).iter().find(|run| run.text.contains("bien reçu")).expect("body").size;
    assert!((body - 16.0).abs() < 0.01, "{body}");
}

#[test]
fn an_acknowledgement_holds_on_one_sheet_even_with_pieces_to_send_and_without_a_basis() {
    for letter in variations(LetterKind::Acknowledgement).into_iter().take(2) {
        assert_eq!(LETTERS.render(&letter).expect("letter").pages, 2);
    }
}

#[test]
fn the_coupon_stands_on_the_last_third_and_its_back_can_be_lost() {
    let runs = runs(&letter(LetterKind::Acknowledgement, |_| ()));
    let last = runs.iter().map(|run| run.page).max().expect("pages");
    let coupon: Vec<_> = runs.iter().filter(|run| run.page == last && run.y > 198.0).collect();
    assert!(coupon.iter().any(|run| run.text.contains("Coupon-réponse")));
    assert!(coupon.iter().all(|run| !run.text.contains("tribunal")));
    let back = text_of(&runs.into_iter().filter(|run| run.page == 1 && run.y > 198.0).collect::<Vec<_>>());
    for kept in ["18 novembre", "20 novembre", "482913", "rejet"] {
        assert!(!back.contains(kept), "{kept}: {back}");
    }
}

#[test]
fn whoever_reads_only_the_first_page_knows_how_many_pieces_are_asked_for() {
    let first_page = |count: usize| {
        let asked = letter(LetterKind::ComplementRequest, |data| {
            let piece = json!({ "label": "Justificatif de domicile", "basis": "CESEDA, annexe 10, 1" });
            data["pieces"] = json!(vec![piece; count]);
        });
        text_of(&runs(&asked).into_iter().filter(|run| run.page == 1).collect::<Vec<_>>())
    };
    assert!(!first_page(1).contains("La liste continue"), "all of it is there");
    let many = first_page(9);
    assert!(many.contains("9 pièces") && many.contains("La liste continue à la page suivante"), "{many}");
}

#[test]
fn the_back_of_the_coupon_is_printed_and_nobody_is_asked_to_write_there() {
    for letter in LetterKind::ALL.iter().flat_map(|kind| variations(*kind)) {
        assert!(!text_of(&runs(&letter)).contains("au dos"), "{:?}", letter.kind());
    }
}

#[test]
fn nothing_above_the_fold_of_a_neutral_letter_names_the_service() {
    for kind in LetterKind::ALL {
        let neutral = letter(*kind, |data| {
            data["head"]["variant"] = json!({"neutral": ["BP 4021", "67000 STRASBOURG"], "demonstration": true});
        });
        let above: Vec<_> = runs(&neutral).into_iter().filter(|run| run.page == 1 && run.y < 99.0).collect();
        let above = text_of(&above).to_lowercase();
        for word in ["préfecture", "séjour", "étranger", "accusé", "attestation", "03 88"] {
            assert!(!above.contains(word), "{word}: {above}");
        }
        assert!(above.contains("bp 4021"));
    }
}

#[test]
fn a_letter_of_the_demonstration_says_so_on_every_page() {
    for kind in LetterKind::ALL {
        let letter =
            letter(*kind, |data| data["head"]["variant"] = json!({"demonstration": true, "large_print": true}));
        let runs = runs(&letter);
        let pages = runs.iter().map(|run| run.page).max().expect("pages");
        for page in 1..=pages {
            assert!(
                runs.iter().any(|run| run.page == page && run.text.contains("document sans valeur")),
                "page {page}"
            );
        }
    }
}

#[test]
fn without_a_basis_of_the_channel_the_date_is_the_earliest_and_the_limit_is_not_opposable() {
    let words =
        |basis: bool| text_of(&runs(&letter(LetterKind::Acknowledgement, |data| data["channel_basis"] = json!(basis))));
    assert!(words(false).contains("au plus tôt") && words(false).contains("opposable"));
    assert!(!words(true).contains("au plus tôt") && !words(true).contains("opposable"));
}
