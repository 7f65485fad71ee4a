use chrono::Datelike;
use domain::{Legibility, PieceKind};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{Draft, letter::PREFECTURE};
use crate::{
    barcode::code_128,
    setting::Setting,
    sheet::{Block, Face, Sheet, Text},
    story::Post,
    truth::PageKind,
};

/// Where the postmark is struck on the front, in millimetres from the right edge and the top.
const STRIKE: (f32, f32) = (46.0, 19.0);

/// Width and height in millimetres of `dl`, `c5` or `c4`.
fn size(name: &str) -> (f32, f32) {
    match name {
        "c4" => (324.0, 229.0),
        "c5" => (229.0, 162.0),
        _ => (220.0, 110.0),
    }
}

/// Front of the envelope: address, stamp, postmark, registered label, marks of other hands.
pub(crate) fn front(setting: &Setting, post: &Post) -> Draft {
    let (w, h) = size(&post.size);
    let mut sheet = Sheet::new(w, h);
    sheet.paper = if post.size == "c4" { 196 } else { 238 };
    let address = if post.face == Face::Script {
        PREFECTURE.join("\n")
    } else {
        "Préfecture de démonstration\nService du séjour\n1 place de l'Exemple\n67000 STRASBOURG".to_owned()
    };
    let (x, y) = (w * 0.46, h * 0.5);
    if matches!(post.face, Face::Sans | Face::Typewriter) {
        sheet.draw(Block::Box {
            x: x - 6.0,
            y: y - 6.0,
            w: 96.0,
            h: 38.0,
            radius: 4.0,
            fill: Some(252),
            stroke: 0.3,
            ink: 170,
        });
    }
    let type_size = if post.face.is_hand() { 17.0 } else { 12.0 };
    sheet.text(Text::new(x, y, post.face, type_size, address).wide(96.0));
    stamp(&mut sheet, w - 30.0, 7.0);
    postmark(&mut sheet, setting, post, w - STRIKE.0, STRIKE.1);
    let mut codes = Vec::new();
    if let Some(number) = &setting.registered {
        registered_label(&mut sheet, number, h);
        codes.push(number.clone());
    }
    if let Some(mark) = &post.mark {
        sheet.text(Text::new(14.0, 16.0, Face::Sans, 11.0, setting.fill(mark)).bold().ink(90).turned(-4.0));
        sheet.draw(Block::Box { x: 11.0, y: 13.0, w: 74.0, h: 17.0, radius: 1.0, fill: None, stroke: 0.5, ink: 110 });
    }
    let mut draft = Draft::new(sheet, PageKind::EnvelopeFront, PieceKind::Envelope).by_hand(post.face.is_hand());
    draft.codes = codes;
    draft
}

/// A postage stamp of no country: a leaf in a perforated frame.
fn stamp(sheet: &mut Sheet, x: f32, y: f32) {
    sheet.area(x, y, 22.0, 26.0, 250);
    for i in 0_u8..12 {
        let step = 2.0 * f32::from(i);
        for (px, py) in [(x + step, y), (x + step, y + 26.0), (x, y + step * 1.15), (x + 22.0, y + step * 1.15)] {
            if px <= x + 22.0 && py <= y + 26.0 {
                sheet.draw(Block::Circle { x: px, y: py, r: 0.6, fill: Some(225), stroke: 0.0, ink: 225 });
            }
        }
    }
    sheet.area(x + 2.0, y + 2.0, 18.0, 22.0, 170);
    let leaf = vec![
        (x + 11.0, y + 18.0),
        (x + 4.0, y + 12.0),
        (x + 11.0, y + 4.0),
        (x + 18.0, y + 12.0),
        (x + 11.0, y + 18.0),
    ];
    sheet.draw(Block::Curve { points: leaf, stroke: 0.2, fill: Some(115), ink: 90 });
    sheet.line(x + 11.0, y + 6.0, x + 11.0, y + 20.0);
    sheet.text(Text::new(x + 2.0, y + 20.6, Face::Sans, 6.0, "LETTRE VERTE").bold().centred(18.0));
}

/// A round date stamp and the wavy lines that cancel the stamp, struck in haste; a weak strike loses parts of itself.
fn postmark(sheet: &mut Sheet, setting: &Setting, post: &Post, x: f32, y: f32) {
    let ink = match post.legibility {
        Legibility::Yes => 45,
        Legibility::Partly => 110,
        Legibility::No => 185,
    };
    let mut rng = StdRng::seed_from_u64(setting.chance);
    let mut strike = Sheet::new(SIDE, SIDE);
    let centre = SIDE / 2.0;
    for wave in 0_u8..5 {
        let base = centre - 7.0 + 3.4 * f32::from(wave);
        let crest = |i: u8| if i.is_multiple_of(2) { 0.7 } else { -0.7 };
        let points = (0_u8..13).map(|i| (centre + 13.0 + 2.6 * f32::from(i), base + crest(i))).collect();
        strike.draw(Block::Curve { points, stroke: 0.45, fill: None, ink });
    }
    for (r, stroke) in [(12.6, 0.45), (8.8, 0.25)] {
        strike.draw(Block::Circle { x: centre, y: centre, r, fill: None, stroke, ink });
    }
    for (body, inward, size) in [(post.office.as_str(), false, 7.0), ("LA POSTE", true, 6.5)] {
        let (x, y, body) = (centre, centre, body.to_owned());
        strike.truth.push(body.clone());
        strike.draw(Block::Arc { x, y, r: 10.6, step: 12.0, inward, size, ink, body });
    }
    let day = setting.posted;
    let lines = [
        (-5.0, 8.0, "17 H".to_owned()),
        (-1.6, 9.5, day.format("%d-%m").to_string()),
        (2.4, 9.5, day.year().to_string()),
    ];
    for (dy, size, body) in lines {
        strike.text(Text::new(centre - 8.0, centre + dy, Face::Sans, size, body).bold().ink(ink).centred(16.0));
    }
    strike.paper = sheet.paper;
    wipe(&mut strike, post.legibility, &mut rng);
    sheet.truth.append(&mut strike.truth);
    let (x, y) = (x + rng.random_range(-3.0..3.0), y + rng.random_range(-1.5..2.5));
    sheet.draw(Block::Group { x, y, side: SIDE, angle: rng.random_range(-9.0..9.0), blocks: strike.blocks });
}

/// Side of the square in which a postmark is struck.
const SIDE: f32 = 110.0;

/// Paper showing through where the stamp did not touch: small grain always, large gaps when it was weak.
fn wipe(strike: &mut Sheet, legibility: Legibility, rng: &mut StdRng) {
    let (paper, centre) = (strike.paper, SIDE / 2.0);
    let gaps: &[(f32, f32, f32)] = match legibility {
        Legibility::Yes => &[],
        Legibility::Partly => &[(-7.5, 5.0, 5.4), (-5.0, 8.0, 4.0), (9.0, -8.0, 3.5)],
        Legibility::No => &[(-2.5, 1.0, 5.0), (3.5, -0.5, 4.2), (-7.0, -6.0, 4.6), (6.0, 8.0, 5.0)],
    };
    let grains = if legibility == Legibility::Yes { 40 } else { 160 };
    let grain = (0..grains)
        .map(|_| (rng.random_range(-13.0..44.0), rng.random_range(-13.0..13.0), rng.random_range(0.08..0.24)));
    for (dx, dy, r) in gaps.iter().copied().chain(grain) {
        strike.draw(Block::Circle { x: centre + dx, y: centre + dy, r, fill: Some(paper), stroke: 0.0, ink: paper });
    }
}

/// The label of a registered letter: number in words and as Code 128.
fn registered_label(sheet: &mut Sheet, number: &str, height: f32) {
    let (x, y) = (10.0, height - 42.0);
    sheet.area(x, y, 80.0, 32.0, 254);
    sheet.frame(x, y, 80.0, 32.0, 0.3);
    sheet.text(Text::new(x + 3.0, y + 2.5, Face::Sans, 10.0, "RECOMMANDÉ AVEC AVIS DE RÉCEPTION").bold().wide(74.0));
    sheet.draw(Block::Bars { x: x + 7.0, y: y + 9.0, h: 13.0, module: 0.34, runs: code_128(number) });
    let spaced = format!("{} {} {} {} {}", &number[..2], &number[2..5], &number[5..8], &number[8..12], &number[12..]);
    sheet.text(Text::new(x + 3.0, y + 24.5, Face::Mono, 10.0, spaced).centred(74.0));
}

/// Back of the envelope: flap and sender.
pub(crate) fn back(setting: &Setting, post: &Post) -> Draft {
    let (w, h) = size(&post.size);
    let mut sheet = Sheet::new(w, h);
    sheet.paper = 236;
    sheet.draw(Block::Curve {
        points: vec![(0.0, 1.0), (w * 0.2, h * 0.3), (w * 0.5, h * 0.52), (w * 0.8, h * 0.3), (w, 1.0)],
        stroke: 0.4,
        fill: None,
        ink: 190,
    });
    if let Some(person) = setting.writer() {
        let mut lines = vec![format!("Exp. {} {}", person.given_names, person.family_name.to_uppercase())];
        lines.extend(person.address.iter().cloned());
        sheet.text(Text::new(12.0, h * 0.62, post.face, 13.0, lines.join("\n")).wide(110.0));
    }
    Draft::new(sheet, PageKind::EnvelopeBack, PieceKind::Envelope).by_hand(post.face.is_hand())
}

/// A sealed medical envelope found inside: photographed, never opened.
pub(super) fn sealed(addressee: &[String]) -> Draft {
    let (w, h) = size("c5");
    let mut sheet = Sheet::new(w, h);
    sheet.paper = 214;
    sheet.text(Text::new(20.0, 20.0, Face::Sans, 20.0, "SECRET MÉDICAL").bold());
    sheet.text(Text::new(20.0, 30.0, Face::Sans, 12.0, "Pli fermé - ne pas ouvrir"));
    sheet.text(Text::new(100.0, 82.0, Face::Script, 17.0, addressee.join("\n")).wide(110.0));
    Draft::new(sheet, PageKind::SealedEnvelope, PieceKind::MedicalSealed)
}
