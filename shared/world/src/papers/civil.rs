use chrono::Datelike;
use domain::PieceKind;

use super::{Draft, portrait::signature};
use crate::{
    setting::{Setting, before, long_date},
    sheet::{Face, Sheet, Text},
    story::Child,
    truth::PageKind,
};

/// Full copy of a birth certificate: of a child named there, or of the person number `of`.
pub(super) fn birth(setting: &Setting, of: usize, child: Option<&Child>) -> Draft {
    let text = match child {
        Some(child) => of_child(setting, child),
        None => of_person(setting, of),
    };
    let (town, born, name, body) = text;
    let mut sheet = Sheet::a4();
    sheet.text(Text::new(20.0, 22.0, Face::Serif, 12.0, format!("Commune de {town}")).bold());
    sheet.text(Text::new(20.0, 29.0, Face::Serif, 10.0, "Service de l'état civil"));
    sheet.text(Text::new(20.0, 50.0, Face::Serif, 16.0, "ACTE DE NAISSANCE - COPIE INTÉGRALE").bold().centred(170.0));
    sheet.text(
        Text::new(
            20.0,
            62.0,
            Face::Serif,
            11.0,
            format!("Acte numéro {} de l'année {}", 100 + born.ordinal() * 3, born.year()),
        )
        .centred(170.0),
    );
    sheet.text(Text::new(20.0, 82.0, Face::Serif, 12.0, format!("Naissance de {name}")).bold());
    sheet.line(62.0, 94.0, 62.0, 206.0);
    sheet.text(Text::new(20.0, 96.0, Face::Serif, 9.5, "Mentions marginales :\nnéant").wide(38.0));
    sheet.text(Text::new(68.0, 96.0, Face::Serif, 12.0, body).within(122.0, 100.0).led(0.85));
    let issued = before(setting.posted, 16);
    sheet.text(Text::new(
        68.0,
        212.0,
        Face::Serif,
        11.0,
        format!("Copie certifiée conforme, le {}\nL'officier de l'état civil", long_date(issued)),
    ));
    signature(&mut sheet, 96.0, 226.0, &name);
    sheet.footer();
    Draft::new(sheet, PageKind::BirthCertificate, PieceKind::CivilBirth).of(of)
}

type Certificate = (String, chrono::NaiveDate, String, String);

fn of_child(setting: &Setting, child: &Child) -> Certificate {
    let born = before(setting.day, child.days_old);
    let name = format!("{} {}", child.given_names, child.family_name.to_uppercase());
    let parent = setting.writer().map_or_else(String::new, |p| {
        let link = if p.sex == 'F' { "née" } else { "né" };
        format!("{} {}, {link} le {} à {}", p.given_names, p.family_name.to_uppercase(), p.birth_words(), p.birth_place)
    });
    let (article, link) = if child.sex == 'F' { ("une fille", "née") } else { ("un garçon", "né") };
    let body = format!(
        "Le {}, à quatorze heures dix, est {link} à {} {article}, prénommé(e) {}, de :\n\n{parent}\n\net de :\n\n{}\n\n\
         Dressé sur la déclaration des parents, qui ont reconnu l'enfant, lecture faite et invités à lire l'acte.",
        long_date(born),
        child.birth_place,
        child.given_names,
        child.other_parent,
    );
    (child.birth_place.clone(), born, name, body)
}

fn of_person(setting: &Setting, of: usize) -> Certificate {
    let Some(p) = setting.story.persons.get(of) else {
        return (String::new(), setting.day, String::new(), String::new());
    };
    let name = p.full_name();
    let body = format!(
        "Le {}, à six heures trente, est né(e) à {} un enfant prénommé {}, fils ou fille de ses père et mère, domiciliés au même lieu.\n\n\
         Traduit par un traducteur assermenté.",
        long_date(p.birth),
        p.birth_place,
        p.given_names,
    );
    (p.birth_place.clone(), p.birth, name, body)
}
