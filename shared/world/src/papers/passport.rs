use domain::PieceKind;

use super::{Draft, portrait::portrait};
use crate::{
    WorldError,
    mrz::Holder,
    setting::{Setting, short_date},
    sheet::{Block, Face, Sheet, Text},
    truth::PageKind,
};

/// Photocopy of the identity page of a passport.
pub(super) fn passport(setting: &Setting, of: usize) -> Result<Draft, WorldError> {
    let missing = || WorldError::Story { name: setting.story.situation.clone(), reason: "no such person".to_owned() };
    let person = setting.story.persons.get(of).ok_or_else(missing)?;
    let numbers = setting.numbers.get(of).ok_or_else(missing)?;
    let yymmdd = |date: chrono::NaiveDate| date.format("%y%m%d").to_string();
    let lines = Holder {
        issuer: &person.nationality,
        number: &numbers.passport,
        nationality: &person.nationality,
        birth: &person.birth_code(),
        sex: person.sex,
        expiry: &yymmdd(numbers.passport_until),
        family_name: &person.family_name,
        given_names: &person.given_names,
    }
    .passport();
    let mut sheet = Sheet::a4();
    let (x, y) = (42.0, 60.0);
    sheet.draw(Block::Box { x, y, w: 125.0, h: 88.0, radius: 2.0, fill: Some(236), stroke: 0.3, ink: 100 });
    for ring in 1_u8..9 {
        let r = 4.5 * f32::from(ring);
        sheet.draw(Block::Circle { x: x + 84.0, y: y + 32.0, r: r.min(31.0), fill: None, stroke: 0.12, ink: 212 });
    }
    sheet.ornament(Text::new(x + 30.0, y + 58.0, Face::Sans, 26.0, "DÉMONSTRATION").bold().ink(212).turned(-15.0));
    sheet.text(Text::new(x + 4.0, y + 3.0, Face::Serif, 11.0, "PASSEPORT / PASSPORT").bold());
    sheet.text(
        Text::new(x + 84.0, y + 3.5, Face::Mono, 9.0, format!("{} {}", person.nationality, numbers.passport)).bold(),
    );
    portrait(&mut sheet, x + 4.0, y + 13.0, 35.0, numbers.card.bytes().map(usize::from).sum());
    for (i, (label, value)) in [
        ("Nom / Surname", person.family_name.to_uppercase()),
        ("Prénoms / Given names", person.given_names.to_uppercase()),
        ("Nationalité / Nationality", person.nationality_words.to_uppercase()),
        ("Date de naissance / Date of birth", person.birth_words()),
        ("Lieu de naissance / Place of birth", person.birth_place.to_uppercase()),
        ("Sexe / Sex", person.sex.to_string()),
        ("Date d'expiration / Date of expiry", short_date(numbers.passport_until)),
    ]
    .into_iter()
    .enumerate()
    {
        let row = y + 12.0 + 7.4 * f32::from(u8::try_from(i).unwrap_or(0));
        sheet.text(Text::new(x + 44.0, row, Face::Sans, 5.5, label).ink(80));
        sheet.text(Text::new(x + 44.0, row + 2.4, Face::Sans, 9.5, value).bold());
    }
    sheet.area(x + 1.0, y + 68.0, 123.0, 19.0, 247);
    for (i, line) in lines.iter().enumerate() {
        let row = y + 71.0 + 7.4 * f32::from(u8::try_from(i).unwrap_or(0));
        sheet.text(Text::new(x + 3.5, row, Face::Mono, 12.0, line.clone()).tracked(0.45).ink(10));
    }
    sheet.footer();
    let mut draft = Draft::new(sheet, PageKind::PassportPage, PieceKind::Passport).of(of);
    draft.mrz = lines.to_vec();
    Ok(draft)
}
