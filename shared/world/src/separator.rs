use domain::{PieceKind, SeparatorSheet};

use crate::{
    barcode::code_128,
    papers::Draft,
    sheet::{Block, Face, Sheet, Text},
    truth::PageKind,
};

/// The separator sheet of the mailroom, as it comes out of the printer.
pub(crate) fn draft(separator: &SeparatorSheet) -> Draft {
    let payload = separator.to_string();
    let mut sheet = Sheet::a4();
    sheet.text(Text::new(20.0, 30.0, Face::Sans, 40.0, "NOUVEAU PLI").bold().centred(170.0));
    let pages =
        separator.declared_pages().map_or_else(|| "Pages non comptées".to_owned(), |n| format!("{n} pages comptées"));
    sheet.text(Text::new(20.0, 60.0, Face::Sans, 20.0, pages).centred(170.0));
    sheet.draw(Block::Bars { x: 38.0, y: 95.0, h: 30.0, module: 0.45, runs: code_128(&payload) });
    sheet.draw(Block::Bars { x: 38.0, y: 190.0, h: 30.0, module: 0.45, runs: code_128(&payload) });
    sheet.text(Text::new(20.0, 130.0, Face::Mono, 14.0, payload.clone()).centred(170.0));
    let mut draft = Draft::new(sheet, PageKind::Separator, PieceKind::Other);
    draft.codes = vec![payload.clone(), payload];
    draft
}
