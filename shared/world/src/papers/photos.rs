use domain::PieceKind;

use super::{Draft, portrait::portrait};
use crate::{
    setting::Setting,
    sheet::{Face, Sheet, Text},
    truth::PageKind,
};

/// The sleeve in which the mailroom keeps identity photographs: four prints of one person.
pub(super) fn photos(setting: &Setting, of: usize) -> Draft {
    let mut sheet = Sheet::new(148.0, 105.0);
    let tone = setting.numbers.get(of).map_or(3, |n| n.card.bytes().map(usize::from).sum());
    sheet.text(Text::new(8.0, 6.0, Face::Sans, 9.0, "POCHETTE PHOTOGRAPHIES D'IDENTITÉ"));
    for (column, row) in [(0_u8, 0_u8), (1, 0), (2, 0)] {
        let (x, y) = (14.0 + 42.0 * f32::from(column), 18.0 + 48.0 * f32::from(row));
        sheet.frame(x - 1.0, y - 1.0, 37.0, 47.0, 0.15);
        portrait(&mut sheet, x, y, 35.0, tone);
    }
    if let Some(person) = setting.story.persons.get(of) {
        let name = format!("{} {}", person.family_name.to_uppercase(), person.given_names);
        sheet.text(Text::new(14.0, 72.0, Face::Hand, 15.0, name));
    }
    sheet.footer();
    Draft::new(sheet, PageKind::Photos, PieceKind::Photo).of(of).by_hand(true)
}
