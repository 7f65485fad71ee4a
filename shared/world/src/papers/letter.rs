use domain::PieceKind;

use super::{Draft, portrait::signature};
use crate::{
    setting::{Setting, long_date},
    sheet::{Face, Sheet, Text},
    truth::PageKind,
};

/// The prefecture of the demonstration, as people write to it.
pub(crate) const PREFECTURE: [&str; 4] =
    ["PREFECTURE DE DEMONSTRATION", "SERVICE DU SEJOUR", "1 PLACE DE L EXEMPLE", "67000 STRASBOURG"];

/// A covering letter: sender, addressee, place and date, text, signature.
pub(super) fn letter(setting: &Setting, face: Face, place: &str, text: &str) -> Draft {
    let mut sheet = Sheet::a4();
    let size = match face {
        Face::Hand => 17.0,
        Face::Script => 13.0,
        Face::Typewriter | Face::Mono => 11.5,
        Face::Sans | Face::Serif => 11.0,
    };
    let name = setting.writer().map_or_else(String::new, crate::story::Inhabitant::full_name);
    if let Some(person) = setting.writer() {
        let mut lines = vec![name.clone()];
        lines.extend(person.address.iter().cloned());
        lines.extend(person.phone.iter().map(|phone| format!("Tél. {phone}")));
        sheet.text(Text::new(20.0, 18.0, face, size, lines.join("\n")).within(90.0, 44.0));
    }
    let addressee = "Préfecture de démonstration\nService du séjour\n1 place de l'Exemple\n67000 Strasbourg";
    sheet.text(Text::new(115.0, 44.0, face, size, addressee).within(80.0, 32.0));
    let written = crate::setting::before(setting.posted, 1);
    sheet.text(Text::new(115.0, 80.0, face, size, format!("{place}, le {}", long_date(written))).wide(85.0));
    let room = if face == Face::Hand { 160.0 } else { 158.0 };
    sheet.text(Text::new(22.0, 96.0, face, size, setting.fill(text.trim())).within(166.0, room).led(0.72));
    if !name.is_empty() {
        sheet.text(Text::new(125.0, 259.0, face, size, name.clone()).wide(75.0));
        signature(&mut sheet, 130.0, 267.0, &name);
    }
    sheet.footer();
    Draft::new(sheet, PageKind::Letter, PieceKind::CoverLetter).by_hand(face.is_hand())
}
