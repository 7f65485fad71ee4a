use domain::PieceKind;

use super::{Draft, portrait::signature};
use crate::{
    setting::{Setting, before, long_date},
    sheet::{Block, Face, Sheet, Text},
    truth::PageKind,
};

/// The words of a certificate.
pub(super) struct Words<'a> {
    pub piece: PieceKind,
    pub issuer: &'a [String],
    pub title: &'a str,
    pub text: &'a str,
    pub signatory: &'a str,
}

/// Any certificate, attestation or decision: issuer, title, text, stamp and signature.
pub(super) fn certificate(setting: &Setting, words: &Words<'_>) -> Draft {
    let mut sheet = Sheet::a4();
    let face =
        if matches!(words.piece, PieceKind::CourtOrder | PieceKind::OfpraDecision) { Face::Serif } else { Face::Sans };
    for (i, line) in words.issuer.iter().enumerate() {
        let text = Text::new(20.0, 20.0 + 5.6 * f32::from(u8::try_from(i).unwrap_or(0)), face, 11.0, line.clone());
        sheet.text(if i == 0 { text.bold() } else { text });
    }
    sheet.line(20.0, 46.0, 75.0, 46.0);
    sheet.text(Text::new(20.0, 66.0, face, 16.0, words.title).bold().centred(170.0));
    sheet.text(Text::new(22.0, 88.0, face, 11.5, setting.fill(words.text.trim())).within(166.0, 120.0).led(0.8));
    let issued = before(setting.posted, 9);
    sheet.text(Text::new(115.0, 216.0, face, 11.0, format!("Fait le {}", long_date(issued))));
    sheet.text(Text::new(115.0, 223.0, face, 11.0, words.signatory).wide(80.0));
    stamp(&mut sheet, 98.0, 242.0, &words.issuer.first().map_or_else(String::new, |line| line.to_uppercase()));
    signature(&mut sheet, 120.0, 236.0, words.signatory);
    sheet.footer();
    Draft::new(sheet, PageKind::Certificate, words.piece)
}

/// A round office stamp.
fn stamp(sheet: &mut Sheet, x: f32, y: f32, words: &str) {
    for (r, stroke) in [(15.0, 0.5), (10.0, 0.25)] {
        sheet.draw(Block::Circle { x, y, r, fill: None, stroke, ink: 120 });
    }
    let body: String = words.chars().take(30).collect();
    let step = 11.5;
    sheet.draw(Block::Arc { x, y, r: 12.4, step, inward: false, size: 7.0, ink: 120, body });
    sheet.ornament(Text::new(x - 9.0, y - 1.4, Face::Sans, 8.0, "DÉMO").ink(120).centred(18.0));
}
