//! The codes are read back from the printed page, as a scanner at 200 dpi sees it.

use domain::{LetterKind, SeparatorKind, SeparatorSheet};
use hayro::{RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, render_pdf};
use zxingcpp::{BarcodeFormat, ImageFormat, ImageView};

use super::{LETTERS, letter};
use crate::{letter_payload, read_letter_payload};

/// A page in grey.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
}

pub fn pictures(pdf: Vec<u8>, dpi: f32) -> Vec<Picture> {
    let pdf = Pdf::new(std::sync::Arc::new(pdf)).expect("pdf");
    let pages = render_pdf(&pdf, dpi / 72.0, InterpreterSettings::default(), &RenderSettings::default(), None);
    let picture = |page: hayro::vello_cpu::Pixmap| Picture {
        width: usize::from(page.width()),
        height: usize::from(page.height()),
        // Premultiplied on nothing: what is not drawn is paper.
        grey: page.data_as_u8_slice().chunks_exact(4).map(|p| p[1].saturating_add(255 - p[3])).collect(),
    };
    pages.expect("pages").into_iter().map(picture).collect()
}

fn read(picture: &Picture) -> Vec<(BarcodeFormat, String)> {
    let view = ImageView::from_slice(&picture.grey, picture.width, picture.height, ImageFormat::Lum).expect("view");
    let reader = zxingcpp::read().formats([BarcodeFormat::Code128, BarcodeFormat::QRCode]).try_harder(true);
    reader.from(&view).expect("reading").iter().map(|code| (code.format(), code.text())).collect()
}

#[test]
fn a_letter_carries_its_reference_and_its_own_number_and_nothing_else() {
    for kind in LetterKind::ALL {
        let letter = letter(*kind, |_| ());
        let head = letter.head();
        let pages = pictures(LETTERS.render(&letter).expect("letter").pdf, 200.0);
        let codes = read(&pages[0]);
        assert!(codes.contains(&(BarcodeFormat::Code128, head.reference.digits())), "{codes:?}");
        let payload = letter_payload(head.reference, head.letter);
        assert!(codes.contains(&(BarcodeFormat::QRCode, payload.clone())), "{codes:?}");
        assert_eq!(read_letter_payload(&payload), Some((head.reference, head.letter)));
        assert_eq!(codes.len(), 2);
        if *kind == LetterKind::Acknowledgement {
            assert_eq!(read(pages.last().expect("coupon")), [(BarcodeFormat::Code128, head.reference.digits())]);
        }
    }
}

#[test]
fn a_separator_sheet_says_the_same_in_each_of_its_codes() {
    let sheets: Vec<_> = SeparatorKind::ALL
        .iter()
        .map(|kind| SeparatorSheet::new(*kind, "ABCDEFGH12", Some(999)).expect("sheet"))
        .collect();
    let rendered = LETTERS.separators(&sheets, true).expect("sheets");
    assert_eq!(rendered.pages, sheets.len());
    for (sheet, picture) in sheets.iter().zip(pictures(rendered.pdf, 200.0)) {
        let codes = read(&picture);
        assert_eq!(codes.len(), 6, "{codes:?}");
        assert!(codes.iter().all(|(_, text)| text.parse() == Ok(sheet.clone())), "{codes:?}");
    }
}
