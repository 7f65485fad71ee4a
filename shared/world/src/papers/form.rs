use domain::PieceKind;

use super::{Draft, portrait::signature};
use crate::{
    setting::{Setting, short_date},
    sheet::{Face, Sheet, Text},
    story::{Inhabitant, Paper},
    truth::PageKind,
};

/// The universal request form: who I am and what I ask (page 1), what I enclose (page 2).
pub(super) fn form(setting: &Setting, urgency: &str) -> Vec<Draft> {
    let page = |sheet| Draft::new(sheet, PageKind::Form, PieceKind::RequestForm).by_hand(true);
    let Some(person) = setting.writer() else { return Vec::new() };
    vec![page(first(setting, person)), page(second(setting, person, urgency))]
}

fn head(sheet: &mut Sheet, page: &str) {
    sheet.text(Text::new(12.0, 10.0, Face::Sans, 15.0, "Demande de titre de séjour").bold());
    sheet.text(
        Text::new(12.0, 17.5, Face::Sans, 9.0, "Formulaire universel - écrivez en capitales, au stylo noir").ink(50),
    );
    sheet.text(Text::new(150.0, 11.0, Face::Sans, 9.0, page).flush_right(48.0));
    sheet.line(12.0, 23.0, 198.0, 23.0);
}

fn section(sheet: &mut Sheet, y: f32, number: &str, words: &str) {
    sheet.area(12.0, y, 186.0, 7.0, 225);
    sheet.text(Text::new(14.0, y + 1.8, Face::Sans, 10.5, format!("{number}. {words}")).bold());
}

fn first(setting: &Setting, person: &Inhabitant) -> Sheet {
    let mut sheet = Sheet::a4();
    let hand = Face::Script;
    head(&mut sheet, "Page 1 sur 2");
    section(&mut sheet, 27.0, "1", "Ma situation (cochez tout ce qui est vrai)");
    let protected = person.protection != domain::Protection::None;
    sheet.tick(14.0, 37.0, protected, "Je suis victime de violences ou de menaces");
    let late = setting.numbers.first().and_then(|n| n.title).is_some_and(|(_, last)| last < setting.day);
    sheet.tick(14.0, 44.0, late, "Mon titre de séjour est expiré");
    sheet.tick(110.0, 37.0, person.held.is_none(), "Je n'ai pas de titre de séjour");
    sheet.tick(110.0, 44.0, setting.story.persons.len() > 1, "Je demande aussi pour ma famille");
    section(&mut sheet, 53.0, "2", "Qui je suis");
    let name = person.family_name.to_uppercase();
    sheet.field((14.0, 63.0, 88.0), "Nom de naissance", &name, hand);
    sheet.field((108.0, 63.0, 88.0), "Prénoms", &person.given_names.to_uppercase(), hand);
    sheet.field((14.0, 78.0, 40.0), "Né(e) le (jj/mm/aaaa)", &person.birth_words(), hand);
    sheet.field((58.0, 78.0, 70.0), "À (ville, pays)", &person.birth_place.to_uppercase(), hand);
    sheet.field((132.0, 78.0, 64.0), "Nationalité", &person.nationality_words.to_uppercase(), hand);
    sheet.tick(14.0, 94.0, person.sex == 'F', "Femme");
    sheet.tick(44.0, 94.0, person.sex == 'M', "Homme");
    let number = setting.numbers.first().map_or("", |n| n.foreigner.as_str());
    sheet.field((108.0, 92.0, 88.0), "Numéro étranger (si vous en avez un)", number, hand);
    section(&mut sheet, 109.0, "3", "Comment me joindre sans risque");
    for (i, line) in person.address.iter().enumerate().take(4) {
        let y = 119.0 + 14.0 * f32::from(u8::try_from(i).unwrap_or(0));
        let label = if i == 0 { "Adresse postale, ligne par ligne" } else { "" };
        sheet.field((14.0, y, 112.0), label, line, hand);
    }
    sheet.field((132.0, 119.0, 64.0), "Téléphone (facultatif)", person.phone.as_deref().unwrap_or(""), hand);
    sheet.field((132.0, 133.0, 64.0), "Courriel (facultatif)", person.email.as_deref().unwrap_or(""), hand);
    sheet.tick(132.0, 151.0, person.phone.is_some(), "On peut m'appeler");
    sheet.tick(132.0, 158.0, true, "On peut m'écrire à l'adresse");
    section(&mut sheet, 179.0, "4", "Le titre que j'ai");
    let held = person.held.as_ref().map_or("", |h| h.category.as_str());
    let last = setting.numbers.first().and_then(|n| n.title).map(|t| short_date(t.1)).unwrap_or_default();
    sheet.field((14.0, 189.0, 112.0), "Mention écrite sur la carte", &held.to_uppercase(), hand);
    sheet.field((132.0, 189.0, 64.0), "Fin de validité", &last, hand);
    section(&mut sheet, 208.0, "5", "Ce que je demande (plusieurs réponses possibles)");
    for (i, ask) in person.asks.iter().enumerate().take(3) {
        let y = 218.0 + 15.0 * f32::from(u8::try_from(i).unwrap_or(0));
        sheet.field((14.0, y, 182.0), &format!("Demande {}", i + 1), &ask.words.to_uppercase(), hand);
    }
    sheet.footer();
    sheet
}

fn second(setting: &Setting, person: &Inhabitant, urgency: &str) -> Sheet {
    let mut sheet = Sheet::a4();
    head(&mut sheet, "Page 2 sur 2");
    section(&mut sheet, 27.0, "6", "Ma famille concernée par la demande");
    for (i, member) in setting.story.persons.iter().skip(1).enumerate().take(4) {
        let y = 37.0 + 14.0 * f32::from(u8::try_from(i).unwrap_or(0));
        let text = format!(
            "{} {}, {}",
            member.family_name.to_uppercase(),
            member.given_names.to_uppercase(),
            member.birth_words()
        );
        sheet.field((14.0, y, 182.0), "Nom, prénoms, date de naissance", &text, Face::Script);
    }
    section(&mut sheet, 99.0, "7", "Pourquoi c'est urgent (facultatif)");
    sheet.frame(14.0, 109.0, 182.0, 34.0, 0.25);
    if !urgency.is_empty() {
        sheet.text(Text::new(16.0, 112.0, Face::Script, 13.0, setting.fill(urgency)).within(176.0, 29.0).led(0.7));
    }
    section(&mut sheet, 150.0, "8", "Les pièces que je joins (copies)");
    let has = |test: fn(&Paper) -> bool| setting.story.papers.iter().any(test);
    let pieces: [(&str, bool); 8] = [
        ("Titre de séjour, recto et verso", has(|p| matches!(p, Paper::Card { .. }))),
        ("Passeport", has(|p| matches!(p, Paper::Passport { .. }))),
        ("Justificatif de domicile", has(|p| matches!(p, Paper::Invoice { .. }))),
        ("Acte de naissance", has(|p| matches!(p, Paper::Birth { .. }))),
        ("Photographies d'identité", has(|p| matches!(p, Paper::Photos { .. }))),
        ("Bulletins de salaire", has(|p| matches!(p, Paper::Payslip { .. }))),
        ("Attestation, jugement, certificat", has(|p| matches!(p, Paper::Certificate { .. }))),
        ("Lettre", has(|p| matches!(p, Paper::Letter { .. }))),
    ];
    for (i, (words, ticked)) in pieces.into_iter().enumerate() {
        let row = f32::from(u8::try_from(i / 2).unwrap_or(0));
        sheet.tick(if i % 2 == 0 { 14.0 } else { 110.0 }, 161.0 + row * 8.0, ticked, words);
    }
    section(&mut sheet, 197.0, "9", "Ma signature");
    sheet.text(Text::new(14.0, 209.0, Face::Sans, 10.0, "Fait le"));
    sheet.text(Text::new(30.0, 207.0, Face::Script, 15.0, short_date(crate::setting::before(setting.posted, 1))));
    sheet.frame(110.0, 208.0, 86.0, 34.0, 0.25);
    signature(&mut sheet, 126.0, 220.0, &person.family_name);
    sheet.footer();
    sheet
}
