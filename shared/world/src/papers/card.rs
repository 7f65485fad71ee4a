use domain::PieceKind;

use super::{
    Draft,
    portrait::{portrait, signature},
};
use crate::{
    WorldError,
    mrz::Holder,
    setting::{Numbers, Setting, short_date},
    sheet::{Block, Face, Sheet, Text},
    story::{Held, Inhabitant},
    truth::PageKind,
};

/// Photocopy of both sides of a residence card on one sheet.
pub(super) fn card(setting: &Setting, of: usize) -> Result<Draft, WorldError> {
    let missing = || WorldError::Story { name: setting.story.situation.clone(), reason: "no title to copy".to_owned() };
    let person = setting.story.persons.get(of).ok_or_else(missing)?;
    let numbers = setting.numbers.get(of).ok_or_else(missing)?;
    let held = person.held.as_ref().ok_or_else(missing)?;
    let (first, last) = numbers.title.ok_or_else(missing)?;
    let mut sheet = Sheet::a4();
    let dates = (short_date(first), short_date(last));
    recto(&mut sheet, (58.0, 46.0), (person, numbers, held), &dates);
    let yymmdd = |date: chrono::NaiveDate| date.format("%y%m%d").to_string();
    let lines = Holder {
        issuer: "FRA",
        number: &numbers.card,
        nationality: &person.nationality,
        birth: &person.birth_code(),
        sex: person.sex,
        expiry: &yymmdd(last),
        family_name: &person.family_name,
        given_names: &person.given_names,
    }
    .card(&numbers.foreigner);
    verso(&mut sheet, (58.0, 128.0), person, &lines);
    sheet.footer();
    let mut draft = Draft::new(sheet, PageKind::Card, PieceKind::CurrentTitle).of(of);
    draft.mrz = lines.to_vec();
    Ok(draft)
}

/// The outline of a card and its guilloche.
fn blank(sheet: &mut Sheet, x: f32, y: f32) {
    sheet.draw(Block::Box { x, y, w: 86.0, h: 54.0, radius: 3.0, fill: Some(238), stroke: 0.3, ink: 90 });
    for wave in 0_u8..7 {
        let base = y + 8.0 + 6.0 * f32::from(wave);
        let points =
            (0_u8..20).map(|i| (x + 2.0 + 4.3 * f32::from(i), base + if i % 2 == 0 { 1.6 } else { -1.6 })).collect();
        sheet.draw(Block::Curve { points, stroke: 0.12, fill: None, ink: 215 });
    }
    let specimen = Text::new(x + 14.0, y + 36.0, Face::Sans, 22.0, "DÉMONSTRATION").bold().ink(214).turned(-18.0);
    sheet.ornament(specimen);
}

fn labelled(sheet: &mut Sheet, (x, y): (f32, f32), label: &str, value: &str) {
    sheet.text(Text::new(x, y, Face::Sans, 4.6, label).ink(80));
    sheet.text(Text::new(x, y + 2.1, Face::Sans, 7.6, value).bold());
}

fn recto(sheet: &mut Sheet, (x, y): (f32, f32), who: (&Inhabitant, &Numbers, &Held), dates: &(String, String)) {
    let (person, numbers, held) = who;
    blank(sheet, x, y);
    sheet.text(Text::new(x + 4.0, y + 2.6, Face::Sans, 8.5, "TITRE DE SÉJOUR").bold());
    sheet.text(Text::new(x + 56.0, y + 2.6, Face::Mono, 8.0, numbers.card.clone()).bold());
    portrait(sheet, x + 4.0, y + 9.0, 25.0, numbers.card.bytes().map(usize::from).sum());
    labelled(sheet, (x + 32.0, y + 9.0), "NOM", &person.family_name.to_uppercase());
    labelled(sheet, (x + 32.0, y + 15.0), "PRÉNOMS", &person.given_names.to_uppercase());
    labelled(sheet, (x + 32.0, y + 21.0), "VALABLE JUSQU'AU", &dates.1);
    labelled(sheet, (x + 58.0, y + 21.0), "DÉBUT DE VALIDITÉ", &dates.0);
    labelled(sheet, (x + 32.0, y + 27.0), "CATÉGORIE DU TITRE", &held.category.to_uppercase());
    labelled(sheet, (x + 32.0, y + 33.0), "LIEU DE DÉLIVRANCE", "DÉMONSTRATION (67)");
    sheet.text(Text::new(x + 32.0, y + 41.0, Face::Sans, 5.6, remark(held)));
    sheet.text(Text::new(x + 82.0, y + 14.0, Face::Mono, 6.5, numbers.foreigner.clone()).turned(90.0));
    signature(sheet, x + 36.0, y + 44.0, &person.family_name);
}

/// What the card says about work.
fn remark(held: &Held) -> &'static str {
    match held.title.as_str() {
        "T01" => "AUTORISE UN TRAVAIL À TITRE ACCESSOIRE",
        "T08" => "N'AUTORISE PAS SON TITULAIRE À TRAVAILLER",
        _ => "AUTORISE SON TITULAIRE À TRAVAILLER",
    }
}

fn verso(sheet: &mut Sheet, (x, y): (f32, f32), person: &Inhabitant, lines: &[String]) {
    blank(sheet, x, y);
    let born = format!("{} À {}", person.birth_words(), person.birth_place.to_uppercase());
    labelled(sheet, (x + 4.0, y + 3.0), "NÉ(E) LE", &born);
    labelled(sheet, (x + 4.0, y + 9.0), "NATIONALITÉ", &person.nationality_words.to_uppercase());
    labelled(sheet, (x + 52.0, y + 9.0), "SEXE", &person.sex.to_string());
    sheet.text(Text::new(x + 4.0, y + 15.0, Face::Sans, 4.6, "ADRESSE").ink(80));
    sheet.text(
        Text::new(x + 4.0, y + 17.1, Face::Sans, 6.8, person.address.join("\n")).bold().within(78.0, 15.0).led(0.5),
    );
    sheet.area(x + 1.0, y + 33.0, 84.0, 19.0, 246);
    for (i, line) in lines.iter().enumerate() {
        let row = y + 35.0 + 5.6 * f32::from(u8::try_from(i).unwrap_or(0));
        sheet.text(Text::new(x + 4.0, row, Face::Mono, 11.2, line.clone()).tracked(0.55).ink(10));
    }
}
