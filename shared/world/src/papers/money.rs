use chrono::Months;
use domain::PieceKind;

use super::Draft;
use crate::{
    setting::{Setting, before, month, short_date},
    sheet::{Block, Face, Sheet, Text},
    truth::PageKind,
};

/// An invoice less than six months old: the usual proof of address.
pub(super) fn invoice(setting: &Setting, supplier: &str) -> Draft {
    let mut sheet = Sheet::a4();
    let issued = before(setting.posted, 24);
    sheet.area(0.0, 0.0, 210.0, 24.0, 205);
    sheet.text(Text::new(16.0, 8.0, Face::Sans, 20.0, supplier).bold());
    let reference = setting.numbers.first().map_or("67000000", |n| n.card.as_str());
    let head = format!(
        "Facture n° {reference} du {}\nRéférence client {}",
        short_date(issued),
        setting.posted.format("%m%d%y")
    );
    sheet.text(Text::new(16.0, 34.0, Face::Sans, 10.0, head));
    if let Some(person) = setting.writer() {
        let mut lines = vec![format!("{} {}", person.given_names, person.family_name).to_uppercase()];
        lines.extend(person.address.iter().cloned());
        sheet.text(Text::new(112.0, 52.0, Face::Sans, 11.0, lines.join("\n")).within(84.0, 34.0));
    }
    sheet.text(Text::new(16.0, 100.0, Face::Sans, 13.0, "Détail de votre facture").bold());
    table(
        &mut sheet,
        110.0,
        &["Désignation", "Quantité", "Prix", "Montant"],
        &[
            ["Abonnement mensuel", "1", "14,20", "14,20 €"],
            ["Consommation relevée", "212", "0,19", "40,28 €"],
            ["Contributions et taxes locales", "", "", "9,06 €"],
            ["TVA 20 %", "", "", "12,71 €"],
        ],
    );
    sheet.text(Text::new(120.0, 166.0, Face::Sans, 14.0, "Total à payer : 76,25 €").bold().flush_right(74.0));
    let due = format!("Montant prélevé le {}. Conservez cette facture cinq ans.", short_date(before(issued, -15)));
    sheet.text(Text::new(16.0, 184.0, Face::Sans, 9.5, due));
    sheet.text(Text::new(16.0, 192.0, Face::Sans, 9.5, "Le lieu de consommation est l'adresse écrite ci-dessus."));
    sheet.footer();
    Draft::new(sheet, PageKind::Invoice, PieceKind::AddressProof)
}

fn table(sheet: &mut Sheet, y: f32, heads: &[&str; 4], rows: &[[&str; 4]]) {
    let columns = [(18.0, 90.0), (112.0, 24.0), (138.0, 24.0), (164.0, 28.0)];
    sheet.area(16.0, y, 178.0, 8.0, 222);
    let all = std::iter::once(heads).chain(rows);
    for (i, row) in all.enumerate() {
        let top = y + 2.2 + 9.0 * f32::from(u8::try_from(i).unwrap_or(0));
        for ((x, w), cell) in columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let text = Text::new(*x, top, Face::Sans, 10.0, *cell);
            sheet.text(if *x > 100.0 { text.flush_right(*w) } else { text.wide(*w) });
        }
        sheet.line(16.0, top + 5.8, 194.0, top + 5.8);
    }
}

/// What a payslip says.
pub(super) struct Job<'a> {
    pub employer: &'a str,
    pub title: &'a str,
    pub net: u32,
    pub months_ago: u32,
    pub blotted: bool,
}

/// A payslip; when it is blotted a coffee stain hides the name and the address of the employee.
pub(super) fn payslip(setting: &Setting, job: &Job<'_>) -> Draft {
    let mut sheet = Sheet::a4();
    let period = setting.posted - Months::new(job.months_ago);
    sheet.frame(14.0, 14.0, 182.0, 262.0, 0.3);
    sheet.text(Text::new(18.0, 18.0, Face::Sans, 14.0, "BULLETIN DE PAIE").bold());
    sheet.text(Text::new(120.0, 19.0, Face::Sans, 11.0, format!("Période : {}", month(period))).flush_right(72.0));
    sheet.text(Text::new(18.0, 30.0, Face::Sans, 10.0, job.employer).bold());
    sheet.text(Text::new(18.0, 36.0, Face::Sans, 9.0, "4 rue des Établis\n67100 STRASBOURG"));
    sheet.text(Text::new(18.0, 50.0, Face::Sans, 9.0, format!("Emploi : {}", job.title)));
    if job.blotted {
        stain(&mut sheet, 148.0, 46.0);
    } else if let Some(person) = setting.writer() {
        let mut lines = vec![format!("{} {}", person.given_names, person.family_name.to_uppercase())];
        lines.extend(person.address.iter().cloned());
        sheet.text(Text::new(112.0, 34.0, Face::Sans, 10.0, lines.join("\n")).within(80.0, 28.0));
    }
    let euros = |cents: u32| format!("{},{:02}", cents / 100, cents % 100);
    let net = job.net * 100;
    let gross = net * 128 / 100;
    let (health, pension, tax) = (gross * 7 / 100, gross * 11 / 100, gross - net - gross * 18 / 100);
    let hours = euros(15_167);
    table(
        &mut sheet,
        72.0,
        &["Rubrique", "Base", "Taux", "Montant"],
        &[
            ["Salaire de base", &hours, &euros(gross / 152), &euros(gross)],
            ["Assurance maladie", &euros(gross), "7,00", &euros(health)],
            ["Assurance vieillesse et retraite complémentaire", &euros(gross), "11,00", &euros(pension)],
            ["Contributions et prélèvement à la source", &euros(gross), "", &euros(tax)],
        ],
    );
    sheet.text(
        Text::new(110.0, 130.0, Face::Sans, 13.0, format!("Net à payer : {} €", euros(net))).bold().flush_right(82.0),
    );
    let foot = "Pour faire valoir vos droits, conservez ce bulletin sans limitation de durée.";
    sheet.text(Text::new(18.0, 264.0, Face::Sans, 9.0, foot));
    sheet.footer();
    Draft::new(sheet, PageKind::Payslip, PieceKind::Payslip)
}

/// A stain that nothing can be read under.
fn stain(sheet: &mut Sheet, x: f32, y: f32) {
    for (dx, dy, r, fill) in [
        (0.0, 0.0, 15.0, 95),
        (-16.0, 2.0, 11.0, 105),
        (14.0, -3.0, 10.0, 85),
        (20.0, 5.0, 7.0, 120),
        (-24.0, -4.0, 6.0, 130),
    ] {
        sheet.draw(Block::Circle { x: x + dx, y: y + dy, r, fill: Some(fill), stroke: 0.4, ink: 60 });
    }
}
